import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporalCli, type Way } from './temporal-cli.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(os.tmpdir(), 'sojourn-cli-'));
});
afterEach(() => rmSync(place, { recursive: true }));

/** A directory with a `temporal` that says it is of this version. */
function directory(name: string, version: string): string {
  const made = path.join(place, name);
  mkdirSync(made);
  const cli = path.join(made, 'temporal');
  writeFileSync(cli, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0)"\n`);
  chmodSync(cli, 0o755);
  return made;
}
const fetching = (name: string, result: Awaited<ReturnType<Way['find']>>): Way => ({ name, find: async () => result });
const none = () => path.join(place, 'none');

describe('the Temporal CLI is looked for', () => {
  test('first in TEMPORAL_CLI, and then nowhere else', async () => {
    const chosen = path.join(directory('chosen', '1.10.0'), 'temporal');
    const searchPath = directory('path', '1.9.1');
    expect(await temporalCli({ chosen, searchPath, cache: none() })).toEqual({
      path: chosen,
      version: '1.10.0',
      source: 'TEMPORAL_CLI',
    });
  });

  test.each([
    { given: 'one that is too old', version: '1.8.9', says: 'version 1.8.9; 1.9 or later is needed' },
    { given: 'another program', version: 'unknown', says: 'not the Temporal CLI' },
  ])('given $given in TEMPORAL_CLI, then it says so and takes no other', async ({ version, says }) => {
    const chosen = path.join(directory('chosen', version), 'temporal');
    const searchPath = directory('path', '1.9.1');
    await expect(temporalCli({ chosen, searchPath, cache: none() })).rejects.toThrow(says);
  });

  test('then on PATH, past those that are too old', async () => {
    const [old, fit, cache] = [directory('old', '1.7.0'), directory('fit', '2.0.0'), directory('cache', '1.9.1')];
    const found = await temporalCli({ searchPath: [old, none(), fit].join(path.delimiter), cache });
    expect(found).toEqual({ path: path.join(fit, 'temporal'), version: '2.0.0', source: 'on PATH' });
  });

  test('then in the cache, before anything is fetched', async () => {
    const cache = directory('cache', '1.9.1');
    const fetches = [fetching('never', { miss: 'asked' })];
    const said: string[] = [];
    const found = await temporalCli({ searchPath: '', cache, fetches, say: (line) => said.push(line) });
    expect(found).toMatchObject({ path: path.join(cache, 'temporal'), source: 'fetched before' });
    expect(said).toEqual([]);
  });

  test('then it is fetched, the next way where one fails, and each is said', async () => {
    const fetched = path.join(directory('fetched', '1.9.1'), 'temporal');
    const said: string[] = [];
    const fetches = [fetching('by mail', { miss: 'no stamp' }), fetching('by hand', { path: fetched })];
    const found = await temporalCli({ searchPath: '', cache: none(), fetches, say: (line) => said.push(line) });
    expect(found).toMatchObject({ path: fetched, source: 'by hand' });
    expect(said).toEqual([expect.stringContaining('by mail'), expect.stringContaining('by hand')]);
  });

  test('given it is nowhere, then the error names each place searched, what was there, and the fix', async () => {
    const searchPath = directory('old', '1.7.0');
    const cache = directory('cache', '1.8.0');
    const fetches = [fetching('by mail', { miss: 'no stamp' })];
    await expect(temporalCli({ searchPath, cache, fetches })).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /on PATH: .*is 1\.7\.0\n.*fetched before: .*is 1\.8\.0\n.*by mail: no stamp\n.*TEMPORAL_CLI.*TEMPORAL_ADDRESS/s,
        ),
      }),
    );
  });
});

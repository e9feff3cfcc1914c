import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeterminismViolationError } from '@temporalio/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeTypes } from '../journey/nodes/index.ts';
import { readHistory } from '../testkit/history-file.ts';
import { bundleOf, decisionsIn, replay } from '../testkit/replay.ts';
import { quietRuntime } from '../testkit/server/quiet-runtime.ts';
import { RECORDINGS } from './histories/recordings.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const HISTORIES = path.join(ROOT, 'test/histories');
const files = readdirSync(HISTORIES).filter((name) => name.endsWith('.json'));
const historyIn = (file: string) => readHistory(readFileSync(path.join(HISTORIES, file), 'utf8'));

beforeAll(quietRuntime);

describe('a recorded journey continues under the current workflow code (design.md §12)', () => {
  test.each(files)('%s', async (file) => {
    const history = historyIn(file);
    expect(decisionsIn(history).length).toBeGreaterThan(0);
    await replay([history]);
  });

  test('every recording has its histories, and every history its recording', () => {
    const recorded = new Set(files.map((file) => file.replace(/(-\d+)?\.json$/, '')));
    expect([...recorded].sort()).toEqual(RECORDINGS.map(({ name }) => name).sort());
  });

  test('every type of node is among them', () => {
    const played = new Set(RECORDINGS.flatMap(({ journey }) => Object.values(journey.nodes).map(({ type }) => type)));
    expect([...played].sort()).toEqual(nodeTypes.map(({ type }) => type).sort());
  });

  test('a chain of runs is among them', () => {
    expect(files.filter((file) => file.startsWith('continue-as-new-')).length).toBeGreaterThan(1);
  });
});

const SOME = ['delay.json', 'message-sent.json', 'commands.json'];

describe('a change of the workflow that they would not survive is caught', () => {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'sojourn-changed-'));
  afterAll(() => rmSync(copy, { recursive: true }));

  test.each([
    { change: 'a timer before the decision', from: /for \(;;\) \{\n/, to: 'for (;;) {\n    await wf.sleep(1);\n' },
    {
      change: 'a send that is not issued',
      from: /for \(const effect of decision\.effects\) issue\(effect, direct\);.*\n/,
      to: '',
    },
    { change: 'no timer', from: /bell\.set\(timer, .*\n/, to: '' },
  ])('$change', async ({ from, to }) => {
    const code = await bundleOf(changed(copy, from, to));
    const refused = await Promise.all(SOME.map((file) => isRefused(file, code)));
    expect(refused).toContain(true);
  });

  test('the same code, copied in the same way, is not', async () => {
    const code = await bundleOf(changed(copy, /^/, ''));
    await replay(SOME.map(historyIn), code);
  });
});

async function isRefused(file: string, code: Awaited<ReturnType<typeof bundleOf>>): Promise<boolean> {
  try {
    await replay([historyIn(file)], code);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(DeterminismViolationError);
    return true;
  }
}

/** The workflows in a folder of their own, with one thing changed. Returns what to bundle. */
function changed(directory: string, from: RegExp, to: string): string {
  for (const part of ['workflows', 'journey'])
    cpSync(path.join(ROOT, part), path.join(directory, part), { recursive: true });
  rmSync(path.join(directory, 'node_modules'), { force: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'));
  const file = path.join(directory, 'workflows/journey.ts');
  const code = readFileSync(file, 'utf8');
  expect(code).toMatch(from);
  writeFileSync(file, code.replace(from, to));
  return path.join(directory, 'workflows/index.ts');
}

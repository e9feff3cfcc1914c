import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { freshDatabase, withDatabase } from '../test/database.ts';
import { nodeVersion } from './doctor/machine.ts';
import { diagnose } from './doctor.ts';
import { freePort } from './embedded/ports.ts';
import { writePidFile } from './embedded/processes.ts';

const SOJOURN_DATA_DIR = mkdtempSync(path.join(os.tmpdir(), 'sojourn-doctor-'));
afterAll(() => rmSync(SOJOURN_DATA_DIR, { recursive: true }));

/** Of a healthy installation, with ports of its own. */
async function healthy() {
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const [API_PORT, WORKER_PORT, CATCHER_PORT] = ports.map(String);
  const { url } = await freshDatabase();
  const TEMPORAL_ADDRESS = inject('temporalAddress');
  return { SOJOURN_DATA_DIR, API_PORT, WORKER_PORT, CATCHER_PORT, DATABASE_URL: url, TEMPORAL_ADDRESS };
}
const faults = async (env: Record<string, string | undefined>) =>
  (await diagnose(env)).filter(({ isFine }) => !isFine).map(({ what, saw, fix }) => `${what}: ${saw} → ${fix}`);

describe('sojourn doctor', () => {
  test('given everything works, then each check is listed as fine', async () => {
    const findings = await diagnose(await healthy());
    expect(findings.filter(({ isFine }) => !isFine)).toEqual([]);
    expect(findings.map(({ what }) => what.replace(/\d+ /, ''))).toEqual([
      'Node',
      'Port (API_PORT)',
      'Port (WORKER_PORT)',
      'Port (CATCHER_PORT)',
      'PostgreSQL',
      'Migrations',
      'Clocks',
      'Temporal',
      'Namespace',
      'Search attributes',
    ]);
  });

  test('given servers that do not answer, then it says which, why and what to do, and no password', async () => {
    const port = await freePort();
    const env = { ...(await healthy()), DATABASE_URL: `postgres://u:hush@127.0.0.1:${port}/x` };
    expect(await faults(env)).toEqual([
      `PostgreSQL: postgres://u:***@127.0.0.1:${port}/x: connect ECONNREFUSED 127.0.0.1:${port} → start it, or correct DATABASE_URL`,
    ]);
    expect(await faults({ ...(await healthy()), TEMPORAL_ADDRESS: `127.0.0.1:${port}` })).toEqual([
      expect.stringContaining('→ start it, or correct TEMPORAL_ADDRESS'),
    ]);
  });

  test('given a database that is behind, then it says what has not run', async () => {
    const env = await healthy();
    await withDatabase(env.DATABASE_URL, (client) => client.query('delete from sojourn.migrations'));
    expect(await faults(env)).toEqual([
      expect.stringMatching(/^Migrations: pending: 0001-spine.* → run `sojourn migrate`$/),
    ]);
  });

  test('given a namespace that is not there, then the fix is the command that makes it', async () => {
    const [fault] = await faults({ ...(await healthy()), TEMPORAL_NAMESPACE: 'nowhere' });
    expect(fault).toMatch(/^Namespace: nowhere: .* → temporal operator namespace create --namespace nowhere/);
  });

  test('given a taken port, then it is a fault, unless Sojourn runs here', async () => {
    const env = await healthy();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(Number(env.API_PORT), '127.0.0.1', resolve));
    expect(await faults(env)).toEqual([expect.stringMatching(/^Port \d+ \(API_PORT\): in use by another program/)]);
    writePidFile(path.join(SOJOURN_DATA_DIR, 'all.pid'), process.pid);
    expect(await faults(env)).toEqual([]);
    other.close();
  });

  test('given a Sojourn role uses a port, then that is fine', async () => {
    const env = { ...(await healthy()), SOJOURN_DATA_DIR: `${SOJOURN_DATA_DIR}/container` };
    const role = createHttpServer((_, response) => response.end('{"status":"ok"}'));
    await new Promise<void>((resolve) => role.listen(Number(env.WORKER_PORT), '127.0.0.1', resolve));
    expect(await faults(env)).toEqual([]);
    role.close();
  });

  test.each([
    ['18.20.0', false],
    ['20.11.9', false],
    ['20.12.0', true],
    ['24.0.0', true],
  ])('given Node %s: %s', (version, isFine) => {
    expect(nodeVersion(version).isFine).toBe(isFine);
  });

  test('asks for the Node that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(nodeVersion('18.0.0').fix).toContain(`Node ${engines.node.slice(2)} or later`);
  });
});

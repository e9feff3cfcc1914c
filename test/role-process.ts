import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { freePort } from '../dev/embedded/ports.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import { createKey } from '../store/access/keys.ts';
import { openDatabase } from '../store/base/sql.ts';
import { compiledSojourn } from './compiled.ts';
import { freshDatabase } from './database.ts';
import { closeAtEnd } from './left-over.ts';

export interface RoleProcess {
  readonly role: 'api' | 'worker';
  readonly origin: string;
  readonly child: ChildProcess;
  /** Of all scopes. */
  readonly key: string;
  readonly databaseUrl: string;
  output(): string;
  /** As long as it is wanted, for a probe to ask. */
  readyStatus(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** So that a signal makes the event loop stand still. */
const STANDS_STILL_AT_SIGUSR2 = 'data:text/javascript,process.on("SIGUSR2",()=>{for(;;);})';

/** `sojourn api` or `sojourn worker`, as a process of its own, over a database of its own. */
export async function startRole(role: RoleProcess['role'], env: Record<string, string> = {}): Promise<RoleProcess> {
  const fresh = await freshDatabase();
  const directory = mkdtempSync(path.join(os.tmpdir(), `sojourn-${role}-`));
  const port = await freePort();
  const program = ['--import', STANDS_STILL_AT_SIGUSR2, await compiledSojourn(), role];
  const child = spawn(process.execPath, program, {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: fresh.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TASK_QUEUE: `t-${port}`,
      [role === 'api' ? 'API_PORT' : 'WORKER_PORT']: String(port),
      CATCHER_PORT: '0',
      SOJOURN_DATA_DIR: directory,
      SOJOURN_EMBEDDED: 'database',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const origin = `http://127.0.0.1:${port}`;
  return {
    role,
    origin,
    child,
    key: await keyOf(fresh.url),
    databaseUrl: fresh.url,
    output: () => output,
    readyStatus: async () => (await fetch(`${origin}/readyz`).catch(() => undefined))?.status,
    close: closeAtEnd(async () => {
      child.kill('SIGKILL');
      await fresh.drop();
      rmSync(directory, { recursive: true, force: true });
    }),
  };
}

async function keyOf(url: string): Promise<string> {
  const database = openDatabase({ url, max: 1, name: 'test' });
  try {
    await database.sql`insert into workspaces (id) values ('main') on conflict do nothing`;
    return await createKey(database.sql, {
      workspace: WorkspaceId.parse('main'),
      name: 'test',
      scopes: ['admin'],
      kind: 'dev',
      actor: 'test',
    });
  } finally {
    await database.close();
  }
}

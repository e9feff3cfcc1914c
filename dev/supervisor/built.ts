import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../worker/config/settings.ts';
import type { Say } from './output.ts';

/** Node's arguments for starting a checkout (see package.json). */
const LOADER = ['--import', 'tsx'];

/** How the supervisor was started. */
export interface OwnStart {
  readonly execArgv: readonly string[];
  readonly program: string;
}

/**
 * Returns Node's arguments for a role: the supervisor's own program or, in a checkout, its build. If the company's
 * activities are TypeScript, which the build doesn't include, roles run from sources too.
 */
export async function roleProgram(
  root: string,
  { execArgv, program }: OwnStart,
  { activities }: Pick<Settings, 'activities'>,
  say: Say,
): Promise<readonly string[]> {
  const isCheckout = path.resolve(program) === path.join(root, 'cli', 'sojourn.ts');
  const needsLoader = activities.some((file) => /\.[cm]?tsx?$/.test(file));
  const built = isCheckout && !needsLoader ? await ensureBuilt(root, say) : undefined;
  return built === undefined ? [...execArgv, program] : [...withoutLoader(execArgv), built];
}

function withoutLoader(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg, index) => arg === LOADER[0] && args[index + 1] === LOADER[1]);
  return at === -1 ? args : args.toSpliced(at, LOADER.length);
}

/** Sources of the build. */
const SOURCES = [
  ...['activities', 'api', 'channels', 'cli', 'dev', 'due', 'examples', 'forwarding', 'journey', 'store', 'testkit'],
  ...['worker', 'workflows'],
  ...['package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json'],
];
/** Number of builds to keep, since running roles may still load modules of an older one. */
const KEPT = 2;

/**
 * Builds the roles unless the sources are unchanged, and returns the built program. A built role restarts in a second,
 * ten times faster than from sources. Returns undefined if this isn't a checkout or can't be built; roles then run from
 * sources.
 */
async function ensureBuilt(root: string, say: Say): Promise<string | undefined> {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(tsc) || !SOURCES.every((name) => existsSync(path.join(root, name)))) return undefined;
  const builds = path.join(root, 'dist', 'start');
  const directory = path.join(builds, fingerprint(root));
  const program = path.join(directory, 'cli', 'sojourn.js');
  if (existsSync(program)) return program;
  say('Roles       compiling, once …');
  const made = `${directory}.${process.pid}`;
  const isBuilt =
    (await run([tsc, '-p', path.join(root, 'tsconfig.build.json'), '--outDir', made], say)) &&
    (await run([path.join(made, 'worker', 'bundle.js')], say));
  if (!isBuilt) {
    rmSync(made, { recursive: true, force: true });
    return undefined;
  }
  if (!existsSync(directory)) renameSync(made, directory); // atomic: no start finds half a build
  forgetOthers(builds);
  return program;
}

/** Hashes names, sizes and times of the sources. Changes when a file is written, added or removed. */
function fingerprint(root: string): string {
  const hash = createHash('sha256').update(process.version);
  const add = (name: string): void => {
    const file = path.join(root, name);
    const about = statSync(file);
    if (about.isDirectory()) for (const each of readdirSync(file).toSorted()) add(path.join(name, each));
    else if (!name.endsWith('.test.ts')) hash.update(`${name}\0${about.size}\0${about.mtimeMs}\n`);
  };
  for (const name of SOURCES) add(name);
  return hash.digest('hex').slice(0, 16);
}

function forgetOthers(builds: string): void {
  const all = readdirSync(builds)
    .map((name) => path.join(builds, name))
    .map((directory) => ({ directory, at: statSync(directory).mtimeMs }))
    .toSorted((a, b) => b.at - a.at);
  for (const { directory } of all.slice(KEPT)) rmSync(directory, { recursive: true, force: true });
}

const run = (args: readonly string[], say: Say): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', ({ message }) => {
      say(`Roles       running from sources, because compiling failed: ${message}`);
      resolve(false);
    });
    child.once('close', (code) => {
      if (code !== 0) say(`Roles       running from sources, because compiling failed:\n${output.trimEnd()}`);
      resolve(code === 0);
    });
  });

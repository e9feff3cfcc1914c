import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { inject } from 'vitest';
import { roleProgram } from '../dev/supervisor/built.ts';
import { packageRoot } from '../worker/package-root.ts';
import { withDatabase } from './database.ts';

/**
 * Programs that tests start many times, compiled once, as `npm start` does it: each process would otherwise take a
 * second to read its sources, and a worker three more to bundle its workflows.
 */
let sojourn: Promise<string> | undefined;

/** `sojourn`'s file. */
export function compiledSojourn(): Promise<string> {
  sojourn ??= compile();
  return sojourn;
}

/** A lock of the run's database lets one process compile, while others wait for what it makes. */
async function compile(): Promise<string> {
  const root = packageRoot();
  const start = { execArgv: ['--import', 'tsx'], program: path.join(root, 'cli', 'sojourn.ts') };
  const said: string[] = [];
  const args = await withDatabase(inject('postgresUrl'), async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [start.program]);
    return roleProgram(root, start, { activities: [] }, (line) => said.push(line));
  });
  const [file = '', ...more] = args;
  if (more.length > 0) throw new Error(said.join('\n'));
  return file;
}

/** The files of a program of test/, its own first; what it imports of other rooms is compiled already. */
export async function compiledProgram(...files: readonly [string, ...string[]]): Promise<string> {
  const directory = path.join(path.dirname(await compiledSojourn()), '..', 'test');
  mkdirSync(directory, { recursive: true });
  const written = files.map((name) => {
    const { outputText } = ts.transpileModule(readFileSync(path.join(packageRoot(), 'test', name), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        rewriteRelativeImportExtensions: true,
        verbatimModuleSyntax: true,
      },
    });
    const file = path.join(directory, name.replace(/\.ts$/, '.js'));
    writeFileSync(`${file}.${process.pid}`, outputText);
    renameSync(`${file}.${process.pid}`, file); // another process may start it now
    return file;
  });
  return written[0] ?? '';
}

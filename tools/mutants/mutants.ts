import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { copyTree } from './copy.ts';
import { filesOf, ROOMS } from './rooms.ts';
import { addVariants, type Variant } from './sql-variants.ts';
import { type Mutant, summarize } from './summary.ts';

/**
 * Runs mutation tests: `npm run mutants -- ROOM [FILE…] [--sql] [--beside] [--sample N] [--workers N]`. Changes the
 * code of a room in many small ways, in a copy of the tree, and reports each change that no test notices. With `--sql`,
 * it replaces predicates of SQL statements by `true` instead. `--beside` runs only the tests beside the room's files.
 * `--sample 4` takes about every fourth change. Rooms are listed in rooms.ts. Files limit the run.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    sql: { type: 'boolean' },
    beside: { type: 'boolean' },
    sample: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
  },
});
const [name = '', ...files] = positionals;
const room = ROOMS[name];
if (!room) throw new Error(`Unknown room "${name}". Choose one of: ${Object.keys(ROOMS).join(', ')}.`);

type Result = Awaited<ReturnType<Stryker['runMutationTest']>>[number];
const STATUS: Readonly<Record<string, Mutant['status']>> = {
  ...{ Killed: 'killed', Timeout: 'killed', Survived: 'survived', NoCoverage: 'uncovered' },
};

/** Lines that are sampled together, since a change can span several. */
const BLOCK = 12;

const root = process.cwd();
const copy = copyTree();
try {
  process.chdir(copy);
  process.env.MUTANTS_ROOM = name;
  if (values.beside) process.env.MUTANTS_SUITES = `${name}/*.test.ts`;
  const chosen = files.length > 0 ? files : filesOf(name);
  const variants = values.sql ? varyStatements(chosen) : undefined;
  const results = await new Stryker({
    ...{ testRunner: 'vitest', plugins: ['@stryker-mutator/vitest-runner'], coverageAnalysis: 'perTest' },
    mutate: variants
      ? variants.filter(isSampled).map(({ file, range }) => `${file}:${range}`)
      : chosen.flatMap(rangesOf),
    vitest: { configFile: 'tools/mutants/vitest.config.ts', related: false },
    inPlace: true,
    ignoreStatic: true,
    disableTypeChecks: false,
    concurrency: Number(values.workers),
    timeoutMS: 10_000, // beyond the usual time of the tests
    reporters: ['progress-append-only'],
    allowConsoleColors: false,
  }).runMutationTest();
  process.stdout.write(summarize(results.map((result) => toMutant(result, variants ?? []))));
} finally {
  process.chdir(root);
  rmSync(copy, { recursive: true, force: true });
}

function isSampled(_: unknown, index: number): boolean {
  return index % Number(values.sample) === 0;
}

/** Returns a file, or the sampled blocks of its lines. */
function rangesOf(file: string): readonly string[] {
  if (values.sample === '1') return [file];
  const lines = readFileSync(file, 'utf8').split('\n').length;
  const starts = Array.from({ length: Math.ceil(lines / BLOCK) }, (_, nth) => nth * BLOCK + 1);
  return starts.filter(isSampled).map((start) => `${file}:${start}-${start + BLOCK - 1}`);
}

/** Adds the variants of all statements to the files. */
function varyStatements(chosen: readonly string[]): readonly (Variant & { readonly file: string })[] {
  return chosen.flatMap((file) => {
    const { source, variants } = addVariants(readFileSync(file, 'utf8'));
    writeFileSync(file, source);
    return variants.map((variant) => ({ ...variant, file }));
  });
}

function toMutant(result: Result, variants: readonly (Variant & { readonly file: string })[]): Mutant {
  const file = path.relative(copy, result.fileName);
  const { start } = result.location;
  const status = STATUS[result.status] ?? 'skipped';
  const at = `${start.line}:${start.column - 1}-`; // columns of results begin at 1
  const variant = variants.find((each) => each.file === file && each.range.startsWith(at));
  if (variant) return { file, status, line: variant.line, change: `without "${variant.predicate}"` };
  return { file, status, line: start.line, change: `${result.mutatorName} → ${result.replacement ?? ''}` };
}

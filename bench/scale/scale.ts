import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../dev/embedded/postgres.ts';
import { openDatabase } from '../../store/base/sql.ts';
import { migrate } from '../../store/schema/migrate.ts';
import { CONSENTS } from './consents.ts';
import { watchCalls } from './coverage.ts';
import { FEED } from './feed.ts';
import { openHall } from './hall.ts';
import { AIMS, type Line, measure, type Rules } from './measure.ts';
import { NOT_CALLED, NOT_RUN } from './not-run.ts';
import { READS } from './reads.ts';
import { readTypedStatements } from './row-types.ts';
import { type Answers, checkRows, describeUnseen, recordRows } from './rows.ts';
import { seed } from './seed.ts';
import { FULL_PEOPLE, QUICK_PEOPLE, sizeOf } from './size.ts';
import type { Step } from './step.ts';
import { explainAll, type Watched, watch } from './watch.ts';
import { AT_THE_END, WORK } from './work.ts';
import { STATES, WRITES } from './writes.ts';

/**
 * `npm run scale -- [--quick] [--people n] [--only text] [--plans]`: fills a database and runs every route and every
 * step of a worker on it. PostgreSQL reports how it executed each statement.
 */
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    people: { type: 'string' },
    only: { type: 'string' },
    plans: { type: 'boolean' },
  },
});
const isQuick = values.quick ?? false;
const size = sizeOf(values.people === undefined ? (isQuick ? QUICK_PEOPLE : FULL_PEOPLE) : Number(values.people));
const startedAt = performance.now();
const say = (line: string) =>
  void process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-scale-'));
const server = await startPostgres({ directory, durable: false, binaries: process.env.PG_BIN });
const stop = async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
};
process.on('SIGINT', () => void stop().then(() => process.exit(130)));
try {
  const passed = await run();
  process.exitCode = passed ? 0 : 1;
} finally {
  await stop();
}

async function run(): Promise<boolean> {
  await migrate(server.url);
  const seeding = openDatabase({ url: server.url, max: 4, name: 'seed', statementTimeoutMs: 3_600_000 });
  await seed(seeding, server.url, size, say);
  await seeding.close();
  await explainAll(server.url, isQuick);

  const calls = await watchCalls();
  const watched = watch(server.url);
  const answers = recordRows(watched.database.pool);
  const measured = await measureAll(watched);
  const lines = [...measured, await checkRowTypes(watched, answers)];
  const forgotten = (await calls.missed()).filter((name) => !Object.hasOwn(NOT_RUN, name));
  await watched.database.close();
  return report(lines, values.only === undefined ? forgotten : []);
}

async function measureAll(watched: Watched): Promise<readonly Line[]> {
  const rules: Rules = { isQuick, large: await largeTables(watched) };
  const hall = await openHall(watched.database);
  const lines: Line[] = [];
  for (const step of [...READS, ...WRITES, ...FEED, ...CONSENTS, ...WORK, ...STATES, ...AT_THE_END]) {
    if (values.only !== undefined && !step.name.includes(values.only)) continue;
    const line = await measureStep(watched, rules, step, hall);
    lines.push(line);
    if (line.faults.length > 0 || values.plans)
      say(
        `${line.name}: ${line.faults.join('; ')}\n    ${line.slowest?.text.slice(0, 200)}\n    ${line.slowest?.shape}`,
      );
  }
  lines.push(await everyRoute(hall));
  await hall.close();
  return lines;
}

async function measureStep(
  watched: Watched,
  rules: Rules,
  { name, kind, times, work }: Step,
  hall: Awaited<ReturnType<typeof openHall>>,
): Promise<Line> {
  try {
    return await measure(watched, rules, { name, kind, times: times ?? (isQuick ? 3 : 7) }, (nr) => work(hall, nr));
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { name, kind, ms: 0, rowsRead: 0, statements: 0, slowest: undefined, faults: [message] };
  }
}

/** Checks that every operation of the API has a step. A stream runs the statements of `getCounts`. */
async function everyRoute(hall: Awaited<ReturnType<typeof openHall>>): Promise<Line> {
  const { paths } = (await hall.call('GET', '/openapi.json')) as unknown as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  };
  const called = new Set([...READS, ...WRITES, ...FEED, ...CONSENTS, ...STATES].map(({ name }) => name.split(' (')[0]));
  const missing = Object.values(paths)
    .flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId))
    .filter((name) => !called.has(name) && !NOT_CALLED.has(name));
  const faults = missing.map((name) => `no step calls ${name}`);
  return {
    name: 'every route has a step',
    kind: 'whole',
    ms: 0,
    rowsRead: 0,
    statements: 0,
    slowest: undefined,
    faults,
  };
}

/** Checks that each statement answers the rows that its type in the sources says. */
async function checkRowTypes(watched: Watched, answers: Answers): Promise<Line> {
  const statements = readTypedStatements();
  await describeUnseen(watched.database.pool, statements, answers);
  const { checked, faults } = checkRows(statements, answers);
  say(`row types: ${checked} of ${statements.length} checked`);
  return { name: 'row types', kind: 'whole', ms: 0, rowsRead: 0, statements: checked, slowest: undefined, faults };
}

/** Finds tables that have tens of thousands of rows, or would have in a full run. */
async function largeTables({ database: { sql } }: Watched): Promise<ReadonlySet<string>> {
  const rows = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'sojourn'::regnamespace and relkind = 'r'
      and reltuples >= ${size.people / 2}`;
  return new Set(rows.map(({ name }) => name));
}

function report(lines: readonly Line[], forgotten: readonly string[]): boolean {
  const figures = lines.map((line) => {
    const aim = AIMS[line.kind].ms;
    const cells = [
      line.name,
      line.ms.toFixed(1),
      Number.isFinite(aim) ? `< ${aim}` : '',
      line.rowsRead,
      line.statements,
      line.slowest?.shape.slice(0, 120) ?? '',
      line.faults.join('; ') || 'ok',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = [
    '| what | ms | aim | rows read | statements | slowest plan | |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  const missing = forgotten.map((name) => `✗ store/${name} has not been run: add a step, or a reason to not-run.ts`);
  const failed = lines.filter(({ faults }) => faults.length > 0).length + forgotten.length;
  process.stdout.write(
    `${[...head, ...figures, ...missing].join('\n')}\n${lines.length - lines.filter(({ faults }) => faults.length > 0).length} passed, ${failed} failed\n`,
  );
  return failed === 0;
}

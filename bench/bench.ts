import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleWorkflowCode } from '@temporalio/worker';
import { bundleWorkflows } from '../worker/workflow-code.ts';
import { type Figure, table } from './figure.ts';
import { measureBroadcast } from './figures/broadcast.ts';
import { measureEngine } from './figures/engine.ts';
import { measureIngest } from './figures/ingest.ts';
import { measureJourneys } from './figures/journeys.ts';
import { measureLanes } from './figures/lanes.ts';
import { measureLatency } from './figures/latency.ts';
import { measureParked } from './figures/parked.ts';
import { measureSegments } from './figures/segments.ts';
import { measureValidate } from './figures/validate.ts';
import { startServers } from './servers.ts';
import type { Stage } from './stage.ts';

/**
 * `npm run bench -- [--json] [--quick] [--only name]`: compares the product's cost with the same journey written by
 * hand, in one run. Prints a table, or with --json one object at the end of stdout. Progress goes to stderr.
 */
const FIGURES: Readonly<Record<string, (stage: Stage) => Promise<readonly Figure[]>>> = {
  journeys: measureJourneys,
  latency: measureLatency,
  engine: measureEngine,
  parked: measureParked,
  ingest: measureIngest,
  validate: measureValidate,
  segments: measureSegments,
  lanes: measureLanes,
  broadcast: measureBroadcast,
};

const BASELINE = fileURLToPath(new URL('./baseline/flows.ts', import.meta.url));
const QUIET = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {} };

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string', multiple: true } },
});
const wanted = values.only ?? Object.keys(FIGURES);
const unknown = wanted.filter((name) => !Object.hasOwn(FIGURES, name));
if (unknown.length > 0) fail(`there is no ${unknown.join(', ')}: choose of ${Object.keys(FIGURES).join(', ')}`);

const startedAt = performance.now();
const say = (line: string) =>
  void process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-bench-'));
const servers = await startServers();
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (isEnding) return;
    say(`${signal}: cleaning up`);
    // of figures whose servers stop
    for (const fault of ['uncaughtException', 'unhandledRejection']) process.on(fault, () => {});
    void end().then(() => process.exit(130));
  });

try {
  const durations = new Map<string, number>();
  const figures = await measure(durations);
  const seconds = secondsSince(startedAt);
  await end();
  if (values.json) process.stdout.write(`${JSON.stringify(answer(figures, seconds, durations))}\n`);
  else process.stdout.write(`${table(figures)}\n\n${inSeconds(durations, seconds)}\n`);
} catch (cause) {
  await end();
  if (!isEnding) throw cause;
}

/** `durations`: seconds that each figure took, by name. */
async function measure(durations: Map<string, number>): Promise<readonly Figure[]> {
  say(`PostgreSQL ${servers.about.postgres}; Temporal ${servers.about.temporal}`);
  const stage: Stage = {
    servers,
    say,
    isQuick: values.quick ?? false,
    bundles: {
      product: keep('product', await bundleWorkflows(QUIET)),
      baseline: keep('baseline', await bundleWorkflowCode({ workflowsPath: BASELINE, logger: QUIET })),
    },
  };
  const figures: Figure[] = [];
  for (const name of wanted) {
    say(name);
    const from = performance.now();
    figures.push(...((await FIGURES[name]?.(stage)) ?? []));
    durations.set(name, secondsSince(from));
  }
  return figures;
}

function secondsSince(from: number): number {
  return Math.round((performance.now() - from) / 1000);
}

function inSeconds(durations: ReadonlyMap<string, number>, all: number): string {
  const lines = [...durations, ['all, with servers and bundles', all] as const];
  return lines.map(([name, seconds]) => `${name}: ${seconds} s`).join('\n');
}

function keep(name: string, { code }: { readonly code: string }): string {
  const file = path.join(directory, `${name}.js`);
  writeFileSync(file, code);
  return file;
}

/** Stops the servers under figures that still measure; their processes end with this one. */
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await servers.stop();
  rmSync(directory, { recursive: true, force: true });
}

function answer(figures: readonly Figure[], seconds: number, durations: ReadonlyMap<string, number>) {
  return {
    at: new Date().toISOString(),
    quick: values.quick ?? false,
    seconds,
    durations: Object.fromEntries(durations),
    machine: { cpus: os.cpus().length, model: os.cpus()[0]?.model, node: process.version, ...servers.about },
    figures,
    missed: figures.filter(({ met }) => met === false).map(({ name }) => name),
  };
}

function fail(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleOptions, bundleWorkflowCode, type WorkerOptions } from '@temporalio/worker';
import { packageRoot } from './package-root.ts';

type Bundle = NonNullable<WorkerOptions['workflowBundle']>;

/** The source, or what a build has made of it. */
const fileOf = (source: URL) => fileURLToPath(source).replace(/\.ts$/, path.extname(import.meta.url));
const WORKFLOWS = fileOf(new URL('../workflows/index.ts', import.meta.url));
const PAYLOADS = fileOf(new URL('./payload-converter.ts', import.meta.url));

/**
 * Workflows in one file, as workers run them: those of this checkout, unless others are named. All of it is loaded once a worker instead of once
 * a workflow, which saves about 0.5 ms of each start: its modules hold no state, and the SDK freezes what they export.
 */
export const bundleWorkflows = (logger?: BundleOptions['logger'], workflowsPath = WORKFLOWS) =>
  bundleWorkflowCode({
    workflowsPath,
    payloadConverterPath: PAYLOADS,
    preloadModules: [workflowsPath, PAYLOADS],
    ...(logger && { logger }),
  });

/**
 * Names the build of a worker, which the server writes into each workflow task of a history: the SDK's own name for it is 90 bytes, twice a task.
 */
export function buildIdOf(bundle: Bundle): string {
  const code = 'code' in bundle ? bundle.code : readFileSync(bundle.codePath);
  const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return `${version}+${createHash('sha256').update(code).digest('hex').slice(0, 8)}`;
}

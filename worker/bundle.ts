import { cpSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from './package-root.ts';
import { bundleWorkflows } from './workflow-code.ts';

/**
 * Second step of a build, run from `dist`. Adds what `tsc` leaves out: the bundled workflows, so that a worker starts
 * without a bundler, and the files that modules read at run time, such as migrations.
 */
const ROOMS = ['activities', 'api', 'channels', 'examples', 'journey', 'store', 'testkit', 'worker', 'workflows'];

const root = packageRoot();
const dist = path.join(import.meta.dirname, '..');

for (const room of ROOMS)
  cpSync(path.join(root, room), path.join(dist, room), {
    recursive: true,
    filter: (file) => statSync(file).isDirectory() || !/\.tsx?$|tsconfig\.json$/.test(file),
  });

const { code } = await bundleWorkflows();
writeFileSync(path.join(dist, 'workflow-bundle.js'), code);

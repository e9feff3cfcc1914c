import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromiumPath, HOW_TO_GET_CHROMIUM } from '../test/browser/chromium.ts';
import { runCounted } from './counted-tests.ts';

/**
 * `npm run clients`: runs the published, unmodified clients of all vendors against a real server, and prints the number
 * of passed and failed tests at the end. Clients that aren't development dependencies are installed into a temporary
 * folder. A client that can't be installed is skipped by name.
 */

const NPM = [
  'analytics-node@6.2.0',
  '@rudderstack/rudder-sdk-node@3.0.13',
  '@segment/analytics-next@1.84.3',
  'posthog-js@1.449.2',
  '@rudderstack/analytics-js@3.34.1',
];
const PYPI = ['segment-analytics-python==2.4.0', 'rudder-sdk-python==2.1.9', 'posthog==7.91.1', 'customerio==3.2.0'];

const skipped: string[] = [];
const folder = mkdtempSync(path.join(os.tmpdir(), 'sojourn-clients-'));
try {
  const npm = installNpm();
  const python = installPython();
  if (chromiumPath() === undefined) process.stdout.write(`Skipping the clients for browsers: ${HOW_TO_GET_CHROMIUM}\n`);
  process.exitCode = runCounted(['test/clients'], { CLIENTS_NPM: npm, CLIENTS_PYTHON: python });
  for (const each of skipped) process.stdout.write(`skipped: ${each}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function installNpm(): string {
  const target = path.join(folder, 'npm');
  // one after the other: a package that is missing must not keep out the others
  for (const name of NPM)
    run(name, 'npm', [
      'install',
      '--prefix',
      target,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--save-exact',
      name,
    ]);
  return target;
}

/** Returns the Python that has the clients, or an empty text. */
function installPython(): string {
  const target = path.join(folder, 'python');
  const python = path.join(target, 'bin', 'python');
  if (!run('all clients from PyPI', 'python3', ['-m', 'venv', target])) return '';
  for (const name of PYPI) run(name, python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', name]);
  return python;
}

function run(name: string, command: string, parts: readonly string[]): boolean {
  process.stdout.write(`installing ${name}\n`);
  const { status, stderr, error } = spawnSync(command, parts, { encoding: 'utf8', timeout: 300_000 });
  if (status === 0) return true;
  const [why = 'it failed'] = [error?.message, ...(stderr ?? '').split('\n').toReversed()].filter(Boolean);
  skipped.push(`${name} could not be installed (${why})`);
  return false;
}

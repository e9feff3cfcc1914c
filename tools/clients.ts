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

/** A registry that is away is noticed soon. */
const NPM_OPTIONS = [
  '--no-audit',
  '--no-fund',
  '--ignore-scripts',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
];
const PIP_OPTIONS = ['--quiet', '--disable-pip-version-check', '--retries=1'];

const skipped: string[] = [];
const folder = mkdtempSync(path.join(os.tmpdir(), 'sojourn-clients-'));
try {
  const env = { ...installNpm(), ...installPython() };
  if (chromiumPath() === undefined) process.stdout.write(`Skipping the clients for browsers: ${HOW_TO_GET_CHROMIUM}\n`);
  for (const each of skipped) process.stdout.write(`skipped: ${each}\n`);
  process.exitCode = runCounted(['test/clients'], env);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Installs one package after the other: one that is missing must not keep out the others. */
function installNpm(): Readonly<Record<string, string>> {
  const target = path.join(folder, 'npm');
  for (const name of NPM) run(name, 'npm', ['install', '--prefix', target, ...NPM_OPTIONS, name]);
  return { CLIENTS_NPM: target };
}

function installPython(): Readonly<Record<string, string>> {
  const target = path.join(folder, 'python');
  const python = path.join(target, 'bin', 'python');
  if (!run('all clients from PyPI', 'python3', ['-m', 'venv', target])) return {};
  const installed = PYPI.filter((name) => run(name, python, ['-m', 'pip', 'install', ...PIP_OPTIONS, name]));
  return { CLIENTS_PYTHON: python, CLIENTS_PYPI: installed.map((name) => name.split('==')[0]).join(' ') };
}

function run(name: string, command: string, parts: readonly string[]): boolean {
  process.stdout.write(`installing ${name}\n`);
  const { status, stderr, error } = spawnSync(command, parts, { encoding: 'utf8', timeout: 300_000 });
  if (status === 0) return true;
  const reason =
    error?.message ?? (stderr ?? '').split('\n').find((line) => /^(npm error|ERROR)/.test(line)) ?? 'it failed';
  skipped.push(`${name} could not be installed (${reason.slice(0, 120)})`);
  return false;
}

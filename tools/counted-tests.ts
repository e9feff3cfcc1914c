import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Runs test files and prints the number of passed and failed tests at the end. Returns the exit code. */
export function runCounted(files: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): number {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-counted-'));
  const file = path.join(directory, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files, ...reporters], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const { passed, failed } = readCounts(file);
  rmSync(directory, { recursive: true });
  const isGreen = status === 0 && failed === 0 && passed > 0;
  process.stdout.write(`${passed} passed, ${isGreen ? 0 : Math.max(1, failed)} failed\n`);
  return isGreen ? 0 : 1;
}

/** Reads the counts. Returns zeros if the run ended before writing them. */
function readCounts(file: string): { readonly passed: number; readonly failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromiumPath, HOW_TO_GET_CHROMIUM } from '../test/browser/chromium.ts';

/** `npm run test:browser`: the tests in a real browser, closed by one line that counts them. */
if (chromiumPath() === undefined) {
  process.stderr.write(`The browser tests cannot run: ${HOW_TO_GET_CHROMIUM}\n0 passed, 1 failed\n`);
  process.exit(1);
}
const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-browser-'));
const file = path.join(directory, 'report.json');
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'test/browser',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ],
  { stdio: 'inherit' },
);
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
rmSync(directory, { recursive: true });
process.stdout.write(
  `${numPassedTests} passed, ${status === 0 ? numFailedTests : Math.max(1, numFailedTests ?? 1)} failed\n`,
);
process.exit(status ?? 1);

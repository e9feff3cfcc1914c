import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run chaos:sends -- --kills 20 --json`: kills workers at each point of a send and at random, counts at the
 * providers, and fails if a guarantee of docs/sends.md is broken. `--json` prints only the report to standard output.
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '25' }, json: { type: 'boolean' } } });
const kills = Number(values.kills);
if (!Number.isSafeInteger(kills) || kills < 1) {
  process.stderr.write(`--kills is "${values.kills}": give a whole number from 1\n`);
  process.exit(2);
}

const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-sends-'));
const file = path.join(directory, 'report.json');
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/chaos-sends.test.ts'], {
  stdio: values.json ? ['ignore', process.stderr.fd, process.stderr.fd] : 'inherit',
  env: { ...process.env, SENDS_KILLS: String(kills), SENDS_REPORT: file },
});
const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
rmSync(directory, { recursive: true });
const isKept = status === 0 && 'kills' in report;
process.stdout.write(`${JSON.stringify({ ok: isKept, ...report }, null, 2)}\n`);
process.exitCode = isKept ? 0 : 1;

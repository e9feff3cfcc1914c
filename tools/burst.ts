import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run burst -- --messages 100000 --json`: queues messages of one journey at once under a limit, with a few of
 * another journey and transactional ones among them. Fails if a second exceeds the limit, if a message is lost or
 * doubled, or if the others wait for the burst.
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '2000' },
    'per-second': { type: 'string', default: '50' },
    json: { type: 'boolean' },
  },
});
const messages = readNumber('--messages', values.messages);
const perSecond = readNumber('--per-second', values['per-second']);

const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-burst-'));
const file = path.join(directory, 'report.json');
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/worlds/burst.test.ts'], {
  stdio: values.json ? ['ignore', process.stderr.fd, process.stderr.fd] : 'inherit',
  env: {
    ...process.env,
    WORLD_BURST: String(messages),
    WORLD_BURST_RATE: String(perSecond),
    WORLD_BURST_REPORT: file,
  },
});
const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
rmSync(directory, { recursive: true });
const isKept = status === 0 && 'delivered' in report;
process.stdout.write(`${JSON.stringify({ ok: isKept, ...report }, null, 2)}\n`);
process.exitCode = isKept ? 0 : 1;

function readNumber(option: string, given: string): number {
  const value = Number(given);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  process.stderr.write(`${option} is "${given}": give a whole number from 1\n`);
  process.exit(2);
}

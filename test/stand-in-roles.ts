import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { runAll } from '../dev/all.ts';

/**
 * `sojourn all` with roles that only listen: for tests of the supervisor. What they live through goes to the file
 * STAND_IN_LOG; with STAND_IN_HANGS they do not end when told to, with STAND_IN_FAILS the worker ends at once.
 */
const { STAND_IN_LOG = '', STAND_IN_HANGS, STAND_IN_FAILS, API_PORT, WORKER_PORT, DATABASE_URL = '' } = process.env;
const [, , command = ''] = process.argv;
const note = (what: string) => appendFileSync(STAND_IN_LOG, `${command} ${what}\n`);

if (command === 'all') await runAll(process.env);
else if (command === 'worker' && STAND_IN_FAILS) throw new Error('no such luck');
else {
  note(`started ${process.pid} with ${new URL(DATABASE_URL).host}`);
  createServer((_, response) => response.end()).listen(Number(command === 'api' ? API_PORT : WORKER_PORT), '127.0.0.1');
  process.on('SIGTERM', () => {
    note('told to stop');
    if (STAND_IN_HANGS) return;
    setTimeout(() => {
      note('stopped');
      process.exit();
    }, 200);
  });
}

import { runCounted } from './counted-tests.ts';

/** `npm run chaos [-- --quick]`: kills workers while users go through journeys. `CHAOS_KILLS` and `CHAOS_USERS` set another size. */
const size = process.argv.includes('--quick')
  ? { CHAOS_KILLS: '12', CHAOS_USERS: '40' }
  : { CHAOS_KILLS: '200', CHAOS_USERS: '200' };

process.exitCode = runCounted(['test/chaos.test.ts'], { ...size, ...process.env });

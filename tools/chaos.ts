import { runCounted } from './counted-tests.ts';

/** `npm run chaos [-- --quick]`: kills workers while users go through journeys. Size: `CHAOS_KILLS`, `CHAOS_USERS`. */
const size = process.argv.includes('--quick')
  ? { CHAOS_KILLS: '12', CHAOS_USERS: '40' }
  : { CHAOS_KILLS: '200', CHAOS_USERS: '200' };

process.exitCode = runCounted(['test/chaos.test.ts'], { ...size, ...process.env });

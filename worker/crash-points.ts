/**
 * Creates crash points for tests: `CRASH_AT=delivered:3` kills the process the third time it passes the point
 * `delivered`, so that everything before the point is done and nothing after it. `CRASH_AT=delivered:3:SIGSTOP` freezes
 * the process instead.
 */
export function createCrashPoints(setting: string | undefined): (point: string) => void {
  const [label, nth = '1', signal = 'SIGKILL'] = (setting ?? '').split(':');
  if (!label) return () => {};
  let left = Number(nth);
  return (point) => {
    if (point !== label) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, signal);
  };
}

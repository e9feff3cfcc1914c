/**
 * For tests: `CRASH_AT=delivered:3` kills the process without a word the third time it passes the point `delivered`.
 * Whatever stands between two points has then surely been done, and nothing after. `CRASH_AT=delivered:3:SIGSTOP` freezes it instead.
 */
export function crashPoints(setting: string | undefined): (point: string) => void {
  const [label, nth = '1', signal = 'SIGKILL'] = (setting ?? '').split(':');
  if (!label) return () => {};
  let left = Number(nth);
  return (point) => {
    if (point !== label) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, signal);
  };
}

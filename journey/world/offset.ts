import type { TraceLine } from '../engine/apply.ts';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** Formats milliseconds: `3d`, `2h2m`, `1ms`, `0`. A day has 24 hours here. */
export function offset(ms: number): string {
  let left = Math.abs(ms);
  const parts = UNITS.flatMap(([unit, length]) => {
    const amount = Math.floor(left / length);
    left -= amount * length;
    return amount > 0 ? [`${amount}${unit}`] : [];
  });
  return `${ms < 0 ? '-' : ''}${parts.join('') || '0'}`;
}

/** Formats a trace line with its distance from `since`: `+2m push → sent: sent`. */
export const inWords = ({ at, node, move, port, rule }: TraceLine, since: number): string =>
  `+${offset(at - since)} ${node ?? 'entry'} ${port === undefined ? move : `→ ${port}`}: ${rule}`;

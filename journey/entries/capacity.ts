import { type Instant, inLocal, instant } from '../time/time.ts';

/** Maximum entries in a period. */
export interface Capacity {
  readonly max: number;
  readonly per: 'hour' | 'day' | 'ever';
}

const HOUR_MS = 3_600_000;

/** Returns the name of the hour or day, in the journey's zone, against which an entry counts. */
export function periodOf({ per }: Capacity, at: Instant, zone: string): string {
  if (per === 'ever') return per;
  const { day, ms } = inLocal(at, zone);
  return per === 'day' ? `day/${day}` : `hour/${instant(at - (ms % HOUR_MS))}`;
}

import { type Instant, inLocal, instant } from '../time/time.ts';

export interface Capacity {
  readonly max: number;
  readonly per: 'hour' | 'day' | 'ever';
}

const HOUR_MS = 3_600_000;

/** The name of the time that a capacity holds for: the hour or the day, in the journey's zone, in which somebody would enter. */
export function periodOf({ per }: Capacity, at: Instant, zone: string): string {
  if (per === 'ever') return per;
  const { day, ms } = inLocal(at, zone);
  return per === 'day' ? `day/${day}` : `hour/${instant(at - (ms % HOUR_MS))}`;
}

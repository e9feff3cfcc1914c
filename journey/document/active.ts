import type { EntryWindow } from '../lifecycle/state.ts';
import { type Instant, readInstant } from '../time/time.ts';
import type { Journey } from './document.ts';

/** Returns when entry opens and closes. Local times are in the journey's zone. */
export const entryWindowOf = ({ active, timeZone }: Pick<Journey, 'active' | 'timeZone'>): EntryWindow => ({
  entryFrom: read(active?.from, timeZone),
  entryUntil: read(active?.until, timeZone),
});

const read = (text: string | undefined, zone = 'UTC'): Instant | null =>
  text === undefined ? null : (readInstant(text, zone) ?? null);

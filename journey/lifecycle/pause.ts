import { z } from 'zod';
import type { Instant } from '../time/time.ts';

/** What a pause of a journey does to those inside (design.md §7.7). */
export const PausePolicy = z.enum(['hold-clock', 'send-on-resume', 'skip']);
export type PausePolicy = z.infer<typeof PausePolicy>;

/** One pause of a journey. Those of one journey never overlap; `to` is null while it lasts. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly policy: PausePolicy;
}

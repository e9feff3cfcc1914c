import { z } from 'zod';
import type { Instant } from '../time/time.ts';

/** The effect of a journey's pause on its instances (design.md §7.7). */
export const PausePolicy = z.enum(['hold-clock', 'send-on-resume', 'skip']);
export type PausePolicy = z.infer<typeof PausePolicy>;

/** One pause of a journey. Pauses of one journey never overlap. `to` is null while the pause lasts. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly policy: PausePolicy;
}

import { z } from 'zod';
import { list } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { TimeZone } from '../time/time.ts';
import { FrequencyCap } from './frequency-caps.ts';
import { QuietHours } from './quiet-hours.ts';

/**
 * What a workspace has in common. A journey that is begun in the builder begins with these: they are written into its
 * document, which alone says what it does, so that a change here changes no journey that there is.
 */
export const Settings = z
  .strictObject({
    timeZone: TimeZone.optional().describe('Time zone for reports and new journeys'),
    quietHours: list(QuietHours, MOST.quietHours).default([]).describe('Of new journeys'),
    frequencyCaps: list(FrequencyCap, MOST.frequencyCaps).default([]).describe('Of new journeys'),
  })
  .meta({ id: 'Settings', description: 'What a workspace has in common, and what its new journeys begin with' });
export type Settings = z.infer<typeof Settings>;

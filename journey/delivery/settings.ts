import { z } from 'zod';
import { list } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { TimeZone } from '../time/time.ts';
import { ConsentModes } from './consent-modes.ts';
import { FrequencyCap } from './frequency-caps.ts';
import { Country } from './phone-number.ts';
import { QuietHours } from './quiet-hours.ts';
import { Tracking } from './tracking.ts';

/**
 * Settings of a workspace. New journeys in the builder start with a copy of these in their document. Only the document
 * decides what a journey does, so changes here don't affect existing journeys, except for consent and tracking.
 */
export const Settings = z
  .strictObject({
    timeZone: TimeZone.optional().describe('Time zone for reports and new journeys'),
    phoneCountry: Country.optional().describe(
      'Default for new journeys: country of phone numbers without a country code',
    ),
    quietHours: list(QuietHours, MOST.quietHours).default([]).describe('Default for new journeys'),
    frequencyCaps: list(FrequencyCap, MOST.frequencyCaps).default([]).describe('Default for new journeys'),
    consent: ConsentModes.optional().describe('Channels that need a yes. Applies to all journeys.'),
    tracking: z
      .strictObject({ email: Tracking.optional() })
      .optional()
      .describe('What is tracked in messages, by channel. Applies to all journeys.'),
  })
  .meta({ id: 'Settings', description: 'Settings of the workspace, and defaults for new journeys' });
export type Settings = z.infer<typeof Settings>;

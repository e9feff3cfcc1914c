import { z } from 'zod';

/** Tracking in the emails of a workspace. Needs PUBLIC_URL and LINK_SECRET. */
export const Tracking = z
  .strictObject({
    opens: z.boolean().default(true).describe('Add an invisible image that shows when an email was opened'),
    clicks: z
      .boolean()
      .default(true)
      .describe('Let links lead by Sojourn. A link with `data-track="off"` stays as it is.'),
    transactional: z.boolean().default(false).describe('Also in transactional messages'),
  })
  .meta({ id: 'Tracking' });
export type Tracking = z.infer<typeof Tracking>;

/** Tracking in the SMS of a workspace. Needs PUBLIC_URL and LINK_SECRET. */
export const SmsTracking = z
  .strictObject({
    clicks: z
      .boolean()
      .default(false)
      .describe('Let links lead by Sojourn: each becomes a short link of its own, which can cost a segment'),
    transactional: z.boolean().default(false).describe('Also in transactional messages'),
  })
  .meta({ id: 'SmsTracking' });
export type SmsTracking = z.infer<typeof SmsTracking>;

/** Tracking of a workspace that says nothing. */
export const DEFAULT_TRACKING: Tracking = { opens: true, clicks: true, transactional: false };

import { z } from 'zod';
import { Slug } from '../base/ids.ts';
import { SEGMENT_JOINED, SEGMENT_LEFT } from '../events/own-events.ts';
import { common, defineEntry } from './define.ts';

/**
 * Users enter when they join or leave a segment from now on, because of an event, a trait or the passing of time.
 * Members at publishing enter only with `existing`.
 */
export const segment = defineEntry({
  type: 'segment',
  title: 'Segment',
  about:
    'Users enter when they join or leave a segment, because of an event, a changed trait or the passing of time. Current members enter only with `existing`.',
  example: {
    type: 'segment',
    segment: 'dormant',
    on: 'joins',
    reentry: { policy: 'always' },
  },
  schema: z.strictObject({
    type: z.literal('segment'),
    segment: Slug.describe('Segment ID'),
    on: z.enum(['joins', 'leaves']).default('joins').describe('When users join or leave the segment'),
    existing: z.boolean().default(false).describe('With joins: current members enter when you publish'),
    ...common,
  }),
  entryEvent: ({ segment: id, on }) => ({
    event: on === 'joins' ? SEGMENT_JOINED : SEGMENT_LEFT,
    where: { segment: id },
  }),
  describe: ({ segment: id, on }) =>
    on === 'joins' ? `When a user joins the segment ${id}` : `When a user leaves the segment ${id}`,
});

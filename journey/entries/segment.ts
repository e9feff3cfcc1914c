import { z } from 'zod';
import { Slug } from '../ids.ts';
import { SEGMENT_JOINED, SEGMENT_LEFT } from '../segments/events.ts';
import { common } from './define.ts';

/**
 * Whoever comes into a segment, or out of it, from now on: by an event, a trait, or because time has passed. Those who are inside already
 * when the journey is published are let in only with `existing`.
 */
export const segment = {
  type: 'segment' as const,
  title: 'By joining or leaving a segment',
  about:
    'Whoever comes into a segment, or out of it: by something they do, by a trait that changes, or because time has passed, to the millisecond. Those inside already when it is published enter only with `existing`.',
  example: {
    type: 'segment' as const,
    segment: 'dormant',
    on: 'joins' as const,
    reentry: { policy: 'always' as const },
  },
  schema: z.strictObject({
    type: z.literal('segment'),
    segment: Slug.describe('Id of the segment'),
    on: z.enum(['joins', 'leaves']).default('joins').describe('Coming into it, or out of it'),
    existing: z
      .boolean()
      .default(false)
      .describe('With joins: those who are inside already when this is published enter too'),
    ...common,
  }),
  entryEvent: ({ segment: id, on }: { readonly segment: string; readonly on: 'joins' | 'leaves' }) => ({
    event: on === 'joins' ? SEGMENT_JOINED : SEGMENT_LEFT,
    where: { segment: id },
  }),
  describe: ({ segment: id, on }: { readonly segment: string; readonly on: 'joins' | 'leaves' }) =>
    on === 'joins' ? `When somebody joins the segment ${id}` : `When somebody leaves the segment ${id}`,
};

import { z } from 'zod';
import { JourneyId, NodeId, Slug } from '../base/ids.ts';
import { broken } from '../base/refusal.ts';
import { JOURNEY_ENTERED, JOURNEY_EXITED, JOURNEY_REACHED } from '../events/own-events.ts';
import { common, defineEntry, type EntryEvent } from './define.ts';

interface Said {
  readonly journey: JourneyId;
  readonly reached?: string | undefined;
  readonly exited?: string | true | undefined;
  readonly entered?: true | undefined;
}

/**
 * Users enter when they enter another journey, reach one of its nodes, or exit it for a given reason. The entry event
 * is `{journey, key, node | reason, goal}`.
 */
export const journey = defineEntry({
  type: 'journey',
  title: 'Another journey',
  about: 'Users enter when they enter another journey, reach one of its nodes, or exit it for a given reason.',
  example: { type: 'journey', journey: 'onboarding', exited: 'completed' },
  schema: z
    .strictObject({
      type: z.literal('journey'),
      journey: JourneyId.describe('Journey ID of the other journey'),
      entered: z.literal(true).optional().describe('When a user enters it'),
      reached: NodeId.optional().describe('When a user reaches this node'),
      exited: z
        .union([Slug, z.literal(true)])
        .optional()
        .describe(
          'When a user exits for this reason, such as "completed", "goal" or "timeout". Use true for any reason.',
        ),
      ...common,
    })
    .refine(
      (entry) => givenTriggers(entry).length === 1,
      broken('it says when in more ways than one, or in none', 'write one of "entered", "reached" and "exited"'),
    ),
  entryEvent({ journey: id, reached, exited }): EntryEvent {
    if (reached !== undefined) return { event: JOURNEY_REACHED, where: { journey: id, node: reached } };
    if (exited === undefined) return { event: JOURNEY_ENTERED, where: { journey: id } };
    return { event: JOURNEY_EXITED, where: { journey: id, ...(exited !== true && { reason: exited }) } };
  },
  describe({ journey: id, reached, exited }): string {
    if (reached !== undefined) return `When a user reaches ${reached} of the journey ${id}`;
    if (exited === undefined) return `When a user enters the journey ${id}`;
    return `When a user exits the journey ${id}${exited === true ? '' : ` for ${exited}`}`;
  },
});

const givenTriggers = ({ reached, exited, entered }: Said) =>
  [reached, exited, entered].filter((when) => when !== undefined);

import { z } from 'zod';
import { JourneyId, NodeId, Slug } from '../ids.ts';
import { JOURNEY_ENTERED, JOURNEY_EXITED, JOURNEY_REACHED } from '../journey-events.ts';
import { broken } from '../refusal.ts';
import { common, type EntryEvent } from './define.ts';

interface Said {
  readonly journey: string;
  readonly reached?: string | undefined;
  readonly exited?: string | true | undefined;
  readonly entered?: true | undefined;
}

/** Whoever enters another journey, comes to a node of it, or leaves it for a reason. The entry event is `{journey, key, node | reason, goal}`. */
export const journey = {
  type: 'journey' as const,
  title: 'From another journey',
  about: 'Whoever enters another journey, comes to a node of it, or leaves it for a reason.',
  example: { type: 'journey' as const, journey: 'onboarding', exited: 'completed' },
  schema: z
    .strictObject({
      type: z.literal('journey'),
      journey: JourneyId.describe('The other journey'),
      entered: z.literal(true).optional().describe('When somebody enters it'),
      reached: NodeId.optional().describe('When somebody comes to this node of it'),
      exited: z
        .union([Slug, z.literal(true)])
        .optional()
        .describe('When somebody leaves it for this reason, such as "completed", "goal" or "timeout"; true: for any'),
      ...common,
    })
    .refine(
      (entry) => whens(entry).length === 1,
      broken('it says when in more ways than one, or in none', 'write one of "entered", "reached" and "exited"'),
    ),
  entryEvent({ journey: id, reached, exited }: Said): EntryEvent {
    if (reached !== undefined) return { event: JOURNEY_REACHED, where: { journey: id, node: reached } };
    if (exited === undefined) return { event: JOURNEY_ENTERED, where: { journey: id } };
    return { event: JOURNEY_EXITED, where: { journey: id, ...(exited !== true && { reason: exited }) } };
  },
  describe({ journey: id, reached, exited }: Said): string {
    if (reached !== undefined) return `When somebody comes to ${reached} of the journey ${id}`;
    if (exited === undefined) return `When somebody enters the journey ${id}`;
    return `When somebody leaves the journey ${id}${exited === true ? '' : ` for ${exited}`}`;
  },
};

const whens = ({ reached, exited, entered }: Said) => [reached, exited, entered].filter((when) => when !== undefined);

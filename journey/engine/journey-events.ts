import { JOURNEY_ENTERED, JOURNEY_EXITED, JOURNEY_REACHED, type JourneyMention } from '../journey-events.ts';
import type { JsonObject } from '../json.ts';
import type { Exit, Instance } from './apply.ts';
import type { Count } from './counts.ts';

/** Something that a decision has to say on the one road. */
export interface JourneyEventSaid {
  readonly name: string;
  /** The node or the reason. */
  readonly detail: string;
  readonly properties: JsonObject;
}

/** What one decision has to say, in the order in which it happened. Nothing of it tells two worlds apart: no ids of instances. */
export function journeyEventsOf(
  before: Instance,
  { at, journey, exit }: Pick<Instance, 'at' | 'journey' | 'exit'>,
  counts: readonly Count[],
  key: string | null,
): readonly JourneyEventSaid[] {
  const about = { journey, ...(key !== null && { key }) };
  const reached = counts.filter(({ measure }) => measure === 'arrived');
  return [
    ...(before.at === null && at !== null ? [{ name: JOURNEY_ENTERED, detail: '', properties: about }] : []),
    ...reached.map(({ node }) => ({ name: JOURNEY_REACHED, detail: node, properties: { ...about, node } })),
    ...(exit ? [{ name: JOURNEY_EXITED, detail: exit.reason, properties: { ...about, ...told(exit) } }] : []),
  ];
}

const told = ({ reason, goal }: Exit) => ({ reason, ...(goal !== undefined && { goal }) });

export const isMentioned = (
  mentions: readonly JourneyMention[],
  { name, detail, properties }: JourneyEventSaid,
): boolean =>
  mentions.some(
    ({ event, journey, detail: of }) =>
      event === name && (journey === '' || journey === properties.journey) && (of === '' || of === detail),
  );

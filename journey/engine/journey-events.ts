import type { JourneyId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { JourneyMention } from '../events/journey-events.ts';
import { ENTER_EVENT, JOURNEY_ENTERED, JOURNEY_EXITED, JOURNEY_REACHED } from '../events/own-events.ts';
import type { Exit, Instance } from './apply.ts';
import type { Count } from './counts.ts';

/** The result of one decision, for the events that it causes. */
interface Decided {
  readonly before: Instance;
  readonly after: Pick<Instance, 'at' | 'journey' | 'exit'>;
  readonly counts: readonly Count[];
  /** Other journeys that the user enters. */
  readonly entering: readonly { readonly journey: JourneyId; readonly properties: JsonObject }[];
  /** The instance's entry key. */
  readonly key: string | null;
}

/**
 * Lists the events that a decision causes: that the instance entered, reached a node or left, if `mentions` shows that
 * some journey listens, and entries into other journeys.
 */
export const listJourneyEvents = (
  { before, after, counts, entering, key }: Decided,
  mentions: readonly JourneyMention[],
): readonly { readonly name: string; readonly properties: JsonObject }[] => [
  ...journeyEventsOf(before, after, counts, key).filter((each) => isMentioned(mentions, each)),
  ...entering.map(({ journey, properties }) => ({
    name: ENTER_EVENT,
    properties: { ...properties, $journey: journey },
  })),
];

/** An event about an instance, before it is recorded. */
interface Said {
  readonly name: string;
  /** The node or the reason. */
  readonly detail: string;
  readonly properties: JsonObject;
}

/**
 * Lists the events about an instance, in order. They contain no instance IDs, so that the same scenario gives the same
 * events in every world.
 */
function journeyEventsOf(
  before: Instance,
  { at, journey, exit }: Pick<Instance, 'at' | 'journey' | 'exit'>,
  counts: readonly Count[],
  key: string | null,
): readonly Said[] {
  const about = { journey, ...(key !== null && { key }) };
  const reached = counts.filter(({ measure }) => measure === 'arrived');
  return [
    ...(before.at === null && at !== null ? [{ name: JOURNEY_ENTERED, detail: '', properties: about }] : []),
    ...reached.map(({ node }) => ({ name: JOURNEY_REACHED, detail: node, properties: { ...about, node } })),
    ...(exit ? [{ name: JOURNEY_EXITED, detail: exit.reason, properties: { ...about, ...exitProperties(exit) } }] : []),
  ];
}

const exitProperties = ({ reason, goal }: Exit) => ({ reason, ...(goal !== undefined && { goal }) });

const isMentioned = (mentions: readonly JourneyMention[], { name, detail, properties }: Said): boolean =>
  mentions.some(
    ({ event, journey, detail: of }) =>
      event === name && (journey === '' || journey === properties.journey) && (of === '' || of === detail),
  );

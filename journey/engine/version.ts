import { DocumentFault } from '../base/document-fault.ts';
import type { NodeId } from '../base/ids.ts';
import { type Condition, pathsIn, segmentsIn } from '../conditions/condition.ts';
import type { Path } from '../conditions/path.ts';
import { longestWindow } from '../delivery/frequency-caps.ts';
import type { Journey } from '../document/document.ts';
import { entryEventOf } from '../entries/index.ts';
import type { JourneyEvent } from '../events/input.ts';
import type { JourneyMention } from '../events/journey-events.ts';
import { ENTER_EVENT, JOURNEY_EVENTS, PROFILE_CHANGED, SEGMENT_JOINED, SEGMENT_LEFT } from '../events/own-events.ts';
import type { Policies } from '../nodes/define.ts';
import { type Node, typeOf } from '../nodes/index.ts';
import type { Intelli } from '../nodes/intelli.ts';
import { windowOf } from './window.ts';

/** A published document, and what can be worked out from it once. */
export interface Version {
  readonly document: Journey;
  readonly number: number;
  readonly keyPath: Path | undefined;
  /** Names of events that some wait looks back for. */
  readonly lookBack: readonly string[];
  /** Names of all events that can mean anything to an instance: a decision reads no others. */
  readonly eventNames: readonly string[];
  /** Names of all events that it speaks of: those, and what its IntelliNODEs count. */
  readonly mentioned: readonly string[];
  /** What it listens for of journeys: its entry of one, its goals, exits and nodes of any. */
  readonly journeyMentions: readonly JourneyMention[];
  /** Its IntelliNODEs, by experiment: nodes of one experiment are alike. */
  readonly experiments: ReadonlyMap<string, Intelli>;
  /** The longest window of a frequency cap, in milliseconds; 0: there is none, and no decision asks for what the person has got. */
  readonly capWindowMs: number;
  /** What hours are learned from; undefined: no decision asks for what the person used to do. */
  readonly learns: Learning | undefined;
  /** What concerns an instance at a node, see `interestsAt` below: nothing else needs to wake it there. */
  interestsAt(node: NodeId | null): readonly string[];
  /** Interests of goals that can be met when the instance has ended, and in the control group. */
  readonly afterEnd: readonly string[];
  /** A goal may be met and the instance go on: a decision has to know which have been counted. */
  readonly countsInside: boolean;
  /** A window counts from the last send: a decision has to know when that was. */
  readonly countsFromSend: boolean;
  /** A decision may ask for memberships: they are brought up to date before it. */
  readonly asksForSegments: boolean;
  /** Names of the events that goals and exits are met by; undefined: a condition of theirs may be met by any. */
  readonly endingNames: ReadonlySet<string> | undefined;
  /** Nodes that send a message to the person. */
  readonly messages: readonly NodeId[];
}

/** Events of several nodes together, and the longest time that one of them looks back, in milliseconds. */
export interface Learning {
  readonly events: readonly string[];
  readonly overMs: number;
}

/**
 * Works out once what decisions ask of a published document again and again.
 *
 * @param document Parsed and validated
 * @param number The version's number, from 1
 * @example
 * const version = compile(Journey.parse(stored), 3);
 */
export function compile(document: Journey, number: number): Version {
  const nodes = Object.entries(document.nodes);
  const always = [...document.goals.flatMap(interestsOfRule), ...document.exits.flatMap(interestsOfRule)];
  const entryEvent = entryEventOf(document.entry)?.event ?? ENTER_EVENT;
  /** Who cares for what a second entry is delivered as, cares for the entry's own event. */
  const delivered = (names: readonly string[]) => [
    ...new Set([...names, ...(names.includes(document.entry.whileInside?.deliverAs ?? '') ? [entryEvent] : [])]),
  ];
  const interests = new Map(nodes.map(([id, node]) => [id, delivered([...always, ...interestsAt(node, document)])]));
  const eventNames = new Set([...always, ...[...interests.values()].flat()].flatMap(eventsOf)).add(entryEvent);
  const counted = nodes.flatMap(([, node]) => typeOf(node).counts?.(node) ?? []).map(({ match }) => match.event);
  return {
    document,
    number,
    keyPath: document.entry.key,
    lookBack: delivered(nodes.flatMap(([, node]) => typeOf(node).lookBack?.(node) ?? [])),
    eventNames: [...eventNames],
    mentioned: [...new Set([...eventNames, ...counted])],
    journeyMentions: journeyMentions(document, [...always, ...[...interests.values()].flat(), ...counted]),
    experiments: new Map(
      nodes.flatMap(([, node]) => (node.type === 'intelli' ? [[node.experiment, node] as const] : [])),
    ),
    capWindowMs: longestWindow(document.frequencyCaps),
    learns: learning(nodes.flatMap(([, node]) => typeOf(node).learns?.(node) ?? [])),
    interestsAt: (node) => (node === null ? delivered(always) : (interests.get(node) ?? delivered(always))),
    afterEnd: delivered(document.goals.filter((goal) => windowOf(document, goal)).flatMap(interestsOfRule)),
    endingNames: endingNames(document),
    countsInside: document.goals.some(({ exits }) => !exits),
    countsFromSend: document.goals.some(({ window }) => window?.from === 'last-send'),
    asksForSegments:
      eventNames.has(SEGMENT_JOINED) ||
      eventNames.has(SEGMENT_LEFT) ||
      conditionsIn(document).some((each) => segmentsIn(each).length > 0),
    messages: nodes.flatMap(([id, { type }]) => (type === 'message' ? [id as NodeId] : [])), // parsed as one
  };
}

const learning = (all: readonly Learning[]): Learning | undefined =>
  all.length === 0
    ? undefined
    : {
        events: [...new Set(all.flatMap(({ events }) => events))],
        overMs: Math.max(...all.map(({ overMs }) => overMs)),
      };

function journeyMentions({ entry }: Journey, names: readonly string[]): readonly JourneyMention[] {
  const heard = JOURNEY_EVENTS.filter((event) => names.includes(event));
  const inside = heard.map((event) => ({ event, journey: '', detail: '' }) as const);
  if (entry.type !== 'journey') return inside;
  const { event = '' } = entryEventOf(entry) ?? {};
  const detail = entry.reached ?? (typeof entry.exited === 'string' ? entry.exited : '');
  return [{ event, journey: entry.journey, detail }, ...inside];
}

/** All that is asked of those inside. */
const conditionsIn = ({ goals, exits, nodes }: Journey): readonly Condition[] => [
  ...[...goals, ...exits].flatMap(({ where }) => where ?? []),
  ...Object.values(nodes).flatMap((node) => (typeOf(node).conditions?.(node) ?? []).map(({ condition }) => condition)),
];

/**
 * What can concern whoever is at a node: names of events, `trait:<name>` (a change of that trait), `segment:<id>` (coming into or out of it).
 * The store's function `concerns` reads the same.
 */
const interestsAt = (node: Node, policies: Policies): readonly string[] => {
  const type = typeOf(node);
  return [
    ...(type.interests?.(node) ?? []).map(({ event }) => event),
    ...(type.traits?.(node, policies) ?? []).map((trait) => `trait:${trait}`),
  ];
};

/** An event by name, or what a condition reads. */
const interestsOfRule = ({
  event,
  condition,
}: {
  readonly event?: string | undefined;
  readonly condition?: Condition | undefined;
}): readonly string[] => [...(event === undefined ? [] : [event]), ...(condition ? interestsOf(condition) : [])];

export const interestsOf = (condition: Condition): readonly string[] => [
  ...pathsIn(condition).flatMap((path) => {
    const [root, name] = path.split('.');
    return root === 'profile' ? [`trait:${name}`] : [];
  }),
  ...segmentsIn(condition).map((id) => `segment:${id}`),
];

/** Whether an event is one that somebody with these interests wants to hear of; the same as the store's function `concerns`. */
export const isConcerned = ({ name, properties }: JourneyEvent, interests: readonly string[]): boolean =>
  interests.includes(name) ||
  (name === PROFILE_CHANGED && Object.keys(properties).some((trait) => interests.includes(`trait:${trait}`))) ||
  ((name === SEGMENT_JOINED || name === SEGMENT_LEFT) && interests.includes(`segment:${properties.segment}`));

/** The events that an interest is met by. */
function eventsOf(interest: string): readonly string[] {
  if (interest.startsWith('trait:')) return [PROFILE_CHANGED];
  return interest.startsWith('segment:') ? [SEGMENT_JOINED, SEGMENT_LEFT] : [interest];
}

function endingNames({ goals, exits }: Journey): ReadonlySet<string> | undefined {
  const rules = [...goals, ...exits];
  return rules.some(({ condition }) => condition !== undefined)
    ? undefined
    : new Set(rules.flatMap(({ event }) => event ?? []));
}

/** @throws DocumentFault `node-missing`: an instance has been left on a node that its version doesn't have. */
export function nodeAt({ document, number }: Version, id: NodeId): Node {
  const node = Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined;
  if (!node) throw new DocumentFault('node-missing', `nodes.${id}`, `${document.id} v${number} has no node "${id}"`);
  return node;
}

/** Where a way out leads: its own link, else the node's `then`. */
export function linkFrom(node: Node, port: string): NodeId | undefined {
  if (node.type === 'exit') return undefined;
  const { links = {}, then } = node;
  return Object.hasOwn(links, port) ? links[port] : then;
}

import { DocumentFault } from '../base/document-fault.ts';
import type { NodeId } from '../base/ids.ts';
import { type Condition, pathsIn, segmentsIn } from '../conditions/condition.ts';
import { namesIn, type Path } from '../conditions/path.ts';
import { isDeviceChannel } from '../delivery/device.ts';
import { longestWindow } from '../delivery/frequency-caps.ts';
import { NO_POLICIES, type WorkspacePolicies } from '../delivery/policies.ts';
import type { Journey } from '../document/document.ts';
import { entryEventOf } from '../entries/index.ts';
import type { JourneyEvent } from '../events/input.ts';
import type { JourneyMention } from '../events/journey-events.ts';
import { ENTER_EVENT, JOURNEY_EVENTS, PROFILE_CHANGED, SEGMENT_JOINED, SEGMENT_LEFT } from '../events/own-events.ts';
import type { NodePolicies } from '../nodes/define.ts';
import { type Node, typeOf } from '../nodes/index.ts';
import type { Intelli } from '../nodes/intelli.ts';
import { ZONE_TRAITS } from '../people/profile.ts';
import { windowOf } from './window.ts';

/** A published document, and everything that decisions derive from it. */
export interface Version {
  readonly document: Journey;
  readonly number: number;
  readonly keyPath: Path | undefined;
  /** Names of events that some wait looks back for. */
  readonly lookBack: readonly string[];
  /** Names of all events that can affect an instance. A decision reads no others. */
  readonly eventNames: readonly string[];
  /** Names of all events in the document: `eventNames`, and events that IntelliNODEs count. */
  readonly mentioned: readonly string[];
  /**
   * Journey events that the version listens for: of one journey for its entry, of any journey for goals, exits and
   * nodes.
   */
  readonly journeyMentions: readonly JourneyMention[];
  /** IntelliNODEs by experiment. Nodes that share an experiment are identical. */
  readonly experiments: ReadonlyMap<string, Intelli>;
  /**
   * The longest window of a frequency cap, in milliseconds. If 0, there are no caps and decisions don't read past
   * messages.
   */
  readonly capWindowMs: number;
  /** Events from which best times are computed. If undefined, decisions don't read habits. */
  readonly learns: Learning | undefined;
  /** Returns the interests of an instance at a node. Nothing else needs to wake it there. See `interestsAt` below. */
  interestsAt(node: NodeId | null): readonly string[];
  /** Interests of goals that can be met after the instance has ended, and in the control group. */
  readonly afterEnd: readonly string[];
  /** Some goal doesn't end the instance, so decisions must know which goals have been counted. */
  readonly countsInside: boolean;
  /** Some window counts from the last send, so decisions must know when that was. */
  readonly countsFromSend: boolean;
  /** Decisions may read segment memberships, which are updated before each one. */
  readonly asksForSegments: boolean;
  /** Names of the events that can meet goals and exits. Undefined if one has a condition, which any event may meet. */
  readonly endingNames: ReadonlySet<string> | undefined;
  /** True if a node sends to devices, so decisions need to know whether the user has any. */
  readonly sendsToDevices: boolean;
  /** Nodes that send a message to the user. */
  readonly messages: readonly NodeId[];
  /** The document's policies, and the workspace's if they are known. */
  readonly policies: NodePolicies;
}

/** Events from which several nodes compute best times, and the longest time that one looks back, in milliseconds. */
export interface Learning {
  readonly events: readonly string[];
  readonly overMs: number;
}

/**
 * Derives from a published document, once, what every decision needs.
 *
 * @param document Parsed and validated
 * @param number The version's number, from 1
 * @param workspace Policies that apply in addition to the journey's own. The store reads them for each decision.
 * @example
 * const version = compile(Journey.parse(stored), 3);
 */
export function compile(document: Journey, number: number, workspace: WorkspacePolicies = NO_POLICIES): Version {
  const nodes = Object.entries(document.nodes);
  const { quietHours, frequencyCaps, phoneCountry } = document;
  const policies: NodePolicies = { quietHours, frequencyCaps, phoneCountry, workspace };
  const always = [...document.goals.flatMap(interestsOfRule), ...document.exits.flatMap(interestsOfRule)];
  const entryEvent = entryEventOf(document.entry)?.event ?? ENTER_EVENT;
  /**
   * Adds the entry event if a name is the one under which second entries are delivered: those arrive as entry events.
   */
  const withDelivered = (names: readonly string[]) => [
    ...new Set([...names, ...(names.includes(document.entry.whileInside?.deliverAs ?? '') ? [entryEvent] : [])]),
  ];
  const interests = new Map(
    nodes.map(([id, node]) => [id, withDelivered([...always, ...interestsAt(node, policies)])]),
  );
  const eventNames = new Set([...always, ...[...interests.values()].flat()].flatMap(eventsOf)).add(entryEvent);
  const counted = nodes.flatMap(([, node]) => typeOf(node).counts?.(node) ?? []).map(({ match }) => match.event);
  return {
    document,
    number,
    keyPath: document.entry.key,
    lookBack: withDelivered(nodes.flatMap(([, node]) => typeOf(node).lookBack?.(node) ?? [])),
    eventNames: [...eventNames],
    mentioned: [...new Set([...eventNames, ...counted])],
    journeyMentions: journeyMentions(document, [...always, ...[...interests.values()].flat(), ...counted]),
    experiments: new Map(
      nodes.flatMap(([, node]) => (node.type === 'intelli' ? [[node.experiment, node] as const] : [])),
    ),
    policies,
    capWindowMs: longestWindow([...frequencyCaps, ...workspace.frequencyCaps]),
    learns: combineLearning(nodes.flatMap(([, node]) => typeOf(node).learns?.(node) ?? [])),
    interestsAt: (node) => (node === null ? withDelivered(always) : (interests.get(node) ?? withDelivered(always))),
    afterEnd: withDelivered(document.goals.filter((goal) => windowOf(document, goal)).flatMap(interestsOfRule)),
    endingNames: endingNames(document),
    countsInside: document.goals.some(({ exits }) => !exits),
    countsFromSend: document.goals.some(({ window }) => window?.from === 'last-send'),
    asksForSegments:
      eventNames.has(SEGMENT_JOINED) ||
      eventNames.has(SEGMENT_LEFT) ||
      conditionsIn(document).some((each) => segmentsIn(each).length > 0),
    sendsToDevices: nodes.some(([, node]) => node.type === 'message' && isDeviceChannel(node.channel)),
    messages: nodes.flatMap(([id, { type }]) => (type === 'message' ? [id as NodeId] : [])), // parsed as one
  };
}

/** Caches the latest bound version of each document, so that decisions don't derive it again. */
const bindings = new WeakMap<Journey, Version>();

/** Returns the version with the policies bound last, or unchanged if none were bound. */
export const latestBinding = (version: Version): Version => {
  const known = bindings.get(version.document);
  return known?.number === version.number ? known : version;
};

/** Binds the workspace's policies to a version. Its instances follow them from then on. */
export function bindPolicies(version: Version, workspace: WorkspacePolicies): Version {
  const known = latestBinding(version);
  if (known.policies.workspace === workspace) return known;
  const isAsPublished = version.policies.workspace === workspace;
  const bound = isAsPublished ? version : compile(version.document, version.number, workspace);
  bindings.set(version.document, bound);
  return bound;
}

const combineLearning = (all: readonly Learning[]): Learning | undefined =>
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

/** Lists the conditions that decisions evaluate for instances. */
const conditionsIn = ({ goals, exits, nodes }: Journey): readonly Condition[] => [
  ...[...goals, ...exits].flatMap(({ where }) => where ?? []),
  ...Object.values(nodes).flatMap((node) => (typeOf(node).conditions?.(node) ?? []).map(({ condition }) => condition)),
];

/**
 * Lists what can affect an instance at a node: event names, `trait:<name>` for a changed trait, and `segment:<id>` for
 * joining or leaving a segment. The SQL function `concerns` reads the same strings.
 */
const interestsAt = (node: Node, policies: NodePolicies): readonly string[] => {
  const type = typeOf(node);
  return [
    ...(type.interests?.(node) ?? []).map(({ event }) => event),
    ...(type.traits?.(node, policies) ?? [])
      .flatMap((trait) => (trait === 'timezone' ? ZONE_TRAITS : [trait]))
      .map((trait) => `trait:${trait}`),
  ];
};

/** Lists the interests of a goal or exit: its event's name, or what its condition reads. */
const interestsOfRule = ({
  event,
  condition,
}: {
  readonly event?: string | undefined;
  readonly condition?: Condition | undefined;
}): readonly string[] => [...(event === undefined ? [] : [event]), ...(condition ? interestsOf(condition) : [])];

/** Lists the interests of a condition: the traits and segments that it reads. */
export const interestsOf = (condition: Condition): readonly string[] => [
  ...pathsIn(condition).flatMap((path) => {
    const [root, name] = namesIn(path);
    return root === 'profile' ? [`trait:${name}`] : [];
  }),
  ...segmentsIn(condition).map((id) => `segment:${id}`),
];

/** Returns whether an event matches any of these interests. Must match the SQL function `concerns`. */
export const isConcerned = ({ name, properties }: JourneyEvent, interests: readonly string[]): boolean =>
  interests.includes(name) ||
  (name === PROFILE_CHANGED && Object.keys(properties).some((trait) => interests.includes(`trait:${trait}`))) ||
  ((name === SEGMENT_JOINED || name === SEGMENT_LEFT) && interests.includes(`segment:${properties.segment}`));

/** Lists the events that can match an interest. */
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

/**
 * Returns a node of a version.
 *
 * @throws DocumentFault `node-missing` if an instance is at a node that its version doesn't have
 */
export function nodeAt({ document, number }: Version, id: NodeId): Node {
  const node = Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined;
  if (!node) throw new DocumentFault('node-missing', `nodes.${id}`, `${document.id} v${number} has no node "${id}"`);
  return node;
}

/** Returns the node that a port leads to: its own link, else the node's `then`. */
export function linkFrom(node: Node, port: string): NodeId | undefined {
  if (node.type === 'exit') return undefined;
  const { links = {}, then } = node;
  return Object.hasOwn(links, port) ? links[port] : then;
}

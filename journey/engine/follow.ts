import { assertNever } from '../assert-never.ts';
import { sendKey } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Visit } from '../nodes/define.ts';
import { arrive, type Node, typeOf } from '../nodes/index.ts';
import { zoneOf } from '../profile.ts';
import { type Instant, instant } from '../time.ts';
import type { Effect, Instance, TraceLine } from './apply.ts';
import type { Because, Facts, Move } from './move.ts';
import { linkFrom, nodeAt, type Version } from './version.ts';

/** What one input does. */
export interface Change {
  readonly instance: Instance;
  readonly facts: Facts;
  readonly effects: readonly Effect[];
  readonly lines: readonly Line[];
  /** Traits that changed, arms that were given: for the store. */
  readonly profile: JsonObject;
  readonly assigned: Readonly<Record<string, string>>;
  /** What became of an operator's command. */
  readonly command?: { readonly id: string; readonly refused?: string };
}

/** A line of the trace, and what was read for it. */
export interface Line {
  readonly line: TraceLine;
  readonly read: Because['read'];
}

/** Nodes that one input may pass without waiting. Validation refuses loops without a wait: more than this is a fault. */
const MAX_HOPS = 500;

/** Nothing but what is given. */
export const unchanged = (instance: Instance, facts: Facts, lines: readonly Line[] = []): Change => ({
  instance,
  facts,
  effects: [],
  lines,
  profile: {},
  assigned: {},
});

export const note = (instance: Instance, at: Instant, why: Because, move: TraceLine['move'] = 'note'): Line => ({
  line: { at, node: instance.at, visit: instance.visit, move, rule: why.rule },
  read: why.read,
});

/** Arrives at a node as a new visit, and goes on from there until something waits. */
export function enter(
  version: Version,
  instance: Instance,
  facts: Facts,
  to: NonNullable<Instance['at']>,
  at: Instant,
): Change {
  const arrived = arriveAt(instance, to, at, instance.readTo, version);
  return follow(version, arrived, facts, arrive(visitOf(version, arrived, facts)), at);
}

/** From node to node, until one waits. `at` is nominal: what follows counts from it. */
export function follow(version: Version, from: Instance, facts: Facts, first: Move, at: Instant, lateMs = 0): Change {
  let instance = from;
  let known = facts;
  let move = first;
  let now = at;
  let late = lateMs;
  const lines: Line[] = [];
  const profile: Record<string, JsonObject[string]> = {};
  const assigned: Record<string, string> = {};
  const line = (what: Pick<TraceLine, 'move' | 'port'>) =>
    lines.push({
      line: {
        at: now,
        node: instance.at,
        visit: instance.visit,
        ...what,
        rule: move.because.rule,
        ...(late > 0 && { lateMs: late }),
      },
      read: move.because.read,
    });

  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    if ('also' in move && move.also) {
      known = learn(known, move.also);
      Object.assign(profile, move.also.profile);
      if (move.also.assign) assigned[move.also.assign.experiment] = move.also.assign.arm;
    }
    const done = (effects: readonly Effect[] = []): Change => ({
      instance,
      facts: known,
      effects,
      lines,
      profile,
      assigned,
    });

    switch (move.type) {
      case 'stay':
        if (move.note) line({ move: 'note' });
        return done();
      case 'exit':
        line({ move: 'exit' });
        instance = { ...instance, until: null, held: false, exit: { reason: move.reason } };
        return done();
      case 'wait': {
        const held = move.send !== undefined && instance.pausedAt !== null;
        line({ move: held ? 'hold' : 'wait' });
        instance = { ...instance, until: move.until, held };
        return done(
          move.send && !held && instance.at
            ? [{ type: 'send', channel: move.send, node: instance.at, visit: instance.visit }]
            : [],
        );
      }
      case 'leave': {
        if (move.by) now = instant(Math.max(now, move.by.at));
        line({ move: 'leave', port: move.port });
        const left = nodeOf(version, instance);
        const next = linkFrom(left, move.port);
        if (next === undefined) {
          instance = { ...instance, until: null, exit: { reason: 'completed' } };
          return done();
        }
        instance = arriveAt(instance, next, now, move.by?.position ?? instance.readTo, version);
        move = arrive(visitOf(version, instance, known, move.by?.position));
        late = 0;
        break;
      }
      default:
        return assertNever(move);
    }
  }
  throw new RangeError(`${from.journey} v${from.version} goes round at "${instance.at}" without a wait`);
}

/** A node that waits is a step; those that one passes through do not move the look-back. */
function arriveAt(
  instance: Instance,
  to: NonNullable<Instance['at']>,
  at: Instant,
  position: number,
  version: Version,
): Instance {
  const [entry, previous, here] = instance.since;
  const hasStopped = instance.at !== null && typeOf(nodeOf(version, instance)).waits;
  return {
    ...instance,
    at: to,
    visit: instance.visit + 1,
    arrivedAt: at,
    until: null,
    held: false,
    since: hasStopped ? [entry, here, position] : [entry, previous, position],
  };
}

export const nodeOf = (version: Version, { at, id }: Instance): Node => {
  if (at === null) throw new TypeError(`${id} has not begun`);
  return nodeAt(version, at);
};

export function visitOf(version: Version, instance: Instance, facts: Facts, used?: number): Visit<Node> {
  const node = nodeOf(version, instance);
  const [entry, previous, here] = instance.since;
  const isRead = ({ position }: { readonly position: number }) => position <= instance.readTo && position !== used;
  return {
    node,
    id: instance.at as NonNullable<Instance['at']>,
    arrivedAt: instance.arrivedAt,
    since: { entry, previous, here },
    person: instance.person,
    zone: zoneOf(facts.profile, version.document.timeZone),
    keyPath: version.keyPath,
    facts: facts.past.length === 0 ? facts : { ...facts, past: facts.past.filter(isRead) },
  };
}

/** What a move changed is known to the next one. */
function learn(
  facts: Facts,
  { context, profile, assign }: NonNullable<Extract<Move, { also?: unknown }>['also']>,
): Facts {
  return {
    ...facts,
    ...(context && { context: { ...facts.context, ...context } }),
    ...(profile && { profile: withTraits(facts.profile, profile) }),
    ...(assign && { assignments: { ...facts.assignments, [assign.experiment]: assign.arm } }),
  };
}

/** Null removes a trait. */
export const withTraits = (profile: JsonObject, changes: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries({ ...profile, ...changes }).filter(([, value]) => value !== null));

export const keyOf = ({ id }: Instance, { node, visit }: Effect): string => sendKey(id, node, visit);

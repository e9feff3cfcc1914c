import type { NodeId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Channel } from '../../delivery/channel.ts';
import type { WorkspacePolicies } from '../../delivery/policies.ts';
import type { Journey } from '../../document/document.ts';
import { describeRule } from '../../engine/rules.ts';
import { entryEventOf } from '../../entries/index.ts';
import type { Engagement } from '../../events/own-events.ts';
import type { Segment } from '../../segments/segment.ts';
import { type Instant, instant } from '../../time/time.ts';
import type { Write } from '../steps/providers.ts';
import { createVirtualWorld } from '../virtual/virtual-world.ts';
import type { Answering, Delivered, Life, VirtualWorld } from '../world.ts';

/** One step of a rehearsal. */
export type Act =
  /** Enters the user by the entry event, or through the API if the entry has none. */
  | { readonly type: 'enter'; readonly properties: JsonObject }
  | { readonly type: 'event'; readonly event: string; readonly properties: JsonObject }
  | { readonly type: 'traits'; readonly traits: JsonObject }
  /** Moves the clock. What is due exactly at `at` hasn't happened yet. */
  | { readonly type: 'until'; readonly at: Instant }
  | { readonly type: 'engage'; readonly node: string; readonly kind: Engagement }
  | { readonly type: 'provider'; readonly channel: Channel; readonly answering: Answering };

export interface RehearsalOf {
  readonly document: Journey;
  readonly segments: readonly Segment[];
  readonly begins: Instant;
  readonly user: string;
  /** Traits at the beginning. */
  readonly traits: JsonObject;
  readonly acts: readonly Act[];
  /** The workspace's policies. By default there are none. */
  readonly policies?: Partial<WorkspacePolicies>;
}

/** A trace line, with its reason in words. */
export interface Line {
  /** Index of the instance, from 0. */
  readonly pass: number;
  readonly at: Instant;
  readonly node: NodeId | null;
  readonly visit: number;
  readonly move: Life['lines'][number]['move'];
  readonly port?: string | undefined;
  readonly rule: string;
  readonly words: string;
  readonly read: JsonObject;
}

/** The state after an act: the lengths of the logs, and each instance. */
export interface Moment {
  /** The clock. */
  readonly at: Instant;
  readonly lines: number;
  readonly delivered: number;
  readonly refused: number;
  readonly profile: JsonObject;
  readonly passes: readonly Omit<Life, 'lines'>[];
  /** When something is due next; null if nothing is. */
  readonly next: Instant | null;
}

/** The result of a rehearsal: its logs, and the state after each act. The first moment is before all acts. */
export interface Rehearsal {
  readonly moments: readonly Moment[];
  /** All trace lines in order, also after the last act. */
  readonly lines: readonly Line[];
  readonly delivered: readonly (Delivered & { readonly at: Instant })[];
  /** Reasons for which an entry was refused. */
  readonly refused: readonly string[];
  /** Counts that disagree, in words. Always empty, unless the engine has a bug. */
  readonly wrong: readonly string[];
}

/** Maximum steps played after the last act. */
const MOST_AHEAD = 300;

/**
 * Plays acts on one user through the product's own engine, and then on to the end. The same acts always give the same
 * rehearsal. Nothing is sent.
 *
 * @throws Error for an act that is impossible at that moment, such as engaging with a message that wasn't sent
 */
export async function rehearse(of: RehearsalOf, write: Write): Promise<Rehearsal> {
  const { document, user, traits, acts } = of;
  const world = createVirtualWorld({ write });
  await world.begin([document], of.begins, of.segments);
  if (of.policies) await world.setPolicies(of.policies);
  if (Object.keys(traits).length > 0) await world.tell([{ user, traits }]);
  const log = createLog(world, user);
  await log.look();
  const moments = [await log.moment()];
  for (const act of acts) {
    await applyAct(act, of, world);
    await log.look();
    moments.push(await log.moment());
  }
  await runToEnd(world, log.look);
  return { moments, ...log.written(), wrong: await world.reconcile() };
}

async function applyAct(act: Act, { document, user }: RehearsalOf, world: VirtualWorld): Promise<void> {
  switch (act.type) {
    case 'enter':
      return enter(document, user, act.properties, world);
    case 'event':
      return world.tell([{ user, event: act.event, properties: act.properties }]);
    case 'traits':
      return world.tell([{ user, traits: act.traits }]);
    case 'until':
      return act.at > world.now() ? world.runUntil(act.at) : undefined;
    case 'engage':
      return world.engage(user, act.node, act.kind);
    case 'provider':
      return world.answer(act.channel, act.answering);
  }
}

/** Returns the event that enters users; undefined if they enter through the API. */
export function entersBy(document: Pick<Journey, 'entry'>): string | undefined {
  const event = entryEventOf(document.entry)?.event;
  return event?.startsWith('$') ? undefined : event;
}

function enter(document: Journey, user: string, properties: JsonObject, world: VirtualWorld): Promise<void> {
  const event = entersBy(document);
  return event === undefined ? world.enter(user, document.id, properties) : world.tell([{ user, event, properties }]);
}

/** Plays on while an instance is live, or may still start. */
async function runToEnd(world: VirtualWorld, look: () => Promise<void>): Promise<void> {
  for (let nth = 0; nth < MOST_AHEAD; nth += 1) {
    const next = world.next();
    const lives = world.lives();
    if (next === null || (lives.length > 0 && lives.every(({ exit, isControl }) => exit || isControl))) return;
    await world.runUntil(instant(next + 1));
    await look();
  }
}

/** Creates one log of all instances. Each look appends what is new. */
function createLog(world: VirtualWorld, user: string) {
  const lines: Line[] = [];
  const delivered: (Delivered & { at: Instant })[] = [];
  const known: number[] = [];
  let refused: readonly string[] = [];

  async function look() {
    const fresh = world.lives().flatMap((life, pass) => {
      const all = life.lines.slice(known[pass] ?? 0);
      known[pass] = life.lines.length;
      return all.map((line) => lineOf(line, pass));
    });
    lines.push(...fresh.toSorted((a, b) => a.at - b.at));
    const messages = await world.delivered();
    for (const message of messages.slice(delivered.length))
      delivered.push({ ...message, at: sentAt(message, lines, world.now()) });
    refused = (await world.refused()).map(({ reason }) => reason);
  }

  return {
    look,
    async moment(): Promise<Moment> {
      const passes = world.lives().map(({ lines: _, ...life }) => life);
      return {
        at: world.now(),
        ...{ lines: lines.length, delivered: delivered.length, refused: refused.length },
        ...{ profile: (await world.profiles())[user] ?? {}, passes, next: world.next() },
      };
    },
    written: () => ({ lines, delivered, refused }),
  };
}

const lineOf = ({ at, node, visit, move, port, rule, read }: Life['lines'][number], pass: number): Line => ({
  ...{ pass, at, node, visit, move, rule, words: describeRule(rule, read), read },
  ...(port !== undefined && { port }),
});

/** Returns when the send was decided. It may have been held before. */
const sentAt = ({ pass, node, visit }: Delivered, lines: readonly Line[], now: Instant): Instant =>
  lines.find((line) => line.pass === pass && line.node === node && line.visit === visit && line.move === 'wait')?.at ??
  now;

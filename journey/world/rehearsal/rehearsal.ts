import type { NodeId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Channel } from '../../delivery/channel.ts';
import type { Journey } from '../../document/document.ts';
import { describeRule } from '../../engine/rules.ts';
import { entryEventOf } from '../../entries/index.ts';
import type { Engagement } from '../../events/own-events.ts';
import type { Segment } from '../../segments/segment.ts';
import { type Instant, instant } from '../../time/time.ts';
import type { Write } from '../steps/providers.ts';
import { createVirtualWorld } from '../virtual/virtual-world.ts';
import type { Answering, Delivered, Life, VirtualWorld } from '../world.ts';

/** What somebody who rehearses does to the one user, or lets happen. */
export type Act =
  /** By the event that the entry waits for, or, where there is none, by name. */
  | { readonly type: 'enter'; readonly properties: JsonObject }
  | { readonly type: 'event'; readonly event: string; readonly properties: JsonObject }
  | { readonly type: 'traits'; readonly traits: JsonObject }
  /** The clock then stands there: what is due at that very instant has not happened yet. */
  | { readonly type: 'until'; readonly at: Instant }
  | { readonly type: 'engage'; readonly node: string; readonly kind: Engagement }
  | { readonly type: 'provider'; readonly channel: Channel; readonly answering: Answering };

export interface RehearsalOf {
  readonly document: Journey;
  readonly segments: readonly Segment[];
  readonly begins: Instant;
  readonly user: string;
  /** Traits, from the beginning. */
  readonly traits: JsonObject;
  readonly acts: readonly Act[];
}

/** A decision, with why. */
export interface Line {
  /** Which of the passes it belongs to, from 0. */
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

/** How things stood after an act: how far the logs had come, and where everybody was. */
export interface Moment {
  /** What the clock said. */
  readonly at: Instant;
  readonly lines: number;
  readonly delivered: number;
  readonly refused: number;
  readonly profile: JsonObject;
  readonly passes: readonly Omit<Life, 'lines'>[];
  /** When time alone brings something about; null: never. */
  readonly next: Instant | null;
}

/** Logs, and for each act how far they had come: the first moment is before all of them. */
export interface Rehearsal {
  readonly moments: readonly Moment[];
  /** All decisions, in the order in which they were taken, those that would follow included. */
  readonly lines: readonly Line[];
  readonly delivered: readonly (Delivered & { readonly at: Instant })[];
  /** Reasons for which an event let nobody in. */
  readonly refused: readonly string[];
  /** What does not add up, in words; empty. */
  readonly wrong: readonly string[];
}

/** So often is looked what would follow if nothing else happened. */
const MOST_AHEAD = 300;

/**
 * Plays what was done to one user through the product's own engine, and then on to the end: the same acts always give the same rehearsal.
 * Nothing is sent.
 */
export async function rehearse(of: RehearsalOf, write: Write): Promise<Rehearsal> {
  const { document, user, traits, acts } = of;
  const world = createVirtualWorld({ write });
  await world.begin([document], of.begins, of.segments);
  if (Object.keys(traits).length > 0) await world.tell([{ user, traits }]);
  const log = createLog(world, user);
  await log.look();
  const moments = [await log.moment()];
  for (const act of acts) {
    await doIt(act, of, world);
    await log.look();
    moments.push(await log.moment());
  }
  await goOn(world, log.look);
  return { moments, ...log.written(), wrong: await world.reconcile() };
}

async function doIt(act: Act, { document, user }: RehearsalOf, world: VirtualWorld): Promise<void> {
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

/** Undefined: somebody is let in by name, as by the API. */
export function entersBy(document: Pick<Journey, 'entry'>): string | undefined {
  const event = entryEventOf(document.entry)?.event;
  return event?.startsWith('$') ? undefined : event;
}

function enter(document: Journey, user: string, properties: JsonObject, world: VirtualWorld): Promise<void> {
  const event = entersBy(document);
  return event === undefined ? world.enter(user, document.id, properties) : world.tell([{ user, event, properties }]);
}

/** As long as somebody is inside, or may yet come in. */
async function goOn(world: VirtualWorld, look: () => Promise<void>): Promise<void> {
  for (let nth = 0; nth < MOST_AHEAD; nth += 1) {
    const next = world.next();
    const lives = world.lives();
    if (next === null || (lives.length > 0 && lives.every(({ exit, isControl }) => exit || isControl))) return;
    await world.runUntil(instant(next + 1));
    await look();
  }
}

/** One log of several passes: what each look finds new is put behind what was known. */
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

/** When it was decided that it goes; until then it may have been held. */
const sentAt = ({ pass, node, visit }: Delivered, lines: readonly Line[], now: Instant): Instant =>
  lines.find((line) => line.pass === pass && line.node === node && line.visit === visit && line.move === 'wait')?.at ??
  now;

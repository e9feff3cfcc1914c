import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Journey } from '../journey/document.ts';
import type { Exit, TraceLine } from '../journey/engine/apply.ts';
import { JourneyId } from '../journey/ids.ts';
import type { Order } from '../journey/input.ts';
import type { JsonObject } from '../journey/json.ts';
import { after, Duration, type Instant, instant } from '../journey/time.ts';
import { createEngineWorld } from './engine-world.ts';
import { inWords, offset } from './offset.ts';
import { replayed } from './replay.ts';
import type { Server, ServerWorld } from './server-world.ts';
import { sharedServer } from './shared-server.ts';
import type { Delivered, Pass, Told, World } from './world.ts';

/** What an author's scenario can do and see. One user, one journey, unless it says otherwise. */
export interface Scenario {
  /** Traits of the user. */
  identify(traits: JsonObject, user?: string): Promise<void>;
  /** Something happens now. After `advance`, that is after whatever was due. */
  track(event: string, properties?: JsonObject, user?: string): Promise<void>;
  /** Accepted together: one input. */
  batch(told: readonly Omit<Told, 'user'>[], user?: string): Promise<void>;
  /** Enters by API. */
  enter(properties?: JsonObject, user?: string): Promise<void>;
  /** An operator's command to the user's live instance. */
  command(order: Order, user?: string): Promise<void>;
  /** Lets time pass; what falls due on the way happens, at its end too. */
  advance(by: string): Promise<void>;
  /** Goes to exactly so long after the beginning, before what falls due at that very instant: for an event at a deadline. */
  at(since: string): Promise<void>;
  /** Messages that their provider took: `after` counts from the beginning. */
  sent(user?: string): readonly { readonly channel: string; readonly template: string; readonly after: string }[];
  /** The same with address and content. */
  messages(user?: string): readonly Delivered[];
  /** How the last pass ended; null while it goes on, undefined if there was none. */
  exit(user?: string): Exit | null | undefined;
  /** Where the last pass is. */
  node(user?: string): string | null | undefined;
  /** Lines of the last pass's trace, in short: `+2m push → sent: sent`. */
  trace(user?: string): readonly string[];
  passes(user?: string): readonly Pass[];
  refused(): readonly { readonly user: string; readonly reason: string }[];
}

/** When every scenario begins: a Monday, 10:00 in Amsterdam. */
export const BEGINNING = instant(Date.parse('2026-03-02T09:00:00Z'));
export const USER = 'ana';

const examples = new URL('../examples/', import.meta.url);

export const loadExample = (id: string): Journey =>
  Journey.parse(JSON.parse(readFileSync(new URL(`${id}/journey.json`, examples), 'utf8')));

interface Played {
  readonly passes: readonly Pass[];
  readonly delivered: readonly Delivered[];
  readonly refused: readonly object[];
}

/**
 * Registers one scenario as three tests: the engine under a virtual clock; the real server with native time skipping, in lock-step with the
 * virtual workspace's clock; the replay of that history. All three give the same trace, to the millisecond of virtual time.
 */
export function scenario(title: string, journey: string | Journey, play: (t: Scenario) => Promise<void>): void {
  const document = typeof journey === 'string' ? loadExample(journey) : journey;
  describe(title, () => {
    let server: Server;
    let inEngine: Played | undefined;
    let world: ServerWorld | undefined;

    beforeAll(async () => {
      server = await sharedServer();
    });
    afterAll(() => world?.end());

    test('in the engine', async () => {
      inEngine = await playIn(createEngineWorld(), document, play);
    });

    test('on the real server, with the same trace', async () => {
      world = server.world(nextWorkspace());
      const onServer = await playIn(world, document, play);
      expect(comparable(onServer)).toEqual(comparable(inEngine));
      expect(await world.reconcile()).toEqual([]);
    });

    test('replayed from its history, with the same trace', async () => {
      expect(world).toBeDefined();
      const traces = await replayed(server.system.client, (await world?.workflowIds()) ?? []);
      expect(traces).toEqual(inEngine?.passes.map(({ trace }) => trace));
    });
  });
}

let workspaces = 0;
function nextWorkspace(): string {
  workspaces += 1;
  return `s${process.pid}x${workspaces}`;
}

/** What must be the same, wherever it was played. */
const comparable = (played: Played | undefined) => ({
  passes: played?.passes,
  refused: played?.refused,
  delivered: played?.delivered.toSorted((a, b) => a.user.localeCompare(b.user) || a.visit - b.visit),
});

async function playIn(world: World, document: Journey, play: (t: Scenario) => Promise<void>): Promise<Played> {
  await world.begin([document], BEGINNING);
  const see = async (): Promise<Played> => ({
    passes: await world.passes(),
    delivered: await world.delivered(),
    refused: await world.refused(),
  });
  let seen = await see();
  let now: Instant = BEGINNING;
  const did = async (work: Promise<void>) => {
    await work;
    seen = await see();
  };
  const passesOf = (user = USER) => seen.passes.filter((pass) => pass.user === user);
  const last = (user?: string) => passesOf(user).at(-1);
  const zone = document.timeZone ?? 'UTC';

  await play({
    identify: (traits, user = USER) => did(world.tell([{ user, traits }])),
    track: (event, properties = {}, user = USER) => did(world.tell([{ user, event, properties }])),
    batch: (told, user = USER) => did(world.tell(told.map((each) => ({ ...each, user })))),
    enter: (properties = {}, user = USER) => did(world.enter(user, JourneyId.parse(document.id), properties)),
    command: (order, user = USER) => did(world.order(user, JourneyId.parse(document.id), order)),
    async advance(by) {
      now = after(now, Duration.parse(by), zone);
      await did(world.runUntil(instant(now + 1))); // what is due at `now` itself is closed by its next millisecond
    },
    async at(since) {
      now = after(BEGINNING, Duration.parse(since), zone);
      await did(world.runUntil(now));
    },
    sent: (user) => passesOf(user).flatMap((pass) => sentIn(pass, seen.delivered)),
    messages: (user = USER) => seen.delivered.filter((message) => message.user === user),
    exit: (user) => last(user)?.exit,
    node: (user) => last(user)?.trace.at(-1)?.node,
    trace: (user) => (last(user)?.trace ?? []).map((line) => inWords(line, BEGINNING)),
    passes: (user) => passesOf(user),
    refused: () => seen.refused as readonly { user: string; reason: string }[],
  });
  return seen;
}

function sentIn({ trace, user }: Pass, delivered: readonly Delivered[]) {
  const isSent = ({ move, port }: TraceLine) => move === 'leave' && (port === 'sent' || port === 'ok');
  return trace.filter(isSent).flatMap((line) => {
    const message = delivered.find(
      (each) => each.user === user && each.node === line.node && each.visit === line.visit,
    );
    return message
      ? [{ channel: message.channel, template: message.template, after: offset(line.at - BEGINNING) }]
      : [];
  });
}

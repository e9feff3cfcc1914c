import { describe, expect, test } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import type { Order } from '../journey/events/input.ts';
import { instant } from '../journey/time/time.ts';
import type { Told, World } from '../journey/world/world.ts';
import { createEngineWorld } from './engine-world.ts';
import { BEGINNING } from './play.ts';

const HOUR = 3_600_000;
const TIMER = BEGINNING + HOUR;

/** An hour for `A` or `B`, then an e-mail; `Goal` and `Exit` end it. */
const JOURNEY = Journey.parse({
  id: 'order',
  name: 'Order',
  goals: [{ id: 'goal', event: 'Goal' }],
  exits: [{ event: 'Exit', reason: 'exit' }],
  entry: { type: 'event', event: 'Began' },
  start: 'wait',
  nodes: {
    wait: {
      type: 'waitFor',
      events: { a: { event: 'A' }, b: { event: 'B' } },
      timeout: '1h',
      links: { a: 'left-by-a', b: 'left-by-b', timeout: 'mail' },
    },
    mail: { type: 'message', channel: 'email', content: { subject: 'Hello', text: '.' }, then: 'rest' },
    rest: { type: 'delay', for: '1h', then: 'end' },
    'left-by-a': { type: 'exit', reason: 'left-by-a' },
    'left-by-b': { type: 'exit', reason: 'left-by-b' },
    end: { type: 'exit' },
  },
});

const events = (...names: readonly string[]): readonly Told[] => names.map((event) => ({ user: 'ana', event }));

async function begun(): Promise<World> {
  const world = createEngineWorld();
  await world.begin([JOURNEY], BEGINNING);
  await world.tell([{ user: 'ana', traits: { email: 'ana@example.com' } }]);
  await world.tell(events('Began'));
  return world;
}

const reasonIn = async (world: World) => (await world.passes()).at(-1)?.exit?.reason ?? null;
const order = (world: World, of: Order) => world.order('ana', JOURNEY.id, of);

test('C25 a change that would make a profile larger than 256 KB is refused, as ingest does', async () => {
  const world = createEngineWorld();
  const entry = { type: 'event', event: 'Began', where: { path: 'profile.plan', op: 'exists' } };
  await world.begin([Journey.parse({ ...JOURNEY, entry })], BEGINNING);
  const identify = (traits: Record<string, string>) => world.tell([{ user: 'ana', traits }]);
  await identify({ a: 'x'.repeat(200_000) });
  await identify({ b: 'x'.repeat(100_000), plan: 'pro' });
  await world.tell(events('Began'));
  expect(await world.passes()).toEqual([]);
  await identify({ plan: 'pro' });
  await world.tell(events('Began'));
  expect(await world.passes()).toHaveLength(1);
});

describe('an event against a timer (design.md §7.1)', () => {
  test.each([
    { given: 'a millisecond before it', at: TIMER - 1, reason: 'left-by-a', sent: 0 },
    { given: 'at it', at: TIMER, reason: 'left-by-a', sent: 0 },
    { given: 'a millisecond after it', at: TIMER + 1, reason: null, sent: 1 },
  ])('accepted $given → $reason', async ({ at, reason, sent }) => {
    const world = await begun();
    await world.runUntil(instant(at));
    await world.tell(events('A'));
    expect(await reasonIn(world)).toBe(reason);
    expect(await world.delivered()).toHaveLength(sent);
  });

  test('a deadline at the instant at which time stops is left open', async () => {
    const world = await begun();
    await world.runUntil(instant(TIMER));
    expect((await world.passes())[0]?.trace.at(-1)).toMatchObject({ node: 'wait', move: 'wait' });
    await world.runUntil(instant(TIMER + 1));
    expect((await world.passes())[0]?.trace.at(-1)).toMatchObject({ node: 'rest', move: 'wait', at: TIMER });
  });
});

describe('inputs of one millisecond', () => {
  test.each([
    { given: ['A', 'B'], reason: 'left-by-a' },
    { given: ['B', 'A'], reason: 'left-by-b' },
    { given: ['A', 'Goal'], reason: 'left-by-a' },
    { given: ['Exit', 'Goal'], reason: 'exit' },
    { given: ['Goal', 'Exit'], reason: 'goal' },
  ])('$given, accepted one after the other: the first decides → $reason', async ({ given, reason }) => {
    const world = await begun();
    for (const event of given) await world.tell(events(event));
    expect(await reasonIn(world)).toBe(reason);
  });

  test.each([
    { given: ['A', 'Exit', 'Goal'], reason: 'goal' },
    { given: ['Goal', 'Exit', 'A'], reason: 'goal' },
    { given: ['A', 'Exit'], reason: 'exit' },
    { given: ['B', 'A'], reason: 'left-by-b' },
  ])('$given, accepted together: goal, exit, node (§7.2) → $reason', async ({ given, reason }) => {
    const world = await begun();
    await world.tell(events(...given));
    expect(await reasonIn(world)).toBe(reason);
  });

  test.each([
    { given: 'the goal', first: (world: World) => world.tell(events('Goal')), reason: 'goal' },
    { given: 'an end', first: (world: World) => order(world, { name: 'exit', reason: 'asked' }), reason: 'asked' },
    { given: 'a pause', first: (world: World) => order(world, { name: 'pause' }), reason: null },
  ])('$given at the deadline itself: no message', async ({ first, reason }) => {
    const world = await begun();
    await world.runUntil(instant(TIMER));
    await first(world);
    await world.runUntil(instant(TIMER + 1));
    expect(await reasonIn(world)).toBe(reason);
    expect(await world.delivered()).toEqual([]);
  });

  test('an event accepted together with the entry counts if it comes after it', async () => {
    for (const [given, reason] of [
      [['Began', 'A'], 'left-by-a'],
      [['A', 'Began'], null],
    ] as const) {
      const world = createEngineWorld();
      await world.begin([JOURNEY], BEGINNING);
      await world.tell(events(...given));
      expect(await reasonIn(world)).toBe(reason);
    }
  });

  test('deadlines of several users are all met, each at its nominal instant', async () => {
    const world = await begun();
    await world.tell([
      { user: 'ben', traits: { email: 'ben@example.com' } },
      { user: 'ben', event: 'Began' },
    ]);
    await world.runUntil(instant(BEGINNING + 24 * HOUR));
    const passes = await world.passes();
    expect(passes.map(({ exit, trace }) => [exit?.reason, trace.at(-1)?.at])).toEqual([
      ['completed', BEGINNING + 2 * HOUR],
      ['completed', BEGINNING + 2 * HOUR],
    ]);
  });
});

describe('a provider', () => {
  test('refuses from the moment on at which it is told to: the message is not delivered', async () => {
    const world = await begun();
    await world.answer('email', { type: 'rejected', reason: 'no such mailbox' });
    await world.runUntil(instant(BEGINNING + 24 * HOUR));
    expect(await world.delivered()).toEqual([]);
    expect((await world.passes())[0]?.trace).toContainEqual(
      expect.objectContaining({ node: 'mail', port: 'failed', rule: 'send-failed' }),
    );
  });
});

describe('an entry', () => {
  test('a user who is inside doesn’t enter again, and the refusal says so', async () => {
    const world = await begun();
    await world.tell(events('Began'));
    expect(await world.passes()).toHaveLength(1);
    expect(await world.refused()).toEqual([{ user: 'ana', reason: 'already-inside' }]);
  });

  test('commands to users who aren’t inside are refused', async () => {
    const world = await begun();
    await world.tell(events('Goal'));
    await expect(order(world, { name: 'pause' })).rejects.toThrow('ana is not inside order');
  });
});

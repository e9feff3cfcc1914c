import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertNever } from '../journey/base/assert-never.ts';
import { Journey } from '../journey/document/document.ts';
import { PausePolicy } from '../journey/lifecycle/pause.ts';
import type { Answering } from '../journey/world/world.ts';
import { createEngineWorld } from './engine-world.ts';
import { comparable, playIn, type Scenario } from './play.ts';
import { replayAll } from './replay.ts';
import { ownName } from './server/own-name.ts';
import { playOnSharedServer } from './shared-server.ts';

/** Waits of every kind, a send on each way, and loops: what is drawn at random walks about in it. */
const MAZE = Journey.parse({
  id: 'maze',
  name: 'Maze',
  goals: [{ id: 'goal', event: 'Goal', where: { path: 'event.n', op: '>', value: 1 } }],
  exits: [{ event: 'Exit', reason: 'left' }],
  entry: { type: 'event', event: 'Began', reentry: { policy: 'always' } }, // no key: two instances of a person have no order at one instant
  timeout: '5d',
  timeZone: 'Europe/Amsterdam',
  start: 'wait',
  nodes: {
    wait: {
      type: 'waitFor',
      events: {
        a: { event: 'A', as: 'a' },
        b: { event: 'B', where: { path: 'event.n', op: '=', value: 1 } },
      },
      refreshOn: { event: 'C', as: 'c' },
      timeout: '1h',
      links: { a: 'mail', b: 'count', timeout: 'push' },
    },
    mail: {
      type: 'message',
      channel: 'email',
      content: { subject: '{{ context.a.n }} {{ context.c.n }} {{ profile.n }}', text: '.' },
      links: { failed: 'hour' },
      then: 'wait',
    },
    push: {
      type: 'message',
      channel: 'push',
      content: { text: '{{ context.c.n }}' },
      links: { sent: 'hour' },
      then: 'morning',
    },
    hour: { type: 'delay', for: '1h', then: 'branch' },
    morning: { type: 'waitUntil', date: { time: '09:00' }, then: 'branch' },
    count: { type: 'update', increment: { n: 1 }, then: 'since' },
    since: {
      type: 'waitFor',
      events: { c: { event: 'C', as: 'c' }, a: { event: 'A' } },
      since: 'entry',
      timeout: '1d',
      links: { c: 'mail', a: 'call', timeout: 'arms' },
    },
    branch: {
      type: 'branch',
      rules: [{ port: 'counted', when: { path: 'profile.n', op: '>=', value: 1 } }],
      links: { counted: 'arms', otherwise: 'wait' },
    },
    arms: { type: 'split', experiment: 'maze', paths: { x: 1, y: 2 }, links: { x: 'score', y: 'hours' } },
    score: {
      type: 'activity',
      activity: 'score-lead',
      input: { n: { path: 'profile.n' }, seen: '{{ context.c.n }}' },
      as: 'c',
      links: { hot: 'call' },
      then: 'hours',
    },
    hours: { type: 'delay', for: '3h', then: 'end' },
    call: { type: 'webhook', url: 'https://example.com/', as: 'c', links: { ok: 'for-good', failed: 'end' } },
    'for-good': { type: 'waitFor', events: { a: { event: 'A' } }, since: 'now', timeout: 'never', links: { a: 'end' } },
    end: { type: 'exit' },
  },
});

const user = fc.constantFrom('ana', 'cleo');
const told = fc.record({
  event: fc.constantFrom('Began', 'A', 'A', 'B', 'C', 'Exit', 'Goal', 'Other'),
  properties: fc.record({ n: fc.integer({ min: 0, max: 2 }) }),
});
const order = fc.constantFrom(
  ...(['pause', 'resume', 'retry', 'skip'] as const).map((name) => ({ name })),
  ...['wait', 'hour', 'call', 'nowhere'].map((to) => ({ name: 'move', to }) as const),
  { name: 'exit', reason: 'asked' } as const,
);
const answering = fc.constantFrom<Answering>(
  { type: 'accepted', response: { n: 2 } },
  { type: 'accepted', response: { port: 'hot', output: { n: 1 } } },
  { type: 'rejected', reason: 'gone', status: 410 },
);

/** Data, so that a counterexample can be read. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('tell' as const),
      all: fc.array(told, { minLength: 1, maxLength: 3 }),
      user,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 59, 60, 120, 600),
      exact: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('identify' as const),
      email: fc.boolean(),
      pushToken: fc.constantFrom('p', null),
      user,
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('command' as const), order, user }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('pause' as const), policy: fc.constantFrom(...PausePolicy.options) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('answer' as const),
      channel: fc.constantFrom('email' as const, 'push' as const, 'webhook' as const, 'activity' as const),
      answering,
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

const EVERYBODY = ['ana', 'cleo'];

const played = (steps: readonly Step[]) => async (t: Scenario) => {
  for (const each of EVERYBODY) {
    await t.identify({ email: `${each}@example.com`, pushToken: `p-${each}` }, each);
    await t.track('Began', {}, each);
  }
  let minutes = 0;
  for (const one of steps) {
    if (one.does === 'wait') minutes += one.minutes;
    await take(t, one, minutes);
  }
  await t.advance('4h');
};

async function take(t: Scenario, one: Step, minutes: number): Promise<void> {
  switch (one.does) {
    case 'tell':
      return t.batch(one.all, one.user);
    case 'wait':
      return one.exact ? t.at(`${minutes}m`) : t.advance(`${one.minutes}m`);
    case 'identify':
      return t.identify(
        { consent: { email: one.email }, pushToken: one.pushToken && `${one.pushToken}-${one.user}` },
        one.user,
      );
    case 'command':
      if (t.passes(one.user).some(({ exit }) => exit === null)) await t.command(one.order, one.user);
      return;
    case 'pause':
      return t.state() === 'paused' ? t.resume() : t.pause(one.policy);
    case 'answer':
      return t.provider(one.channel, one.answering);
    default:
      return assertNever(one);
  }
}

/** `SEED=7 RUNS=50 npx vitest run testkit/three-ways` looks further. */
const RUNS = Number(process.env.RUNS ?? 5);
const SEED = Number(process.env.SEED ?? 1);

describe('whatever happens, it happens alike in the engine, on the real server and in its replay (design.md §14)', () => {
  test(`${RUNS} lives at random`, { timeout: 60_000 * RUNS }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), alike), {
      numRuns: RUNS,
      seed: SEED,
      endOnFailure: true,
    });
  });
});

const alike = (steps: readonly Step[]): Promise<void> =>
  playOnSharedServer(async (server) => {
    const inEngine = await playIn(createEngineWorld(), MAZE, played(steps));
    const world = server.world(ownName('w'));
    const onServer = await playIn(world, MAZE, played(steps));
    await world.end();
    expect(comparable(onServer)).toEqual(comparable(inEngine));
    expect(await world.reconcile()).toEqual([]);
    const traces = await replayAll(server.system.client, await world.workflowIds());
    expect(traces).toEqual(onServer.passes.filter(({ isControl }) => !isControl).map(({ trace }) => trace));
  });

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { Segment } from '../journey/segments/segment.ts';
import { createEngineWorld } from './engine-world.ts';
import { comparable, playIn, type Scenario } from './play.ts';
import { replayAll } from './replay.ts';
import { ownName } from './server/own-name.ts';
import { playOnSharedServer } from './shared-server.ts';

/** Everything falls on the hour: runs, waits, memberships and what happens. */
const IDLE = Segment.parse({
  id: 'idle',
  name: 'Idle',
  condition: { all: [{ did: 'A' }, { didNot: 'A', within: '2h' }] },
});

const hours = fc.integer({ min: 1, max: 2 }).map((count) => `${count}h`);
const journey = fc.record({
  wait: hours,
  timeout: hours,
  priority: fc.integer({ min: 1, max: 2 }),
  isScheduled: fc.boolean(),
});
type Drawn = typeof journey extends fc.Arbitrary<infer Of> ? Of : never;

const document = (nr: number, { wait, timeout, priority, isScheduled }: Drawn): Journey =>
  Journey.parse({
    id: `j${nr}`,
    name: 'Ties',
    priority,
    timeZone: 'UTC',
    entry: isScheduled
      ? {
          type: 'schedule',
          segment: 'idle',
          at: [10, 11, 12, 13, 14].map((hour) => `2026-03-02T${hour}:00`),
          reentry: { policy: 'always' },
        }
      : { type: 'event', event: 'A', reentry: { policy: 'always' } },
    frequencyCaps: [{ max: 1, per: '1h' }],
    start: 'wait',
    nodes: {
      wait: { type: 'delay', for: wait, then: 'mail' },
      mail: { type: 'message', channel: 'email', content: { subject: 'Hello', text: '.' }, then: 'listen' },
      listen: { type: 'waitFor', events: { a: { event: 'A' } }, timeout, then: 'end' },
      end: { type: 'exit' },
    },
  });

const told = fc.array(fc.record({ hour: fc.integer({ min: 1, max: 5 }), event: fc.constantFrom('A', 'B') }), {
  maxLength: 4,
});

const lived = (happenings: readonly { readonly hour: number; readonly event: string }[]) => async (t: Scenario) => {
  await t.identify({ email: 'ana@example.com' });
  await t.track('A');
  for (let hour = 1; hour <= 5; hour += 1) {
    await t.at(`${hour}h`);
    for (const each of happenings) if (each.hour === hour) await t.track(each.event);
  }
  await t.advance('6h');
};

/** `SEED=7 TIES=20 npx vitest run testkit/ties-property` looks further. */
const RUNS = Number(process.env.TIES ?? 3);
const SEED = Number(process.env.SEED ?? 1);

test('C41 whatever falls on one instant, the engine, the server and the replay agree', async () => {
  await fc.assert(
    fc.asyncProperty(journey, journey, told, (one, other, happenings) =>
      playOnSharedServer(async (server) => {
        const documents = [document(1, one), document(2, other)] as const;
        const inEngine = await playIn(createEngineWorld(), documents, lived(happenings), [IDLE]);
        const world = server.world(ownName('t'));
        const onServer = await playIn(world, documents, lived(happenings), [IDLE]);
        expect(comparable(onServer)).toEqual(comparable(inEngine));
        expect(await world.reconcile()).toEqual([]);
        expect(await replayAll(server.system.client, await world.workflowIds())).toEqual(
          onServer.passes.map(({ trace }) => trace),
        );
        await world.end();
      }),
    ),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
}, 120_000);

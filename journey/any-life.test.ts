import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyJourney, EVENTS } from '../test/any-journey.ts';
import { createEngineWorld } from '../testkit/engine-world.ts';
import { comparable, type Played, playIn, type Scenario } from '../testkit/play.ts';
import type { World } from '../testkit/world.ts';
import type { Journey } from './document.ts';
import { rulesWithWords } from './engine/rules.ts';
import type { JsonObject } from './json.ts';

/** Any journey, whatever happens to those in it, with all its policies: the whole engine's world (design.md §7, invariants). */

const user = fc.constantFrom('ana', 'cleo');
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('tell' as const),
      events: fc.array(fc.constantFrom('Entered', ...EVENTS, 'Goal', 'Quit'), { minLength: 1, maxLength: 3 }),
      n: fc.integer({ min: 0, max: 3 }),
      user,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      length: fc.constantFrom('1s', '89s', '90s', '1h', '2h', '1d', '3d'),
      isExact: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('identify' as const),
      traits: fc.constantFrom<JsonObject>(
        { email: 'ana@example.com', phone: '+31600000000' },
        { email: null },
        { plan: 'pro' },
        { consent: { email: false } },
        { consent: { email: true } },
        { timezone: 'America/New_York' },
        { renewsAt: '2026-03-05' },
      ),
      user,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('command' as const),
      order: fc.constantFrom(
        { name: 'pause' as const },
        { name: 'resume' as const },
        { name: 'retry' as const },
        { name: 'skip' as const },
        { name: 'move' as const, to: 'n0' },
      ),
      user,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('answer' as const),
      channel: fc.constantFrom('email' as const, 'sms' as const, 'webhook' as const),
      answering: fc.constantFrom({ type: 'accepted' as const }, { type: 'rejected' as const, reason: 'gone' }),
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

const anyLife = fc.record({
  document: fc.integer({ min: 1, max: 9 }).chain(anyJourney),
  happenings: fc.array(happening, { minLength: 1, maxLength: 12 }),
});

/** Lives through it; `each` looks after every thing that happens. Whoever was paused is let go on, and all have time enough. */
async function lived(
  document: Journey,
  happenings: readonly Happening[],
  world: World,
  each = async () => {},
): Promise<Played> {
  return playIn(world, document, async (t) => {
    await t.track('Entered', { n: 1 });
    await each();
    for (const what of happenings) {
      await happen(t, what);
      await each();
    }
    for (const who of ['ana', 'cleo']) if (t.exit(who) === null) await t.command({ name: 'resume' }, who);
    for (let days = 0; days < 60; days += 10) await t.advance('10d');
    await each();
  });
}

async function happen(t: Scenario, what: Happening): Promise<void> {
  switch (what.does) {
    case 'tell':
      return t.batch(
        what.events.map((event) => ({ event, properties: { n: what.n } })),
        what.user,
      );
    case 'wait':
      return t.advance(what.length);
    case 'identify':
      return t.identify(what.traits, what.user);
    case 'command':
      return t.exit(what.user) === null ? t.command(what.order, what.user) : undefined;
    default:
      return t.provider(what.channel, what.answering);
  }
}

const options = { numRuns: Number(process.env.LIVES ?? 150) };

describe('for any journey, whatever happens to those in it', { timeout: 120_000 }, () => {
  test('7.5 everybody leaves in the end, with one reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async ({ document, happenings }) => {
        const { passes } = await lived(document, happenings, createEngineWorld());
        for (const { exit, trace } of passes) {
          expect(exit).not.toBeNull();
          expect(trace.filter(({ move }) => move === 'exit').length).toBeLessThanOrEqual(1);
        }
      }),
      options,
    );
  });

  test('7.11 one send per visit, 7.2 and none after the end', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async ({ document, happenings }) => {
        const { passes, delivered } = await lived(document, happenings, createEngineWorld());
        const keys = delivered.map(({ pass, node, visit }) => `${pass}.${node}.${visit}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { trace } of passes) {
          const end = trace.findIndex(({ move }) => move === 'exit');
          const after = end === -1 ? [] : trace.slice(end + 1);
          expect(after.filter(({ move }) => move !== 'withhold')).toEqual([]);
        }
      }),
      options,
    );
  });

  test('7.12 the numbers reconcile at every tick', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async ({ document, happenings }) => {
        const world = createEngineWorld();
        await lived(document, happenings, world, async () => expect(await world.reconcile()).toEqual([]));
      }),
      options,
    );
  });

  test('7.13 every line of the trace has a rule with words, and its time never goes back', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async ({ document, happenings }) => {
        const { passes } = await lived(document, happenings, createEngineWorld());
        for (const { trace } of passes)
          for (const [nr, { at, rule }] of trace.entries()) {
            expect(rulesWithWords).toContain(rule);
            expect(at).toBeGreaterThanOrEqual(trace[nr - 1]?.at ?? at);
          }
      }),
      options,
    );
  });

  test('the same life is the same trace, also for a world that writes down and reads again all it holds before each step', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async ({ document, happenings }) => {
        const once = await lived(document, happenings, createEngineWorld());
        const again = await lived(document, happenings, createEngineWorld({ isForgetful: true }));
        expect(comparable(again)).toEqual(comparable(once));
      }),
      options,
    );
  });
});

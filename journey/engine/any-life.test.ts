import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyJourney, EVENTS } from '../../test/any-journey.ts';
import { createEngineWorld } from '../../testkit/engine-world.ts';
import { comparable, type Played, playIn, type Scenario } from '../../testkit/play.ts';
import type { JsonObject } from '../base/json.ts';
import { MessageChannel } from '../delivery/channel.ts';
import { binds } from '../delivery/frequency-caps.ts';
import { quietBy } from '../delivery/quiet-hours.ts';
import type { Journey } from '../document/document.ts';
import { inMs } from '../time/time.ts';
import type { Answering, World } from '../world/world.ts';
import { rulesWithWords } from './rules.ts';

/**
 * Any journey, whatever happens to those in it, with all its policies: the whole engine's world (design.md §7,
 * invariants).
 */

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
        { timezone: 'Asia/Tokyo' },
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
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('engage' as const),
      kind: fc.constantFrom('delivered' as const, 'clicked' as const, 'clicked' as const),
      user,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('list' as const),
      users: fc.subarray(['ana', 'cleo', 'eve'], { minLength: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('edit' as const), nr: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('migrate' as const),
      nr: fc.nat(),
      how: fc.constantFrom('keep' as const, 'restart' as const, 're-evaluate' as const, { to: 'n0' }),
      user,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('answer' as const),
      channel: fc.constantFrom('email' as const, 'sms' as const, 'webhook' as const, 'activity' as const),
      answering: fc.constantFrom<Answering>(
        { type: 'accepted' },
        { type: 'accepted', response: { port: 'done' } },
        { type: 'rejected', reason: 'gone' },
      ),
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

const anyHappenings = fc.array(happening, { minLength: 1, maxLength: 12 });
const anyLife = fc.record({
  document: fc.integer({ min: 1, max: 9 }).chain(anyJourney),
  edits: fc.array(fc.integer({ min: 1, max: 5 }).chain(anyJourney), { minLength: 1, maxLength: 2 }),
  happenings: anyHappenings,
});
type Life = Parameters<Parameters<typeof anyLife.map>[0]>[0];
/** What the document itself allows: no edits. */
const unedited = ({ happenings, ...life }: Life): Life => ({
  ...life,
  happenings: happenings.filter(({ does }) => does !== 'edit'),
});

/**
 * Plays a life, and calls `each` after everything that happens. In the end it resumes what is paused and leaves enough
 * time for every instance to end.
 */
async function playLife({ document, edits, happenings }: Life, world: World, each = async () => {}): Promise<Played> {
  let version = 1;
  const publish = async (t: Scenario, nr: number) => {
    const edit = edits[nr % edits.length];
    if (!edit) return;
    version += 1;
    await t.publish(edit);
  };
  return playIn(world, document, async (t) => {
    await enter(t, document);
    await each();
    for (const what of happenings) {
      if (what.does === 'edit') await publish(t, what.nr);
      else await happen(t, what, version);
      await each();
    }
    if (t.state() === 'running') await t.stop('drain'); // a schedule would let them in for ever
    for (const who of ['ana', 'cleo']) if (t.exit(who) === null) await t.command({ name: 'resume' }, who);
    for (let days = 0; days < 60; days += 10) await t.advance('10d');
    await each();
  });
}

/** Cleo has no address, at first. */
async function enter(t: Scenario, { entry }: Journey): Promise<void> {
  await t.identify({ email: 'ana@example.com', phone: '+31600000000', renewsAt: '2026-03-04' });
  await t.track('Entered', { n: 1 });
  if (entry.type === 'list') await t.list({ user: 'ana', n: 1 }, { user: 'cleo', n: 1 });
}

async function happen(t: Scenario, what: Exclude<Happening, { does: 'edit' }>, versions: number): Promise<void> {
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
    case 'engage': {
      const last = t.messages(what.user).at(-1);
      return last && MessageChannel.safeParse(last.channel).success
        ? t.engage(last.node, what.kind, what.user)
        : undefined;
    }
    case 'command':
      return t.exit(what.user) === null ? t.command(what.order, what.user) : undefined;
    case 'list':
      return t.list(...what.users.map((user) => ({ user, n: 1 }))).catch(() => {}); // it takes none
    case 'migrate':
      return t.exit(what.user) === null
        ? t.command({ name: 'migrate', version: what.nr % 8 === 0 ? versions + 1 : versions, how: what.how }, what.user)
        : undefined;
    default:
      return t.provider(what.channel, what.answering);
  }
}

/** What the trace says is when it was due: in this world it goes a millisecond later at the most. */
const TICK_MS = 1;
const SENT = ['sent', 'engagement-awaited', 'engaged-before-outcome'];

/** Messages that were sent, but for transactional ones. */
const sentIn = ({ nodes }: Journey, { passes }: Played) =>
  passes.flatMap(({ user: who, trace }) =>
    trace.flatMap(({ node: id, rule, at }) => {
      const node = id === null ? undefined : nodes[id];
      return node?.type === 'message' && !node.transactional && SENT.includes(rule)
        ? [{ user: who, channel: node.channel, tags: node.tags, at }]
        : [];
    }),
  );

const options = { numRuns: Number(process.env.LIVES ?? 150) };

describe('for any journey and any events of its users', { timeout: 120_000 }, () => {
  test('7.5 every instance ends, with one reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        const { passes } = await playLife(life, createEngineWorld());
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
      fc.asyncProperty(anyLife, async (life) => {
        const { passes, delivered } = await playLife(life, createEngineWorld());
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

  test('7.8 only transactional messages go in quiet hours', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        const { document, happenings } = unedited(life);
        const { quietHours, timeZone = 'UTC' } = document;
        const all = happenings.filter((what) => what.does !== 'identify' || !('timezone' in what.traits)); // no user changes zone
        for (const { channel, at } of sentIn(
          document,
          await playLife({ ...life, happenings: all }, createEngineWorld()),
        ))
          expect(quietBy(quietHours, channel, at, timeZone)).toBeUndefined();
      }),
      options,
    );
  });

  test('7.9 no user gets more messages than the caps allow, in any window', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        const { document } = life;
        const sent = sentIn(document, await playLife(unedited(life), createEngineWorld()));
        for (const cap of document.frequencyCaps)
          for (const first of sent.filter((each) => binds(cap, each))) {
            const end = first.at + inMs(cap.per) - TICK_MS;
            const within = sent.filter((each) => each.user === first.user && each.at >= first.at && each.at < end);
            expect(within.filter((each) => binds(cap, each)).length).toBeLessThanOrEqual(cap.max);
          }
      }),
      options,
    );
  });

  test('7.12 the numbers reconcile at every tick', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        const world = createEngineWorld();
        await playLife(life, world, async () => expect(await world.reconcile()).toEqual([]));
      }),
      options,
    );
  });

  test('7.13 every line of the trace has a rule with words, and its time never goes back', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        const { passes } = await playLife(life, createEngineWorld());
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
      fc.asyncProperty(anyLife, async (life) => {
        const once = await playLife(life, createEngineWorld());
        const again = await playLife(life, createEngineWorld({ isForgetful: true }));
        expect(comparable(again)).toEqual(comparable(once));
      }),
      options,
    );
  });

  test('a journey of 200 nodes is lived through too', async () => {
    await fc.assert(
      fc.asyncProperty(anyJourney(199), anyHappenings, async (document, happenings) => {
        const { passes } = await playLife({ document, edits: [], happenings }, createEngineWorld());
        expect(passes.every(({ exit }) => exit !== null)).toBe(true);
      }),
      { numRuns: 5 },
    );
  });
});

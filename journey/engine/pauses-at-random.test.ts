import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { live, MINUTE, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { PausePolicy } from '../lifecycle/pause.ts';

/** Random pauses against a chain of waits and messages: what a policy promises, whatever the instants. */

const STEP = 20 * MINUTE;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A millisecond off the deadlines, the next one two, and so on: each may catch a message between its deadline and its claim. */
const anyPauses: fc.Arbitrary<readonly Span[]> = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 6 }), length: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((drawn) => {
    let at = 0;
    return drawn.map(({ gap, length }) => {
      const from = at + gap * STEP + 1;
      at = from + length * STEP;
      return { from, to: at };
    });
  });
/** Steps that each message is waited for. */
const anyChain = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

function chain(lengths: readonly number[]) {
  const links = lengths.flatMap((length, nr) => [
    [`wait-${nr}`, { type: 'delay', for: `${length * 20}m`, then: `sms-${nr}` }],
    [
      `sms-${nr}`,
      {
        type: 'message',
        channel: 'sms',
        content: { text: 'x' },
        then: nr + 1 < lengths.length ? `wait-${nr + 1}` : 'end',
      },
    ],
  ]);
  return versionOf(Object.fromEntries([...links, ['end', { type: 'exit' }]]) as JourneyInput['nodes']);
}

interface Sending {
  readonly node: string | null;
  readonly at: number;
}

const everyInstant = (last: number): readonly number[] =>
  Array.from({ length: Math.ceil(last / STEP) }, (_, step) => step * STEP).flatMap((at) =>
    Array.from({ length: 7 }, (_, ms) => at + ms),
  );

/** Looks at every millisecond at which anything can be due, and settles each message where it goes. */
function livedThrough(lengths: readonly number[], pauses: readonly Span[], policy: PausePolicy) {
  const life = live(chain(lengths), { profile: { phone: '+31600000000' } });
  const sends: Sending[] = [];
  const last = (lengths.reduce((sum, length) => sum + length, 0) + 60) * STEP;
  for (const at of everyInstant(last)) {
    if (pauses.some(({ to }) => to === at)) life.resume(at);
    if (pauses.some(({ from }) => from === at)) life.pause(at, policy);
    life.decide(at);
    if (life.sent.length === sends.length) continue;
    sends.push({ node: life.instance.at, at });
    life.settle(at);
    life.decide(at);
  }
  return { life, sends };
}

/** The policies once more, without the engine: when each message goes. */
function promised(lengths: readonly number[], pauses: readonly Span[], policy: PausePolicy): readonly Sending[] {
  let clock = 0;
  return lengths.flatMap((length, nr) => {
    const due = policy === 'hold-clock' ? held(clock, length * STEP, pauses) : clock + length * STEP;
    const pause = pauses.find(({ from, to }) => from <= due && due < to);
    const caught = pauses.find(({ from }) => from === due + 1); // due before it, and its timer runs out in it
    clock = caught?.to ?? (policy === 'send-on-resume' ? pause?.to : undefined) ?? due;
    return policy === 'skip' && pause ? [] : [{ node: `sms-${nr}`, at: clock }];
  });
}

const held = (from: number, length: number, pauses: readonly Span[]): number =>
  pauses.reduce((due, pause) => {
    const counts = pause.to > from && pause.from <= due;
    return counts ? due + pause.to - Math.max(pause.from, from) : due;
  }, from + length);

describe('7.7 whatever the pauses and the deadlines', { timeout: 60_000 }, () => {
  test.each(PausePolicy.options)(
    '%s: no send within a pause, each when the policy says, and the instance ends',
    (policy) => {
      fc.assert(
        fc.property(anyChain, anyPauses, (lengths, pauses) => {
          const { life, sends } = livedThrough(lengths, pauses, policy);
          expect(life.instance.exit).toEqual({ reason: 'completed' });
          for (const { at } of sends) expect(pauses.some(({ from, to }) => from <= at && at < to)).toBe(false);
          const wanted = promised(lengths, pauses, policy);
          expect(sends.map(({ node }) => node)).toEqual(wanted.map(({ node }) => node));
          for (const [nr, { at }] of wanted.entries()) expect([at, at + 1]).toContain(sends[nr]?.at); // a deadline closes a millisecond later
        }),
        { numRuns: 60 },
      );
    },
  );
});

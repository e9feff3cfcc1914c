import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHANNELS } from '../delivery/channel.ts';
import type { TraceLine } from './apply.ts';
import { type Advanced, decodeAdvanced, decodeLines, encodeAdvanced, encodeLines } from './wire.ts';

const MOVES = ['wait', 'leave', 'exit', 'note', 'withhold', 'hold', 'release'] as const;
const node = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const ordinal = fc.nat(1_000);
const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
/** Few instants, so that lines often share one. */
const shared = fc.oneof(fc.constantFrom(0, 1_795_986_127_793), moment);
const record = <T>(of: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
  fc.record(of, { requiredKeys, noNullPrototype: true });

const line = record(
  {
    at: shared,
    node: fc.option(node),
    visit: ordinal,
    move: fc.constantFrom(...MOVES),
    port: node,
    rule: node,
    lateMs: ordinal,
  },
  ['at', 'node', 'visit', 'move', 'rule'],
) as fc.Arbitrary<unknown> as fc.Arbitrary<TraceLine>;

const advanced = fc.record(
  {
    delta: record(
      {
        version: ordinal,
        step: ordinal,
        at: fc.option(node),
        visit: ordinal,
        arrivedAt: moment,
        until: fc.option(moment),
        readTo: ordinal,
        since: fc.tuple(ordinal, ordinal, ordinal),
        pausedAt: fc.option(moment),
        pausedMs: ordinal,
        held: fc.boolean(),
        missed: fc.option(ordinal),
        exit: fc.option(record({ reason: node, goal: node }, ['reason'])),
      },
      [],
    ),
    effects: fc.array(
      record(
        {
          ...{ type: fc.constant('send'), channel: fc.constantFrom(...CHANNELS), activity: node, node, visit: ordinal },
          isUrgent: fc.constant(true),
        },
        ['type', 'channel', 'node', 'visit'],
      ),
      { maxLength: 3 },
    ),
    trace: fc.array(line, { maxLength: 6 }),
    timer: fc.oneof(
      fc.constantFrom({ type: 'none' }, { type: 'keep' }),
      fc.record({ type: fc.constant('start'), ms: fc.integer({ min: 1 }) }, { noNullPrototype: true }),
    ),
    again: fc.boolean(),
    direct: fc.boolean(),
  },
  { noNullPrototype: true },
) as fc.Arbitrary<unknown> as fc.Arbitrary<Advanced>;

const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('the workflow receives a decision unchanged', () => {
  fc.assert(
    fc.property(advanced, (told) => {
      expect(decodeAdvanced(overTheWire(encodeAdvanced(told)))).toStrictEqual(told);
    }),
  );
});

test('the lines that a run hands on to the next arrive as they were', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      expect(decodeLines(overTheWire(encodeLines(lines)))).toStrictEqual(lines);
    }),
  );
});

test('where nothing was due, nothing is sent', () => {
  const nothing: Advanced = {
    ...{ delta: {}, effects: [], trace: [], again: false, direct: false },
    timer: { type: 'none' },
  };
  expect(encodeAdvanced(nothing)).toEqual({});
  expect(decodeAdvanced({})).toEqual(nothing);
});

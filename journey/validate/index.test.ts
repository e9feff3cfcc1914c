import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day, errorsOf, journeyWith, sms, waitFor } from '../../test/samples/journey.ts';
import type { JourneyInput } from '../document/document.ts';
import { validate } from './index.ts';

type Nodes = JourneyInput['nodes'];

describe('sizes it must carry (design.md §5)', () => {
  const chain = (count: number): Nodes =>
    Object.fromEntries(
      Array.from({ length: count }, (_, nr) => [
        `n${nr}`,
        nr === count - 1 ? { type: 'exit' } : { ...day, then: `n${nr + 1}` },
      ]),
    );
  const goals = (count: number) => Array.from({ length: count }, (_, nr) => ({ id: `g${nr}`, event: 'G' }));
  const rules = (count: number) =>
    Array.from({ length: count }, (_, nr) => ({ port: `p${nr}`, when: { path: 'profile.x', op: '=', value: nr } }));
  const branch = (count: number) => ({ check: { type: 'branch', rules: rules(count), then: 'end' } });
  test.each([
    { what: '200 nodes', document: journeyWith({}, { start: 'n0', nodes: chain(200) }), refused: [] },
    { what: '201 nodes', document: journeyWith({}, { start: 'n0', nodes: chain(201) }), refused: ['nodes'] },
    { what: '10 goals', document: journeyWith({}, { goals: goals(10) }), refused: [] },
    { what: '11 goals', document: journeyWith({}, { goals: goals(11) }), refused: ['goals'] },
    { what: '32 branches', document: journeyWith(branch(32)), refused: [] },
    { what: '33 branches', document: journeyWith(branch(33)), refused: ['nodes.check.rules'] },
    { what: 'a wait of 1 s', document: journeyWith({ wait: { ...day, for: '1s', then: 'end' } }), refused: [] },
    {
      what: 'a wait of 0 s',
      document: journeyWith({ wait: { ...day, for: '0s', then: 'end' } }),
      refused: ['nodes.wait.for'],
    },
    { what: 'a wait of 5 years', document: journeyWith({ wait: { ...day, for: '1826d', then: 'end' } }), refused: [] },
    {
      what: 'a wait of 6 years',
      document: journeyWith({ wait: { ...day, for: '2191d', then: 'end' } }),
      refused: ['nodes.wait.for'],
    },
    { what: 'a stay of 6 years', document: journeyWith({}, { timeout: '2191d' }), refused: ['timeout'] },
    { what: '900 KB', document: journeyWith(hundredKb(9)), refused: [] },
    { what: '1.1 MB', document: journeyWith(hundredKb(11)), refused: [''] },
  ])('$what', ({ document, refused }) => {
    const validation = validate(document);
    expect(validation.ok ? [] : validation.errors.map(({ path }) => path)).toEqual(refused);
  });
});

const hundredKb = (count: number): object =>
  Object.fromEntries(
    Array.from({ length: count }, (_, nr) => [
      `m${nr}`,
      { ...sms, content: { text: 'é'.repeat(50_000) }, then: nr === count - 1 ? 'end' : `m${nr + 1}` },
    ]),
  );

describe('total: whatever it is given, it answers', () => {
  test.each([
    null,
    undefined,
    5,
    'text',
    [],
    {},
    { nodes: null },
    { nodes: { a: null } },
    { id: 'x', entry: [] },
    Symbol('x'),
    new Date(0),
  ])('%#: %s', (input) => {
    const validation = validate(input);
    expect(validation.ok).toBe(false);
    expect(JSON.parse(JSON.stringify(validation))).toEqual(validation);
  });

  test('nothing nests so deep, or goes so round, that a stack could overflow', () => {
    let deep: unknown = { path: 'profile.x', op: 'exists' };
    for (let depth = 0; depth < 100_000; depth += 1) deep = { not: deep };
    const round: Record<string, unknown> = {};
    round.self = round;
    for (const input of [journeyWith({}, { exits: [{ event: 'A', reason: 'a', where: deep }] }), round])
      expect(errorsOf(input)).toEqual([expect.stringContaining('nested deeper than 64')]);
  });

  test('any JSON at all, and any damage to a good document', () => {
    const good = journeyWith(
      { wait: { ...waitFor, then: 'hello' }, hello: { ...sms, then: 'end' } },
      { goals: [{ id: 'g', event: 'G' }] },
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
        for (const input of [value, damaged(good, at, value)]) {
          const validation = validate(input);
          if (!validation.ok)
            for (const { path, message, fix } of validation.errors)
              expect([typeof path, message.length > 3, fix.length > 3]).toEqual(['string', true, true]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** The same with the value somewhere in it replaced. */
function damaged(document: unknown, at: number, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as object;
  const places: (readonly [Record<string, unknown>, string])[] = [];
  const walk = (part: object) => {
    for (const [name, inner] of Object.entries(part)) {
      places.push([part as Record<string, unknown>, name]);
      if (typeof inner === 'object' && inner !== null) walk(inner);
    }
  };
  walk(copy);
  const place = places[at % places.length];
  if (place) place[0][place[1]] = value;
  return copy;
}

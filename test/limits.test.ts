import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseMessage } from '../api/events/message.ts';
import { instant } from '../journey/time/time.ts';
import { validate } from '../journey/validate/index.ts';
import { countCpu } from './cpu-time.ts';
import { type Definitions, type JsonSchema, samplesOf } from './samples.ts';
import { type Door, findDoors, schemasWithin } from './schemas.ts';

let doors: readonly Door[];
/** A few values of each that it takes. */
let samples: readonly { readonly door: Door; readonly values: readonly unknown[] }[];
beforeAll(async () => {
  doors = (await findDoors()).doors;
  samples = doors.map((door) => {
    const json = z.toJSONSchema(door.schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema & {
      readonly $defs?: Definitions;
    };
    return { door, values: fc.sample(samplesOf(json, { ...json.$defs, '#': json }), { numRuns: 3, seed: 7 }) };
  });
});

describe('C1 every text, list and record that enters has a maximum', () => {
  test('C1 it is the first thing that is checked, and ends the parse', () => {
    const within = doors.flatMap(schemasWithin);
    expect(doors.length).toBeGreaterThan(100);
    expect(within.filter(({ schema }) => schema._zod.def.type === 'string').length).toBeGreaterThan(100);
    expect([...new Set(within.filter(({ schema }) => !isBounded(schema)).map(({ path }) => path))]).toEqual([]);
  });
});

function isBounded(schema: z.core.$ZodTypes): boolean {
  const { def, traits } = schema._zod;
  switch (def.type) {
    case 'string': {
      const [first] = def.checks ?? [];
      const check = first?._zod.def as { readonly check: string; readonly abort?: boolean } | undefined;
      return check?.check === 'max_length' && check.abort === true;
    }
    case 'array':
      // whose members are not looked at here
      return traits.has('BoundedArray') || def.element._zod.def.type === 'unknown';
    case 'record':
      return traits.has('BoundedRecord');
    default:
      return true;
  }
}

const LENGTH = 100_000;
const HOSTILE: Readonly<Record<string, string>> = {
  digits: '1'.repeat(LENGTH),
  'digits, then x': `${'1'.repeat(LENGTH)}x`,
  'a…!': `${'a'.repeat(LENGTH)}!`,
  brackets: '{{('.repeat(LENGTH / 3),
  'opened and closed': `${'['.repeat(LENGTH / 2)}${']'.repeat(LENGTH / 2)}`,
  spaces: ' '.repeat(LENGTH),
  dots: 'profile.'.repeat(LENGTH / 8),
};

function cpuMs(work: () => unknown): number {
  const spent = countCpu();
  work();
  return spent();
}

/** The value with a text put in each place where it has one, and as a name of each of its objects. */
function* withTextIn(value: unknown, text: string): Generator<unknown> {
  if (typeof value === 'string') yield text;
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { ...value, [text]: 1 };
  for (const [name, each] of Object.entries(value))
    for (const changed of withTextIn(each, text))
      yield Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed };
}

const MOST_MS = 100;

describe('C1 100,000 hostile characters are answered within 100 ms in every field that takes text', () => {
  test.each(Object.keys(HOSTILE))(
    'C1 %s',
    (kind) => {
      const text = HOSTILE[kind] ?? '';
      const slow: string[] = [];
      let tried = 0;
      for (const { door, values } of samples)
        for (const changed of values.flatMap((value) => [...withTextIn(value, text)])) {
          tried += 1;
          const ms = cpuMs(() => door.schema.safeParse(changed));
          if (ms > MOST_MS) slow.push(`${door.name}: ${Math.round(ms)} ms`);
        }
      expect(tried).toBeGreaterThan(1_000);
      expect(slow).toEqual([]);
    },
    120_000,
  );

  test.each(Object.keys(HOSTILE))(
    'C1 %s in a whole document, and in a message',
    (kind) => {
      const text = HOSTILE[kind] ?? '';
      const documents = samples.find(({ door }) => door.name === 'journey/document/document.ts Journey')?.values ?? [];
      expect(documents).toHaveLength(3);
      for (const changed of documents.flatMap((value) => [...withTextIn(value, text)]))
        expect(cpuMs(() => validate(changed))).toBeLessThan(MOST_MS);
      const arrival = { receivedAt: instant(0), newId: () => 'm' };
      const message = {
        type: 'track',
        userId: 'a',
        event: 'E',
        messageId: 'm',
        timestamp: 't',
        properties: { a: 'b' },
      };
      for (const changed of withTextIn(message, text))
        expect(cpuMs(() => parseMessage(changed, arrival))).toBeLessThan(MOST_MS);
    },
    120_000,
  );
});

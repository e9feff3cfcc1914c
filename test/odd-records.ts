import fc from 'fast-check';
import type { Parse } from '../api/events/intake.ts';
import type { ParsedMessage } from '../api/events/message.ts';
import type { JsonObject } from '../journey/base/json.ts';
import { instant } from '../journey/time/time.ts';

/** Any JSON value, most of them near what a client may send by mistake. */
const odd = fc.oneof(
  fc.constantFrom<unknown>('', ' ', '$', '$D_', '$D_99999999999', 'constructor', '__proto__', 0, -1, 1e300, true, null),
  fc.constantFrom<unknown>([], {}, [null], { $add: [1] }, { constructor: 1 }, 'x'.repeat(300), '\u0007'),
  fc.string({ maxLength: 8 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Records in which each member is as in the sample, odd, or missing. */
const oddRecords = (sample: JsonObject) =>
  fc.record(
    Object.fromEntries(
      Object.entries(sample).map(([name, value]) => [
        name,
        fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd }),
      ]),
    ),
    { requiredKeys: [] },
  );

let ids = 0;
export const ARRIVAL = {
  receivedAt: instant(Date.UTC(2026, 10, 30)),
  newId: () => {
    ids += 1;
    return `new-${ids}`;
  },
};

/** Asserts that records with odd values are understood, or refused with the member and the fix, and never throw. */
export function assertNeverThrows(parse: Parse, sample: JsonObject): void {
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: oddRecords(sample) }, { weight: 1, arbitrary: odd }), (record) => {
      assertUsable(parse(record, ARRIVAL));
    }),
    { numRuns: 500 },
  );
}

function assertUsable(parsed: ParsedMessage): void {
  switch (parsed.type) {
    case 'rejected':
      if (parsed.flaw.message === '' || parsed.flaw.fix === '') throw new Error('a refusal must say why and the fix');
      return;
    case 'event': {
      const { userId, anonymousId, name, messageId } = parsed.message;
      if (!userId && !anonymousId) throw new Error('an event must be of a user');
      if (name === '' || messageId === '') throw new Error('an event must have a name and an ID');
      return;
    }
    case 'ignored':
  }
}

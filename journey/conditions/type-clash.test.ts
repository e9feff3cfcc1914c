import { expect, test } from 'vitest';
import type { JsonValue } from '../base/json.ts';
import { findTypeClash } from './type-clash.ts';

test.each<[op: string, value: JsonValue, types: readonly string[], clash: string | undefined]>([
  ['>=', 100, ['string'], 'number with text'],
  ['>=', 100, ['null', 'string'], 'number with text'],
  ['=', 100, ['string'], 'number with text'],
  ['in', [1, 2], ['string'], 'number with text'],
  ['=', 'pro', ['number'], 'text with number'],
  ['not-in', ['pro'], ['number', 'boolean'], 'text with number'],
  ['>=', 100, ['number', 'string'], undefined], // some match
  ['>=', 100, ['number'], undefined],
  ['>=', 100, [], undefined], // nothing was seen
  ['=', '', ['number'], undefined], // not yet typed
  ['=', null, ['number'], undefined],
  ['in', [], ['string'], undefined],
  ['in', [1, 'a'], ['string'], undefined],
  ['contains', 'a', ['number'], undefined],
  ['exists', null, ['string'], undefined],
  ['=', { path: 'profile.plan' }, ['number'], undefined],
])('D11 %s %j where %j were seen: %s', (op, value, types, clash) => {
  const found = findTypeClash({ op, value }, types);
  expect(found && `${found.compared} with ${found.seen}`).toBe(clash);
});

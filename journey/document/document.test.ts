import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { journeyJsonSchema } from './document.ts';

test('the JSON Schema that editors are given is that of this document: else `npm run schema`', () => {
  const committed = readFileSync(new URL('../../docs/journey.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(committed)).toEqual(journeyJsonSchema());
});

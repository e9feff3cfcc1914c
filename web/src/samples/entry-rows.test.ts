import { expect, test } from 'vitest';
import type { DraftDocument } from '../document/document';
import { entryRows } from './entry-rows';

const draft = (text: string, entry: object = {}) =>
  ({ id: 'cart', entry, nodes: { hi: { type: 'message', content: { text } } } }) as unknown as DraftDocument;
const shown = (of: DraftDocument, seen: Parameters<typeof entryRows>[1] = []) =>
  entryRows(of, seen).map(({ name, text }) => `${name}=${text}`);

test.each<{ readonly text: string; readonly entry?: object; readonly rows: readonly string[] }>([
  { text: 'Hi', rows: [] },
  { text: '{{ context.entry.shop }} {{ context.entry.shop }}', rows: ['shop=shop 1'] },
  { text: '{{ context.entry.total | times: 2 }}', rows: ['total=20'] },
  { text: '{{ context.entry.total }} {{ context.entry.total|round }}', rows: ['total=20'] },
  { text: '{{ context.entry.name | upcase }}', rows: ['name=name 1'] },
  { text: '{{ context.entry.shop }}', entry: { key: 'event.cart' }, rows: ['cart=cart 1', 'shop=shop 1'] },
  { text: '{{ context.entry.cart }}', entry: { key: 'entry.cart' }, rows: ['cart=cart 1'] },
  {
    text: 'D6 {{ context.entry["utm.source"] }}',
    entry: { key: 'event["cart.id"]' },
    rows: ['["cart.id"]=["cart.id"] 1', '["utm.source"]=["utm.source"] 1'],
  },
  { text: '{{ context.other.shop }}', entry: { key: 5 }, rows: [] },
])('a journey with the text $text and the entry $entry needs the rows $rows', ({ text, entry, rows }) => {
  expect(shown(draft(text, entry))).toEqual(rows);
});

test('a seen value replaces the made-up one', () => {
  const seen = [{ path: 'total', types: ['number'], samples: ['49.9'] }];
  expect(shown(draft('{{ context.entry.total }} {{ context.entry.shop }}'), seen)).toEqual([
    'total=49.9',
    'shop=shop 1',
  ]);
});

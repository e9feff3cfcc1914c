import { expect, test } from 'vitest';
import type { JsonObject } from '../../journey/base/json.ts';
import { createRenderer } from '../templates.ts';
import { nodeWall } from './wall.ts';

const renderer = createRenderer(nodeWall);
const text = (template: string, locale: string | undefined, scope: JsonObject = {}) => {
  const zone = { timeZone: 'Europe/Berlin', locale };
  const rendered = renderer.render({ text: template }, scope, Date.parse('2026-03-01T22:30:00Z'), zone);
  return rendered.ok && rendered.missing.length === 0 ? rendered.content.text?.replace(/\s/g, ' ') : rendered;
};

test.each([
  ['{{ 1234.5 | format_number }}', 'en', '1,234.5'],
  ['{{ 1234.5 | format_number }}', 'de', '1.234,5'],
  ['{{ 1234.5 | format_number }}', 'en-IN', '1,234.5'],
  ['{{ "1234.5" | format_number: 2 }}', 'fr', '1 234,50'],
  ['{{ 2.0 | format_number: 0 }}', 'en', '2'],
  ['{{ 1234.5 | format_money: "EUR" }}', 'de', '1.234,50 €'],
  ['{{ 1234.5 | format_money: "USD" }}', 'en-US', '$1,234.50'],
  ['{{ 1234 | format_money: "JPY" }}', 'ja', '¥1,234'],
  ['{{ "now" | format_date }}', 'en-US', 'Mar 1, 2026'],
  ['{{ "now" | format_date: "long" }}', 'de', '1. März 2026'],
  ['{{ "now" | format_date: "long", "short" }}', 'de', '1. März 2026 um 23:30'],
  ['{{ "2026-03-05" | format_date: "short" }}', 'en-GB', '05/03/2026'],
  ['{{ 1234.5 | format_number }}{{ "now" | format_date }}', undefined, '1,234.5Mar 1, 2026'],
  ['{{ 1234.5 | format_number }}', 'xx', '1,234.5'],
])('%s in %s: %s', (template, locale, result) => {
  expect(text(template, locale)?.toString().replace('￥', '¥')).toBe(result);
});

test.each([
  '{{ "abc" | format_number }}',
  '{{ "" | format_money: "EUR" }}',
  '{{ "soon" | format_date }}',
  '{{ x | format_date }}',
])('%s is missing, rather than a wrong number', (template) => {
  expect(text(template, 'en')).toMatchObject({ ok: true, missing: [expect.any(String)] });
});

test.each([
  ['{{ 1 | format_money }}', 'needs a currency'],
  ['{{ 1 | format_money: "euros" }}', 'needs a currency'],
  ['{{ "now" | format_date: "%Y" }}', "isn't one of full, long, medium, short"],
  ['{{ 1 | format_number: 200 }}', 'out of range'],
])('%s fails: %s', (template, reason) => {
  expect(text(template, 'en')).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
});

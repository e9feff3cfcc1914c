import { expect, test } from 'vitest';
import { errorsOf, journeyWith } from '../../test/samples/journey.ts';
import { localeOf } from '../people/locale.ts';
import { variantFor } from './content.ts';

test.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['de_AT.UTF-8', 'de'],
  ['pt-BR', 'pt-BR'],
  ['PT_br', 'pt-BR'],
  ['pt', undefined],
  ['zh-Hant-TW', 'zh-Hant'],
  ['en', undefined],
  ['', undefined],
  ['nonsense locale', undefined],
  [{ a: 1 }, undefined],
  [undefined, undefined],
])('a user with locale %j gets the variant %s', (locale, variant) => {
  const variants = { de: 'de', 'pt-BR': 'pt-BR', 'zh-Hant': 'zh-Hant' };
  expect(variantFor(variants, localeOf(locale === undefined ? {} : { locale }))).toBe(variant);
});

const say = (more: object) => ({
  say: { type: 'message', channel: 'sms', content: { text: 'Hi' }, then: 'end', ...more },
});

test('variants and content blocks are checked like content', () => {
  expect(errorsOf(journeyWith(say({ variants: { de: { text: '{{ nobody }}' } } })))).toEqual([
    expect.stringMatching(/^nodes\.say\.variants\.de\.text \| node "say": nothing provides "\{\{ nobody \}\}"/),
  ]);
  expect(errorsOf(journeyWith(say({ variants: { de_DE: {} } })))).toEqual([
    expect.stringContaining('nodes.say.variants.de_DE'),
  ]);
  expect(
    errorsOf(
      journeyWith(say({ content: { text: '{% render "foot" %}' } }), { blocks: { footer: { content: '{{ x' } } }),
    ),
  ).toEqual([
    'nodes.say.content.text | node "say": there is no content block "foot" | did you mean "footer"?',
    'blocks.footer.content | content block "footer": "{{ x" never ends | close it with }}',
  ]);
  const text = '{% render "footer", title: profile.title %}';
  expect(
    errorsOf(
      journeyWith(say({ content: { text } }), { blocks: { footer: { content: '{{ title }} {{ profile.a }}' } } }),
    ),
  ).toEqual([]);
});

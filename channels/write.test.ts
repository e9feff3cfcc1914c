import { expect, test } from 'vitest';
import { NodeId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import { Journey } from '../journey/document/document.ts';
import { compile } from '../journey/engine/version.ts';
import { nodeWall } from './liquid/wall.ts';
import { createRenderer } from './templates.ts';
import { createWrite, type WriteOptions } from './write.ts';

const NODE = NodeId.parse('say');
const write = (node: object, options?: WriteOptions, blocks?: object, profile: JsonObject = {}) =>
  createWrite(createRenderer(nodeWall), options)(
    compile(
      Journey.parse({
        id: 'says',
        name: 'Says',
        entry: { type: 'api' },
        start: 'say',
        nodes: { say: { ...node, then: 'end' }, end: { type: 'exit' } },
        blocks,
      }),
      1,
    ),
    NODE,
    {
      userId: 'ana',
      profile: { email: 'ana@example.com', link: 'javascript:alert(1)', ...profile },
      context: {},
      now: 0,
    },
  );
const email = (content: object) => ({ type: 'message', channel: 'email', content });

test('M7 the reason names what is missing, and says what to write', () => {
  expect(write(email({ subject: '{{ profile.nope }}', text: '{{ profile.b | upcase }}' }))).toEqual({
    ok: false,
    reason: 'no value for profile.nope, profile.b: give a default, such as {{ profile.nope | default: "…" }}',
    isLate: false,
  });
});

test('M7 the reason names content that rendered to nothing', () => {
  expect(write(email({ subject: '{% if a %}x{% endif %}', text: 'x' }))).toMatchObject({
    reason: 'content.subject rendered to nothing',
  });
  expect(write(email({ subject: 'x', text: '{% comment %}x{% endcomment %} ' }))).toMatchObject({
    reason: 'content.html and content.text rendered to nothing',
  });
});

test.each([
  { type: 'webhook', url: 'https://crm.example/{{ profile.nope }}' },
  { type: 'webhook', url: 'https://crm.example/', body: { plan: '{{ profile.nope }}' } },
  { type: 'webhook', url: 'https://crm.example/', headers: { 'x-plan': '{{ profile.nope }}' } },
  { type: 'activity', activity: 'score', input: { plan: '{{ profile.nope }}' } },
])('M7 a call out with a missing value isn’t made: %j', (node) => {
  expect(write(node)).toMatchObject({ ok: false, reason: expect.stringContaining('no value for profile.nope') });
});

test('S3 a link outside HTML can’t run code either', () => {
  const push = { type: 'message', channel: 'inApp', content: { title: 'x', url: '{{ profile.link }}' } };
  expect(write(push)).toMatchObject({ ok: false, reason: expect.stringContaining('the scheme "javascript:"') });
});

test('a preview renders what is missing as nothing, and is told', () => {
  const missing: string[] = [];
  const onMissing = (names: readonly string[]) => missing.push(...names);
  expect(write(email({ subject: 'Hi {{ profile.nope }}', text: '.' }), { onMissing })).toMatchObject({
    content: { subject: 'Hi' },
  });
  expect(missing).toEqual(['profile.nope']);
});

test('a variant’s HTML replaces MJML, and its MJML replaces HTML', () => {
  const node = (content: object, own: object) => ({ ...email({ subject: 'Hi', ...content }), variants: { de: own } });
  const de = (content: object, own: object) => write(node(content, own), {}, undefined, { locale: 'de' });
  expect(de({ mjml: '<mjml></mjml>' }, { html: '<p>Hallo</p>' })).toMatchObject({ content: { html: '<p>Hallo</p>' } });
  const mjml = de({ html: '<p>Hello</p>' }, { mjml: '<mjml></mjml>' });
  expect(mjml).toMatchObject({ ok: false, reason: expect.stringContaining('mjml') }); // this test has no compiler
});

test('a user gets the variant of their language, and the rest of the content', () => {
  const node = {
    ...email({ subject: 'Hello', text: 'Your cart: {{ 1234.5 | format_money: "EUR" }}' }),
    variants: { de: { subject: 'Hallo' }, 'de-CH': { subject: 'Grüezi' } },
  };
  const of = (locale: string) => write(node, {}, undefined, { locale });
  expect(of('de_AT')).toMatchObject({ content: { subject: 'Hallo', text: expect.stringContaining('1.234,50') } });
  expect(of('de-CH')).toMatchObject({ content: { subject: 'Grüezi' } });
  expect(of('fr')).toMatchObject({ content: { subject: 'Hello' } });
});

test('a content block reads what the message reads, in the user’s language, as text or HTML', () => {
  const html = '{% render "footer", title: profile.title %}|{% render "footer", title: "<b>" %}';
  const blocks = {
    footer: { content: '<i>{{ title }}</i>{% render "by" %}' },
    by: { content: 'By {{ userId }}', variants: { de: 'Von {{ userId }}' } },
  };
  const said = email({ subject: '{% render "by" %}', html });
  expect(write(said, {}, blocks, { title: '<x>' })).toMatchObject({
    content: { subject: 'By ana', html: '<i>&lt;x&gt;</i>By ana|<i><b></i>By ana' },
  });
  expect(write(said, {}, blocks, { title: 'x', locale: 'de' })).toMatchObject({ content: { subject: 'Von ana' } });
  expect(write(said, {}, blocks)).toMatchObject({ ok: false, reason: expect.stringContaining('no value for title') });
});

test('a content block that is missing, or contains itself, fails the message', () => {
  const said = email({ subject: 'x', text: '{% render "a" %}' });
  expect(write(said)).toMatchObject({ ok: false, reason: expect.stringContaining('there is no content block "a"') });
  const round = { a: { content: '{% render "b" %}' }, b: { content: '{% render "a" %}' } };
  expect(write(said, {}, round)).toMatchObject({ ok: false, reason: expect.stringContaining('nested deeper than 8') });
});

test('the parameters of a WhatsApp template are rendered one by one, in the user’s language', () => {
  const whatsappTemplate = (language: string) => ({
    name: 'welcome',
    language,
    parameters: ['{{ profile.name }}', '3'],
  });
  const node = {
    ...{ type: 'message', channel: 'whatsapp', content: { whatsappTemplate: whatsappTemplate('en_US') }, then: 'end' },
    variants: { de: { whatsappTemplate: whatsappTemplate('de') } },
  };
  expect(write(node, {}, undefined, { name: '{{ <b> }}', locale: 'de' })).toMatchObject({
    content: { whatsappTemplate: { name: 'welcome', language: 'de', parameters: ['{{ <b> }}', '3'] } },
  });
  expect(write(node)).toMatchObject({ ok: false, reason: expect.stringContaining('profile.name') });
});

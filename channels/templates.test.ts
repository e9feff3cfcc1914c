import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../journey/base/json.ts';
import { nodeWall } from './liquid/wall.ts';
import { createRenderer, type RenderOptions, type Wording } from './templates.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const renderer = createRenderer(nodeWall);
const once = (wording: Wording, scope: JsonObject = {}, options?: RenderOptions) =>
  renderer.render(wording, scope, NOW, options);
/** What took too long is tried again, as the activity does: the machine may be busy. */
const render: typeof once = (...asked) => {
  let rendered = once(...asked);
  for (let nth = 1; nth < 5 && !rendered.ok && rendered.isLate; nth += 1) rendered = once(...asked);
  return rendered;
};
const text = (template: string, scope: JsonObject = {}, options?: RenderOptions) => {
  const rendered = render({ text: template }, scope, options);
  return rendered.ok ? rendered.content.text : rendered;
};

describe('a message is filled in', () => {
  const scope = { profile: { name: 'Ada <3', city: null }, event: { items: [{ name: 'Lamp' }, { name: 'Rug' }] } };

  test('every field that is given, and no other', () => {
    expect(
      render(
        { subject: 'Hi {{ profile.name }}', url: ' https://x.example/?n={{ profile.name | url_encode }} ' },
        scope,
      ),
    ).toEqual({ ok: true, content: { subject: 'Hi Ada <3', url: 'https://x.example/?n=Ada+%3C3' }, missing: [] });
  });

  test('HTML is escaped, text isn’t', () => {
    const template = '{{ profile.name }}{% echo profile.name %}{{ profile.name | raw }}';
    expect(render({ text: template, html: template }, scope)).toMatchObject({
      content: { text: 'Ada <3Ada <3Ada <3', html: 'Ada &lt;3Ada &lt;3Ada &lt;3' },
    });
  });

  test.each([
    ['{{ profile.nothing }}{{ nobody.at.all }}{{ profile.city }}', ''],
    ['{{ profile.nothing | default: "friend" }}', 'friend'],
    [
      '{% for item in event.items %}{{ forloop.index }} {{ item.name }}{% unless forloop.last %}, {% endunless %}{% endfor %}',
      '1 Lamp, 2 Rug',
    ],
    ['{{ event.items | map: "name" | join: " + " }}', 'Lamp + Rug'],
    ['{% capture who %}{{ profile.name }}{% endcapture %}{{ who | upcase }}', 'ADA <3'],
    ['no template, 100 % { as } it is', 'no template, 100 % { as } it is'],
  ])('%s → %j', (template, result) => {
    expect(text(template, scope)).toBe(result);
  });

  test('subject and title are one line each: a line break can’t add a header', () => {
    expect(
      render({ subject: 'a\r\nBcc: {{ x }}', title: '{% if x %}\n  b\n{% endif %}' }, { x: 'y\nz' }),
    ).toMatchObject({
      content: { subject: 'a Bcc: y z', title: 'b' },
    });
  });

  test('data as JSON: its strings are templates, its numbers stay', () => {
    const data = { cart: '{{ event.items[0].name }}', n: 1, list: [true, null, '{{ profile.name }}'] };
    expect(render({ data }, scope)).toMatchObject({
      content: { data: { cart: 'Lamp', n: 1, list: [true, null, 'Ada <3'] } },
    });
  });

  test('data as a template that makes JSON', () => {
    expect(render({ data: '{"items": {{ event.items | json }}, "n": {{ event.items.size }}}' }, scope)).toMatchObject({
      content: { data: { items: [{ name: 'Lamp' }, { name: 'Rug' }], n: 2 } },
    });
    expect(render({ data: '{"name": {{ profile.name }}}' }, scope)).toEqual({
      ok: false,
      field: 'data',
      reason: 'does not render valid JSON: write each value as {{ value | json }}',
      isLate: false,
    });
  });

  test('a fault names the field, the line and the cause', () => {
    expect(render({ subject: 'fine', text: 'a\n{{ profile.name | shout }}' }, scope)).toEqual({
      ok: false,
      field: 'text',
      reason: 'line 2: undefined filter: shout',
      isLate: false,
    });
  });
});

describe('M5 arithmetic works as in Shopify’s Liquid', () => {
  test.each([
    ['{{ 5 | divided_by: 3 }}', '1'],
    ['{{ 130 | divided_by: 60 }}h', '2h'],
    ['{{ n | divided_by: 60 }}:{{ n | modulo: 60 }}', '2:10'],
    ['{{ "130" | divided_by: "60" }}', '2'],
    ['{{ -5 | divided_by: 3 }}', '-2'],
    ['{{ 5 | divided_by: 2.0 }}', '2.5'],
    ['{{ 6.0 | divided_by: 4 }}', '1.5'],
    ['{{ 5 | times: 1.0 | divided_by: 2 }}', '2.5'],
    ['{% assign x = 5 | plus: 0.0 %}{{ x | divided_by: 2 }}', '2.5'],
    ['{{ 5.5 | divided_by: 2 | round: 1 }}', '2.8'],
    ['{{ "5.0" | divided_by: 2 }}', '2.5'],
    ['{{ 10 | times: 0.9 }}{% if 1.0 == 1 %}y{% endif %}{% if 1.5 > 1 %}y{% endif %}', '9yy'],
    ['{{ 2.0 | json }}{{ 1.5 }}{{ list | slice: 1.0 }}', '21.5b'],
  ])('%s → %s', (template, result) => {
    expect(text(template, { n: 130, list: ['a', 'b'] })).toBe(result);
    const rendered = render({ html: template }, { n: 130, list: ['a', 'b'] });
    expect(rendered).toMatchObject({ content: { html: result } });
  });

  test.each(['{{ 5 | divided_by: 0 }}', '{{ 5 | modulo: 0 }}', '{{ 5 | divided_by: 0.0 }}'])('%s fails', (template) => {
    expect(text(template)).toMatchObject({ ok: false, reason: expect.stringContaining('divided by 0') });
  });
});

test('M6 json writes a missing value as null', () => {
  expect(render({ data: '{"text": {{ profile.bio | json }}}' }, { profile: {} })).toEqual({
    ok: true,
    content: { data: { text: null } },
    missing: [],
  });
});

describe('M7 what is printed without being there is reported', () => {
  const scope = { profile: { name: 'Ada', empty: '', nothing: null, list: [], no: false, n: 0 }, context: {} };

  test.each<readonly [template: string, missing: readonly string[]]>([
    ['{{ profile.name }}{{ profile.no }}{{ profile.n }}', []],
    ['{{ profile.nope }}', ['profile.nope']],
    [
      '{{ profile.nothing }}{{ profile.empty }}{{ nobody.at.all }}',
      ['profile.nothing', 'profile.empty', 'nobody.at.all'],
    ],
    ['{{ profile.nope | upcase | append: "!" }}', ['profile.nope']],
    ['{{ profile["nope"] }}', ['profile["nope"]']],
    ['{{ profile.nope | default: "you" }}', []],
    ['{{ profile.nope | upcase | default: "you" }}', []],
    ['{{ profile.nope | default: "" }}', []],
    ['{{ profile.nope | default: profile.none }}', ['profile.nope']],
    ['{{ profile.nope | default: profile.name }}', []],
    ['{{ "Hi " | append: profile.nope }}', ['profile.nope']],
    ['{{ profile.list | first }}', ['profile.list']],
    ['{{ "soon" | days_until }}', ['"soon"']],
    ['{% echo profile.nope %}', ['profile.nope']],
    ['{% capture x %}{{ profile.nope }}{% endcapture %}', ['profile.nope']],
    ['{% for i in (1..2) %}{{ i }}{{ profile.nope }}{% endfor %}', ['profile.nope']],
    ['{% assign x = profile.nope %}{{ x }}', ['x']],
    ['{% assign x = "" %}{{ x }}{% capture y %}{% endcapture %}{{ y }}', []],
    ['{% if profile.nope %}{{ profile.nope.more }}{% else %}none{% endif %}', []],
    ['{% unless profile.nope == "x" %}y{% endunless %}{% for x in profile.nope %}{{ x }}{% endfor %}', []],
    ['{% assign x = profile.nope | default: "a" %}{{ x }}', []],
  ])('%s: %j', (template, missing) => {
    for (const field of ['text', 'html'] as const)
      expect(render({ [field]: template }, scope)).toMatchObject({ ok: true, missing });
  });
});

describe('a template can end its message', () => {
  test.each([
    ['{% abort %}', 'no reason given'],
    ['{% abort_message %}', 'no reason given'],
    ['{% abort_message("sold out") %}', 'sold out'],
    ["{% abort_message 'sold out' %}", 'sold out'],
    ['{% if a == 1 %}{% abort "one" %}{% endif %}', 'one'],
    ['{% capture x %}{% for i in (1..2) %}{% abort "deep" %}{% endfor %}{% endcapture %}', 'deep'],
  ])('%s: %s', (template, reason) => {
    for (const field of ['text', 'html'] as const)
      expect(render({ [field]: template }, { a: 1 })).toEqual({
        ok: false,
        field,
        reason,
        isLate: false,
        isAborted: true,
      });
  });

  test('only where it is reached, and its reason is in quotes', () => {
    expect(text('{% if a == 2 %}{% abort %}{% endif %}on', { a: 1 })).toBe('on');
    expect(text('{% abort sold out %}')).toMatchObject({ ok: false, reason: expect.stringContaining('in quotes') });
  });
});

describe('dates use the given now, never the machine’s clock', () => {
  const zone = { timeZone: 'America/New_York' };

  test.each([
    ['{{ "now" | date: "%Y-%m-%d %H:%M" }}', undefined, '2026-03-01 12:00'],
    ['{{ "today" | date: "%Y-%m-%d %H:%M" }}', zone, '2026-03-01 07:00'],
    ['{{ "2026-03-02T02:00:00Z" | date: "%Y-%m-%d" }}', zone, '2026-03-01'],
    ['{{ "2026-03-02" | date: "%Y-%m-%d" }}', zone, '2026-03-02'],
    ['{{ "2026-03-02" | date: "%Y-%m-%d" }}', { timeZone: 'Pacific/Kiritimati' }, '2026-03-02'],
    ['{{ 1772366400 | date: "%Y-%m-%d %H:%M" }}', undefined, '2026-03-01 12:00'],
    ['{{ 1772366400000 | date: "%Y-%m-%d %H:%M" }}', undefined, '2026-03-01 12:00'],
    ['{{ "1772366400000" | date: "%Y-%m-%d %H:%M" }}', undefined, '2026-03-01 12:00'],
    ['{{ "2026-03-05" | date_to_long_string }}', zone, '05 March 2026'],
    ['{{ "2026-03-02 02:00" | date: "%d %H:%M" }}', zone, '02 02:00'], // on the user's clock
    ['{{ "10 March 2026" | date: "%Y-%m-%d" }}', zone, '2026-03-10'],
    ['{{ "Tue, 10 Mar 2026 01:00:00 +0000" | date: "%Y-%m-%d" }}', zone, '2026-03-09'],
    ['{{ "03/10/2026" | date: "%Y-%m-%d" }}', { ...zone, dateOrder: 'mdy' as const }, '2026-03-10'],
    ['{{ "03/10/2026" | date: "%Y-%m-%d" }}', { ...zone, dateOrder: 'dmy' as const }, '2026-10-03'],
    ['{{ "03/10/2026" | date: "%Y-%m-%d" }}', zone, '03/10/2026'],
    ['{{ "1990-03-14T00:00:00Z" | calendar_date | date: "%d %B" }}', zone, '14 March'],
    ['{{ 637372800 | calendar_date }}', zone, '1990-03-14'],
    ['{{ "3 March 2026" | days_until }}', zone, '2'],
    ['{{ "2026-03-01T12:00:00Z" | date: "%H:%M", "Asia/Tokyo" }}', zone, '21:00'],
    ['[{{ nothing | date: "%Y" }}] [{{ "soon" | date: "%Y" }}]', undefined, '[] [soon]'],
  ])('%s in %j → %s', (template, options, result) => {
    expect(text(template, {}, options)).toBe(result);
  });

  test.each([
    { date: '2026-03-01T12:00:00Z', days: '0' },
    { date: '2026-03-01T12:00:00.001Z', days: '1' },
    { date: '2026-03-02T12:00:00Z', days: '1' },
    { date: '2026-03-02T12:00:01Z', days: '2' },
    { date: '2026-03-01T11:00:00Z', days: '0' },
    { date: '2026-02-28T12:00:00Z', days: '-1' },
    { date: NOW + 3 * 86_400_000, days: '3' },
    { date: NOW / 1000 + 86_400, days: '1' },
    { date: '2026-03-01', days: '0' },
    { date: '2026-03-08', days: '7' },
    { date: '2026-02-27', days: '-2' },
    { date: 'now', days: '0' },
    { date: 'soon', days: '' },
    { date: null, days: '' },
    { date: { a: 1 }, days: '' },
  ])('days_until $date → $days', ({ date, days }) => {
    expect(text('{{ date | days_until }}', { date })).toBe(days);
  });

  test('days_until counts from the reader’s day: it is still 28 February in New York', () => {
    const rendered = renderer.render(
      { text: '{{ "2026-03-01" | days_until }}' },
      {},
      Date.parse('2026-03-01T04:30:00Z'),
      zone,
    );
    expect(rendered).toMatchObject({ content: { text: '1' } });
  });

  test('the same message reads the same tomorrow', () => {
    expect(text('{{ "now" | date: "%s" }}')).toBe(String(NOW / 1000));
    expect(text('{{ list | sample }}', { list: [1, 2] })).toMatchObject({ ok: false }); // a die
  });
});

describe('a hostile template dies quickly, with a reason', () => {
  test.each([
    { attack: 'a long range', template: '{% for i in (1..100000000) %}x{% endfor %}' },
    {
      attack: 'doubling by append',
      template: '{% assign s = "x" %}{% for i in (1..99) %}{% assign s = s | append: s %}{% endfor %}',
    },
    {
      attack: 'doubling by capture',
      template:
        '{% assign s = "x" %}{% for i in (1..99) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}{{ s contains "y" }}',
    },
    { attack: 'padding', template: '{{ "now" | date: "%99999999d" }}' },
    {
      attack: 'loops in loops',
      template:
        '{% for a in (1..999) %}{% for b in (1..999) %}{% for c in (1..999) %}{% endfor %}{% endfor %}{% endfor %}',
      isLate: true,
    },
    {
      attack: 'a range that never ends, past 2^53',
      template: '{% for i in (9007199254740991..9007199254740994) %}{% endfor %}',
      isLate: true,
    },
    {
      attack: 'a slow filter',
      template: '{% assign a = (1..900000) %}{{ a | where_exp: "x", "x > 1" | where_exp: "x", "x > 2" | size }}',
      isLate: true,
    },
    { attack: 'a large output', template: '{% for i in (1..2000) %}{{ kilobyte }}{% endfor %}' },
    { attack: 'a large template', template: `{{ a }}${'x'.repeat(262_144)}` },
    { attack: 'reading a file', template: '{% include "/etc/passwd" %}' },
    { attack: 'reading a file by render', template: '{% render "../package.json" %}' },
    { attack: 'reading a file by layout', template: '{% layout "package.json" %}' },
    { attack: 'a name from the prototype as a file', template: '{% include "constructor" %}' },
  ])('$attack', ({ template, isLate = expect.any(Boolean) }) => {
    const began = performance.now();
    expect(once({ text: template }, { kilobyte: 'y'.repeat(1024) })).toEqual({
      ok: false,
      field: 'text',
      reason: expect.stringMatching(/\w{3}/),
      isLate,
    });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test.each([
    'constructor',
    'p.constructor',
    'p.__proto__',
    'p.toString',
    'p["constructor"]["constructor"]',
    'text.constructor',
    'list.map',
    'p | map: "constructor"',
  ])('the prototype is out of reach: {{ %s }}', (expression) => {
    expect(text(`{{ ${expression} }}`, { p: {}, text: 'x', list: [1] })).toBe('');
  });

  test('a user’s text stays text, never a template', () => {
    expect(text('{{ profile.name }}', { profile: { name: '{{ secret }}{% include "x" %}' }, secret: 's' })).toBe(
      '{{ secret }}{% include "x" %}',
    );
  });

  test('the next message isn’t affected', () => {
    expect(text('{{ x }}', { x: 1 })).toBe('1');
  });
});

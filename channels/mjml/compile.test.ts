import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileMjml } from './compile.ts';
import { shieldLiquid } from './liquid.ts';

const around = (inside: string): string =>
  `<mjml><mj-body><mj-section><mj-column>\n${inside}\n</mj-column></mj-section></mj-body></mjml>`;
const body = (inside: string): string => `<mjml><mj-body>\n${inside}\n</mj-body></mjml>`;

describe('Liquid is kept byte for byte', () => {
  test.each([
    '{{ profile.name | default: "you & me" }}',
    "{{ profile.name | append: '<b>' }}",
    '{%- if a < b and c > d -%}x{%- endif -%}',
    '{% raw %}{{ x }}{% endraw %}',
    '{{ x\n| upcase }}',
  ])('%s in a text', async (liquid) => {
    const { html, errors } = await compileMjml(around(`<mj-text>Hi ${liquid} &amp; <b>you</b></mj-text>`));
    expect(errors).toEqual([]);
    expect(html).toContain(`Hi ${liquid} &amp; <b>you</b>`);
  });

  test('in attributes, links and colors, without warnings', async () => {
    const source = around(
      `<mj-button href="{{ context.url }}?a={{ x | url_encode }}" color="{{ color | default: '#fff' }}">Go</mj-button>`,
    );
    const { html, errors, warnings } = await compileMjml(source);
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    expect(html).toContain('href="{{ context.url }}?a={{ x | url_encode }}"');
    expect(html).toContain("color:{{ color | default: '#fff' }}");
  });

  test('around elements, within mj-raw, in its place', async () => {
    const section = '<mj-section><mj-column><mj-text>{{ item.name }}</mj-text></mj-column></mj-section>';
    const source = body(`<mj-raw>{% for item in context.items %}</mj-raw>${section}<mj-raw>{% endfor %}</mj-raw>`);
    const { html, errors } = await compileMjml(source);
    expect(errors).toEqual([]);
    expect(html).toMatch(/\{% for item in context\.items %\}[\s\S]*\{\{ item\.name \}\}[\s\S]*\{% endfor %\}/);
  });

  test('with any surroundings, the restored Liquid equals the original', () => {
    const piece = fc.constantFrom(
      '{{ x }}',
      '{% if a %}',
      '{%',
      '}}',
      '{{',
      'sjlq0z',
      'sjlqx1',
      'SJLQ',
      'x',
      '"',
      '\n',
      'a',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 30 }), (pieces) => {
        const source = pieces.join('');
        const shielded = shieldLiquid(source);
        expect(shielded.restore(shielded.source)).toBe(source);
        expect(shielded.lineAt(shielded.source.length)).toBe(source.split('\n').length);
      }),
    );
  });
});

test('a source that looks like the placeholders grows no more than others', () => {
  const source = `sjlq${'x'.repeat(20_000)}9${'{{ a }}'.repeat(1_000)}`;
  const shielded = shieldLiquid(source);
  expect(shielded.source.length).toBeLessThan(40_000);
  expect(shielded.restore(shielded.source)).toBe(source);
});

describe('content that MJML would drop is reported with its line', () => {
  test.each([
    {
      given: 'a condition between elements',
      inside: '{% if false %}<mj-text>x</mj-text>{% endif %}',
      line: 2,
      says: /drops \{% if false %\}/,
    },
    { given: 'a text that never ends', inside: '<mj-text>a', line: 2, says: /<mj-text> is never closed/ },
    { given: 'a closing tag too many', inside: '</mj-text>', line: 2, says: /has no opening tag/ },
    { given: 'an element of no such name', inside: '<mj-txt>a</mj-txt>', line: 2, says: /no element <mj-txt>/ },
    { given: 'HTML between elements', inside: '<div>a</div>', line: 2, says: /no element <div>/ },
    { given: 'a file', inside: '<mj-include path="/etc/passwd" />', line: 2, says: /mj-include isn’t supported/ },
    {
      given: 'Liquid in a size',
      inside: '<mj-image alt="" src="https://x.example/a.png" width="{{ w }}px" />',
      line: 2,
      says: /drops \{\{ w \}\}/,
    },
    { given: 'Liquid as an attribute', inside: '<mj-text {{ x }}>a</mj-text>', line: 2, says: /\{\{ x \}\}/ },
    {
      given: 'Liquid after one of several lines',
      inside: '<mj-text>{{\nx\n}}</mj-text>\n<mj-foo></mj-foo>',
      line: 5,
      says: /no element <mj-foo>/,
    },
  ])('$given: an error', async ({ inside, line, says }) => {
    const { html, errors } = await compileMjml(around(inside));
    expect(html).toBe('');
    expect(errors).toContainEqual(expect.objectContaining({ line, message: expect.stringMatching(says) }));
  });

  test.each([
    { given: 'text between elements', inside: 'Hello', says: /drops “Hello”/ },
    { given: 'an attribute that it doesn’t know', inside: '<mj-text colour="red">a</mj-text>', says: /colour/ },
    { given: 'an image without alt text', inside: '<mj-image src="https://x.example/a.png" />', says: /alt/ },
    {
      given: 'an icon from another company',
      inside: '<mj-social><mj-social-element name="github">a</mj-social-element></mj-social>',
      says: /mailjet/,
    },
  ])('$given: a warning', async ({ inside, says }) => {
    const { html, errors, warnings } = await compileMjml(around(inside));
    expect(errors).toEqual([]);
    expect(html).not.toBe('');
    expect(warnings).toContainEqual(expect.objectContaining({ line: 2, message: expect.stringMatching(says) }));
  });

  test.each(['', 'Hello', '<html><body>x</body></html>', '<mj-body></mj-body>'])('%j isn’t MJML', async (source) => {
    expect(await compileMjml(source)).toMatchObject({ html: '', errors: [{ line: 1, message: /begins with <mjml>/ }] });
  });

  test('comments are removed with their content', async () => {
    const { html, errors, warnings } = await compileMjml(
      around('<!-- {{ secret }} <mj-text> -->\n<mj-text>a</mj-text>'),
    );
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    expect(html).not.toContain('secret');
  });
});

test('the HTML loads no fonts or scripts from other sites', async () => {
  const { html } = await compileMjml(around('<mj-text font-family="Roboto">a</mj-text>'));
  expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});

test.each([
  '<',
  '<mj-text ',
  '<mj-text>',
  '</mj-text>',
  '<mj-text a="',
  '{{ x }}',
  '<!--',
  '<mj-raw>{% if a %}</mj-raw>',
])('100,000 characters of %j are looked at in one pass', async (piece) => {
  const source = around(piece.repeat(100_000 / piece.length));
  const { errors, warnings } = await compileMjml(source);
  expect(errors.length + warnings.length).toBeLessThanOrEqual(100);
});

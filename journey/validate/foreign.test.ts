// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of other products are what is tested
import { describe, expect, test } from 'vitest';
import { errorsOf, journeyWith, warningsOf } from '../../test/samples/journey.ts';
import { slipsIn } from './foreign.ts';

const saying = (text: string, channel = 'sms', field = 'text') => {
  const content = channel === 'email' ? { subject: 'x', [field]: text } : { [field]: text };
  return journeyWith({ say: { type: 'message', channel, content, then: 'end' } });
};
const AT = 'nodes.say.content.text | node "say":';

describe('M9 what isn’t Liquid is refused, with what to write', () => {
  test.each([
    ['Hi {{ profile.name', `${AT} "{{ profile.name" never ends | close it with }}`],
    ['Hi {{ profile.name } and more', `${AT} "{{ profile.name } and more" never ends | close it with }}`],
    [
      '{{ profile.a } and {{ profile.b }}',
      `${AT} "{{ profile.a } and {{ profile.b }}" never ends: another one begins inside it | close it with }}`,
    ],
    ['{% if profile.a ', `${AT} "{% if profile.a " never ends | close it with %}`],
    ['{% raw %}{{ x }}', `${AT} "{% raw %}{{ x }}" never ends | close it with {% endraw %}`],
    [
      'Hi *|FNAME|*',
      `${AT} "*|FNAME|*" is a placeholder of another product, and would be sent as it is | write {{ profile.firstName | default: "…" }}`,
    ],
    [
      'Hi %%first_name%%',
      `${AT} "%%first_name%%" is a placeholder of another product, and would be sent as it is | write {{ profile.firstName | default: "…" }}`,
    ],
    [
      'Hi <%= user.city %>',
      `${AT} "<%= user.city %>" is a placeholder of another product, and would be sent as it is | write {{ profile.city | default: "…" }}`,
    ],
    [
      'Hi %recipient.shoe_size%',
      `${AT} "%recipient.shoe_size%" is a placeholder of another product, and would be sent as it is | write {{ profile.shoeSize | default: "…" }}`,
    ],
    [
      'Hi {{{ name }}}',
      `${AT} "{{{ name }}}" isn't Liquid but the syntax of another product | write {{ profile.name | default: "…" }}`,
    ],
    [
      'Hi {{${first_name}}}',
      `${AT} "{{\${first_name}}}" isn't Liquid but the syntax of another product | write {{ profile.firstName | default: "…" }}`,
    ],
    [
      '{{#if vip}}x{{/if}}',
      `${AT} "{{#if vip}}x{{/if}}" isn't Liquid but the syntax of another product | write {% if … %} … {% endif %} or {% for … %} … {% endfor %}`,
    ],
  ])('%s', (text, error) => {
    expect(errorsOf(saying(text))).toContain(error);
  });

  test('MJML in the field for HTML', () => {
    expect(errorsOf(saying('<mjml><mj-body></mj-body></mjml>', 'email', 'html'))).toEqual([
      'nodes.say.content.html | node "say": this is MJML, which mail programs can\'t show | move it to content.mjml',
    ]);
    expect(errorsOf(saying('We write <b>MJML</b>', 'email', 'html'))).toEqual([]);
  });
});

describe('M9 what is seldom meant as text is warned of', () => {
  test.each([
    ['Hi [[first_name]]', '[[first_name]]', 'firstName'],
    ['Hi ${firstName}', '${firstName}', 'firstName'],
    ['Hi #{name}', '#{name}', 'name'],
    ['Hi {firstName}', '{firstName}', 'firstName'],
    ['Hi {plan} {{ profile.plan }}', '{plan}', 'plan'],
    ['Hi %FIRSTNAME%', '%FIRSTNAME%', 'firstName'],
  ])('%s', (text, found, trait) => {
    expect(errorsOf(saying(text))).toEqual([]);
    expect(warningsOf(saying(text))).toContain(
      `${AT} "${found}" is a placeholder of another product, and would be sent as it is | write {{ profile.${trait} | default: "…" }}`,
    );
  });

  test.each([
    'a { b } c, {x}, 100 %% of it, 5% and 10%, [x], $5, a||b, *|*',
    '{% raw %}{{ x }} *|FNAME|*{% endraw %}{% comment %}[[x]]{% endcomment %}',
    '<style>a{color:red} .b { margin:0 }</style>',
    'https://x.example/?a=%20b%C3%A4',
    "{{ 'it is {{ not }} read' }}",
  ])('not of %s', (text) => {
    expect(slipsIn(text, new Set())).toEqual({ errors: [], warnings: [] });
  });

  test('a hostile text takes no time', () => {
    for (const part of ['{{', '{%', '*|a', '%%a', '[[', '${', '{{{', '<%=', '%recipient.']) {
      const began = performance.now();
      slipsIn(part.repeat(100_000), new Set());
      expect(performance.now() - began).toBeLessThan(1_000);
    }
  });
});

describe('M7 a trait that a message prints without a default is warned of', () => {
  test.each<readonly [text: string, traits: string]>([
    ['Hi {{ profile.a }} {{- profile.b | upcase -}} {{ profile.a }}', 'profile.a, profile.b'],
    ['{% if profile.a %}x{% endif %}{{ profile.a }}', 'profile.a'],
    ['{% if profile.b %}{{ profile.a }}{% endif %}', 'profile.a'],
    ['{% if profile.a %}{{ profile.a }}{% else %}{{ profile.a }}{% endif %}', 'profile.a'],
  ])('%s', (text, traits) => {
    expect(warningsOf(saying(text))).toContain(
      `${AT} users without ${traits} don't get it and take "failed" | give a default, such as {{ profile.a | default: "…" }}, or check it with {% if profile.a %}`,
    );
  });

  test.each([
    '{{ profile.a | default: "x" }}{{ profile.a | upcase | default: "x" }}{{ profile.a | json }}',
    '{% if profile.a %}{{ profile.a }}{% endif %}',
    '{% if profile.a != blank and profile.b %}{% if x %}{{ profile.a }}{% endif %}{{ profile.b | upcase }}{% endif %}',
    '{% for x in profile.list %}{{ x }}{% endfor %}{{ context.entry.plan }}{{ userId }}',
  ])('not of %s', (text) => {
    expect(warningsOf(saying(text)).filter((warning) => warning.includes('users without'))).toEqual([]);
  });
});

describe('M8 Liquid where nothing renders it is refused', () => {
  const branch = (value: string) => ({
    type: 'branch',
    rules: [{ port: 'a', when: { path: 'profile.plan', op: '=', value } }],
    then: 'end',
  });
  test.each([
    [
      { type: 'update', set: { plan: '{{ context.entry.plan }}' }, then: 'end' },
      'set.plan',
      'write {"path": "context.entry.plan"}',
    ],
    [
      { type: 'update', set: { name: '{{ profile.a | upcase }}' }, then: 'end' },
      'set.name',
      'write the value itself, or where it is found, such as {"path": "context.entry.plan"}',
    ],
    [
      { type: 'update', append: { tags: 'x{% if a %}' }, then: 'end' },
      'append.tags',
      'write the value itself, or where it is found, such as {"path": "context.entry.plan"}',
    ],
    [
      { type: 'enterJourney', journey: 'other', properties: { plan: '{{ profile.plan }}' }, then: 'end' },
      'properties.plan',
      'write {"path": "profile.plan"}',
    ],
    [branch('{{ context.entry.plan }}'), 'rules.0.when.value', 'write {"path": "context.entry.plan"}'],
  ])('%j', (node, where, fix) => {
    expect(errorsOf(journeyWith({ say: node }))).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^nodes\\.say\\.${where.replaceAll('.', '\\.')} \\| .* isn't rendered here: .* \\| ${fix.replace(/[{}|".…]/g, '\\$&')}$`,
        ),
      ),
    );
  });

  test('names, and what is rendered, may hold it', () => {
    const node = {
      type: 'webhook',
      name: 'Call {{ x }}',
      url: 'https://x.example',
      body: { a: ['{{ userId }}'] },
      then: 'end',
    };
    expect(errorsOf(journeyWith({ say: node }, { description: 'Says {{ hello }}' }))).toEqual([]);
  });
});

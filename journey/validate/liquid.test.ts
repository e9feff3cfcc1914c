import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suggest } from '../base/nearest.ts';
import { variablesIn } from './liquid.ts';

const read = (text: string) => variablesIn(text).map(({ names }) => names.join('.'));

describe('which variables a template reads', () => {
  test.each<readonly [text: string, variables: readonly string[]]>([
    ['no template', []],
    ['{{ profile.firstName }}', ['profile.firstName']],
    ['{{profile.firstName}}{{- context.entry.total -}}', ['profile.firstName', 'context.entry.total']],
    ['{{ profile["first name"] }} {{ context[\'entry\'].x }}', ['profile.first name', 'context.entry.x']],
    ['{{ context.items[0].name }}', ['context.items.0.name']],
    ['{{ profile.first-name }}', ['profile.first-name']],
    ['{{ profile.name | default: "there" | upcase }}', ['profile.name']],
    ['{{ "now" | date: profile.format }}', ['profile.format']],
    ['{{ x | where: "a", y | slice: 1, z }}', ['x', 'y', 'z']],
    ['{{ x | img: width: w, alt: "t" }}', ['x', 'w']],
    ['{{ 5 }}{{ -1.5 }}{{ true }}{{ nil }}{{ "x" }}', []],
    ["{{ 'it is {{ not }} read' }}", []],
    [
      '{% if profile.plan == "pro" and context.n > 3 %}a{% elsif x contains y %}b{% else %}c{% endif %}',
      ['profile.plan', 'context.n', 'x', 'y'],
    ],
    ['{% unless a %}{% endunless %}{% case b %}{% when c %}{% endcase %}', ['a', 'b', 'c']],
    ['{% assign n = context.n | plus: 1 %}{{ n }}', ['context.n']],
    ['{{ n }}{% assign n = 1 %}', ['n']],
    ['{% capture t %}{{ profile.x }}{% endcapture %}{{ t }}', ['profile.x']],
    [
      '{% for item in context.cart.items reversed limit: top %}{{ item.name }} {{ forloop.index }}{% endfor %}',
      ['context.cart.items', 'top'],
    ],
    ['{% for i in (1..context.n) %}{{ i }}{% endfor %}', ['context.n']],
    ['{% tablerow r in rows cols:2 %}{{ r }}{% endtablerow %}', ['rows']],
    ['{% raw %}{{ not.read }}{% endraw %}{% comment %}{{ nor.this }}{% endcomment %}{{ this }}', ['this']],
    ['{% liquid\n assign a = 1\n echo a %}{{ a }}', []],
    ['{%- increment k -%}{{ k }}', []],
    ['{{ profile.x', []],
  ])('%s', (text, variables) => {
    expect(read(text)).toEqual(variables);
  });

  test('whatever the text is, it answers', () => {
    const part = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      'for',
      ' in ',
      'raw',
      'endraw',
      '"',
      "'",
      '|',
      '.',
      '[',
      'x',
      ':',
      '\n',
      '(1..',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 3 })), { maxLength: 40 }), (parts) => {
        expect(Array.isArray(variablesIn(parts.join('')))).toBe(true);
      }),
    );
  });

  test.each(['{{ ', '{% raw %}', "{{ '", '{{ -', '{{ x.', '{{ x | ', '{{ x: ', '{%', '{{ x[', '{{ "}}'])(
    'a megabyte of %j is read in one pass: in two loops it would outlast this test',
    (piece) => {
      expect(Array.isArray(variablesIn(piece.repeat(1_000_000 / piece.length)))).toBe(true);
      expect(Array.isArray(variablesIn(`{{ ${piece.slice(2).repeat(500_000 / piece.length)} }}`))).toBe(true);
    },
  );
});

describe('the name that was meant', () => {
  test.each([
    ['faild', ['sent', 'failed'], 'did you mean "failed"?'],
    ['pusH-1', ['push-1', 'push-2'], 'did you mean "push-1"?'],
    ['thne', ['then', 'name'], 'did you mean "then"?'],
    ['x', ['sent', 'failed'], 'use one of "sent", "failed"'],
    ['x', ['sent'], 'use "sent"'],
    ['x', [], 'there is none: leave it out'],
  ])('%s among %j: %s', (name, names, fix) => {
    expect(suggest(name, names)).toBe(fix);
  });
});

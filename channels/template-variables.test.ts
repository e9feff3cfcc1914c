import { describe, expect, test } from 'vitest';
import { unknownIn } from './template-variables.ts';

const scope = { profile: { firstName: 'Ana', plan: null }, context: { entry: { items: [{ name: 'Shoe' }] } } };

describe('missing values that a template reads', () => {
  test.each([
    { text: 'Hello {{ profile.firstName }}', unknown: [] },
    { text: 'Hello {{ profile.lastName }}', unknown: ['profile.lastName'] },
    { text: "{{ profile.lastName | default: 'you' }}", unknown: ['profile.lastName'] },
    { text: '{{ profile.plan }}', unknown: ['profile.plan'] },
    {
      text: '{% if context.entry.gift %}{{ context.entry.gift.name }}{% endif %}',
      unknown: ['context.entry.gift', 'context.entry.gift.name'],
    },
    { text: '{% for item in context.entry.items %}{{ item.name }}{% endfor %}', unknown: [] },
    { text: '{% assign x = profile.city %}{{ x }}', unknown: ['profile.city'] },
    { text: '{{ broken', unknown: [] },
    { text: '{{ profile.constructor.name }}', unknown: ['profile.constructor.name'] },
  ])('$text → $unknown', ({ text, unknown }) => {
    expect(unknownIn({ text }, scope)).toEqual(unknown);
  });

  test('of all fields, each once', () => {
    expect(unknownIn({ subject: '{{ profile.x }}', html: '<b>{{ profile.x }}{{ profile.y }}</b>' }, scope)).toEqual([
      'profile.x',
      'profile.y',
    ]);
  });
});

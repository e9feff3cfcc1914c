import { describe, expect, test } from 'vitest';
import { checkTemplate } from './template-check.ts';

describe('checkTemplate: problems found before any send', () => {
  test.each([
    { template: 'Hi {{ profile.name | default: "you" }}, {% if a %}b{% endif %}', fault: undefined },
    { template: 'a\n{{ x ', fault: { line: 2, message: 'output "{{ x " not closed' } },
    { template: 'a\n\n{% if x %}', fault: { line: 3, message: 'tag {% if x %} not closed' } },
    { template: '{% shout %}', fault: { line: 1, message: 'tag "shout" not found' } },
    { template: '\n{{ x | shout }}', fault: { line: 2, message: 'undefined filter: shout' } },
    { template: '{% include "footer" %}', fault: { line: 1, message: expect.stringContaining('write the text here') } },
    { template: 'x'.repeat(262_145), fault: { line: 1, message: 'is longer than 262144 characters' } },
  ])('$template.length: $fault', ({ template, fault }) => {
    expect(checkTemplate(template)).toEqual(fault);
  });
});

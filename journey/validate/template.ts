import type { JsonValue } from '../base/json.ts';
import type { Flaw } from '../base/refusal.ts';
import type { Template } from '../delivery/template.ts';
import { messageContentFlaws } from '../nodes/message.ts';
import { textsIn } from '../nodes/value.ts';
import { slipsIn } from './foreign.ts';
import { blocksIn, partialsIn } from './liquid.ts';

/** Lists the Liquid texts of a template, with their paths. */
export const textsOfTemplate = ({ content, variants = {} }: Template) =>
  [
    ...textsIn(content as JsonValue, 'content'),
    ...Object.entries(variants).flatMap(([locale, own]) => textsIn(own as JsonValue, `variants.${locale}`)),
  ].map(({ text, where }) => ({ text, path: where }));

/** Returns the names of the content blocks that a template renders. */
export const blocksOfTemplate = (template: Template): readonly string[] => [
  ...new Set(textsOfTemplate(template).flatMap(({ text }) => blocksIn(text).map(({ name }) => name))),
];

/**
 * Checks a template by itself. Its variables depend on the journey, so publishing a journey
 * checks those.
 */
export function validateTemplate(template: Template): {
  readonly errors: readonly Flaw[];
  readonly warnings: readonly Flaw[];
} {
  const texts = textsOfTemplate(template);
  const slips = texts.map(({ text, path }) => ({ path, ...slipsIn(text, new Set()) }));
  const content = template.kind === 'message' ? messageContentFlaws(template) : [];
  return {
    errors: [
      ...content.map(({ where, message, fix }) => ({ path: where, message, fix })),
      ...slips.flatMap(({ path, errors }) => errors.map((slip) => ({ path, ...slip }))),
      ...texts.flatMap(({ text, path }) =>
        partialsIn(text).map((tag) => ({
          path,
          message: `"{% ${tag} %}" isn't supported`,
          fix: 'use a content block: {% render "footer" %}',
        })),
      ),
    ],
    warnings: slips.flatMap(({ path, warnings }) => warnings.map((slip) => ({ path, ...slip }))),
  };
}

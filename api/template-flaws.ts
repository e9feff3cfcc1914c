import type { Flaw } from '../journey/base/refusal.ts';
import type { Journey } from '../journey/document/document.ts';
import { draw } from '../journey/validate/graph.ts';
import { textsOf } from '../journey/validate/texts.ts';

/** Checks the syntax of a template: see channels/template-check.ts. */
export type CheckTemplate = (text: string) => { readonly line: number; readonly message: string } | undefined;

/** Returns syntax errors in a document's templates. The domain itself doesn't parse Liquid. */
export const templateFlaws = (document: Journey, check: CheckTemplate): readonly Flaw[] =>
  textsOf(draw(document)).flatMap(({ path, text }) => faultAsFlaw(text, path, check));

/** Returns the Liquid syntax error in a text, or an empty list. */
export function faultAsFlaw(text: string, path: string, check: CheckTemplate): readonly Flaw[] {
  const fault = check(text);
  if (!fault) return [];
  const message = `line ${fault.line}: ${fault.message}`;
  return [{ path, message, fix: 'write valid Liquid, such as {{ profile.firstName }}' }];
}

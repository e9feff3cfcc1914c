import type { Flaw } from '../journey/base/refusal.ts';
import type { Journey } from '../journey/document/document.ts';
import { typeOf } from '../journey/nodes/index.ts';

/** Checks the syntax of a template: see channels/template-check.ts. */
export type CheckTemplate = (text: string) => { readonly line: number; readonly message: string } | undefined;

/** Returns syntax errors in a document's templates. The domain itself doesn't parse Liquid. */
export const templateFlaws = ({ nodes }: Pick<Journey, 'nodes'>, check: CheckTemplate): readonly Flaw[] =>
  Object.entries(nodes).flatMap(([id, node]) =>
    (typeOf(node).texts?.(node) ?? []).flatMap(({ text, where }) => {
      const fault = check(text);
      return fault
        ? [
            {
              path: `nodes.${id}.${where}`,
              message: `line ${fault.line}: ${fault.message}`,
              fix: 'write valid Liquid, such as {{ profile.firstName }}',
            },
          ]
        : [];
    }),
  );

import type { Flaw } from '../journey/base/refusal.ts';
import type { Journey } from '../journey/document/document.ts';
import { typeOf } from '../journey/nodes/index.ts';

/** Of channels/templates.ts: what is wrong with the way a template is written. */
export type CheckTemplate = (text: string) => { readonly line: number; readonly message: string } | undefined;

/** What is wrong with the templates of a document, which the domain itself cannot read. */
export const templateFlaws = ({ nodes }: Pick<Journey, 'nodes'>, check: CheckTemplate): readonly Flaw[] =>
  Object.entries(nodes).flatMap(([id, node]) =>
    (typeOf(node).texts?.(node) ?? []).flatMap(({ text, where }) => {
      const fault = check(text);
      return fault
        ? [
            {
              path: `nodes.${id}.${where}`,
              message: `line ${fault.line}: ${fault.message}`,
              fix: 'write it in Liquid, such as {{ profile.firstName }}',
            },
          ]
        : [];
    }),
  );

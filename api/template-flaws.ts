import type { Journey } from '../journey/document.ts';
import type { JsonValue } from '../journey/json.ts';
import type { Flaw } from '../journey/refusal.ts';

/** Of channels/templates.ts: what is wrong with the way a template is written. */
export type CheckTemplate = (text: string) => { readonly line: number; readonly message: string } | undefined;

/** What is wrong with the templates of a document, which the domain itself cannot read. */
export const templateFlaws = ({ nodes }: Pick<Journey, 'nodes'>, check: CheckTemplate): readonly Flaw[] =>
  Object.entries(nodes).flatMap(([id, node]) => {
    const texts =
      node.type === 'message' ? { content: node.content } : node.type === 'webhook' ? webhookTexts(node) : {};
    return templatesIn(texts as JsonValue, `nodes.${id}`).flatMap(({ path, text }) => {
      const fault = check(text);
      return fault
        ? [
            {
              path,
              message: `line ${fault.line}: ${fault.message}`,
              fix: 'write it in Liquid, such as {{ profile.firstName }}',
            },
          ]
        : [];
    });
  });

const webhookTexts = ({ url, headers, body }: { url: string; headers: Record<string, string>; body: unknown }) => ({
  url,
  headers,
  body,
});

interface Template {
  readonly path: string;
  readonly text: string;
}

function templatesIn(value: JsonValue | undefined, path: string): readonly Template[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => templatesIn(each, `${path}.${name}`));
}

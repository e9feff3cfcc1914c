import type { Flaw } from '../base/refusal.ts';
import type { Library, TemplateReference } from '../delivery/template.ts';
import type { Journey } from '../document/document.ts';
import { findTaken } from '../document/fill-templates.ts';
import { referencesIn } from './needed-templates.ts';

/**
 * Checks the workspace templates that nodes name: they exist and are for the node's channel, and the node has no
 * content of its own. Without `library`, checks only the last.
 */
export const storedTemplates = (document: Journey, library: Library | undefined): readonly Flaw[] =>
  referencesIn(document).flatMap(({ id, reference }) => [
    ...ownContent(document, id),
    ...(library ? referenceFlaws(document, id, reference, library) : []),
  ]);

function ownContent({ nodes }: Journey, id: string): readonly Flaw[] {
  const node = nodes[id as keyof Journey['nodes']];
  if (node?.type !== 'message' || (Object.keys(node.content).length === 0 && !node.variants)) return [];
  return [
    {
      path: `nodes.${id}.content`,
      message: `node "${id}" has both a template and its own content`,
      fix: 'remove "content" and "variants", or remove the template',
    },
  ];
}

function referenceFlaws(
  { nodes }: Journey,
  id: string,
  reference: TemplateReference,
  library: Library,
): readonly Flaw[] {
  const node = nodes[id as keyof Journey['nodes']];
  const channel = node?.type === 'message' ? node.channel : undefined;
  const path = `nodes.${id}.template`;
  const found = findTaken(library, reference);
  const version = reference.version === undefined ? '' : ` with a version ${reference.version}`;
  if (!found)
    return [
      {
        path,
        message: `there is no template "${reference.id}"${version}`,
        fix: 'create it, or choose another from GET /v1/templates',
      },
    ];
  const { template } = found;
  if (template.kind === 'block')
    return [
      {
        path,
        message: `"${reference.id}" is a content block, not a message`,
        fix: `render it in a message: {% render "${reference.id}" %}`,
      },
    ];
  if (template.channel === channel) return [];
  return [
    {
      path,
      message: `template "${reference.id}" is for ${template.channel}, but node "${id}" sends by ${channel}`,
      fix: `choose a template for ${channel}, or set "channel": "${template.channel}"`,
    },
  ];
}

/** Reports flaws in a template as flaws of the node that names it. */
export function atReferences(flaws: readonly Flaw[], filled: Journey): readonly Flaw[] {
  const named = new Map(referencesIn(filled).map(({ id, reference }) => [id, reference]));
  return flaws.map((flaw) => {
    const [, id = '', where = ''] = /^nodes\.([^.]+)\.((?:content|variants)(?:\..*)?)$/.exec(flaw.path) ?? [];
    const reference = named.get(id);
    if (!reference) return flaw;
    const { version = 'latest' } = reference;
    return {
      path: `nodes.${id}.template`,
      message: `${where} of template "${reference.id}" (version ${version}): ${flaw.message}`,
      fix: flaw.fix,
    };
  });
}

import type { Library, TakenTemplate, TemplateReference } from '../delivery/template.ts';
import type { Journey } from './document.ts';

type Node = Journey['nodes'][keyof Journey['nodes']];

/**
 * Returns the document with the content of the templates that it names, and with the content blocks that it lacks.
 * A journey's own block wins over a block of the workspace. Templates that aren't in `library` stay references.
 */
export function fillTemplates(document: Journey, library: Library): Journey {
  if (library.length === 0) return document;
  const blocks = library.flatMap(({ template }) =>
    template.kind === 'block'
      ? [
          [
            template.id,
            { content: template.content, ...(template.variants && { variants: template.variants }) },
          ] as const,
        ]
      : [],
  );
  return {
    ...document,
    nodes: Object.fromEntries(
      Object.entries(document.nodes).map(([id, node]) => [id, fillNode(node, library)]),
    ) as Journey['nodes'],
    ...(blocks.length > 0 && { blocks: { ...Object.fromEntries(blocks), ...document.blocks } }),
  };
}

function fillNode(node: Node, library: Library): Node {
  if (node.type !== 'message' || typeof node.template !== 'object') return node;
  const found = findTaken(library, node.template);
  if (found?.template.kind !== 'message') return node;
  const { content, variants } = found.template;
  return { ...node, template: { ...node.template, version: found.version }, content, ...(variants && { variants }) };
}

/** Finds a template in a library. */
export const findTaken = (library: Library, { id, version }: TemplateReference): TakenTemplate | undefined =>
  library.find(({ asked, template }) => template.id === id && asked === (version ?? null));

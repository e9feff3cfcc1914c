import { Slug } from '../base/ids.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import { type Library, TemplateReference } from '../delivery/template.ts';
import type { Journey } from '../document/document.ts';
import { fillTemplates, findTaken } from '../document/fill-templates.ts';
import { textsIn } from '../nodes/value.ts';
import { draw } from './graph.ts';
import { blocksIn } from './liquid.ts';
import { textsOf } from './texts.ts';

/** Names of workspace templates and content blocks. */
export interface Needed {
  readonly templates: readonly TemplateReference[];
  readonly blocks: readonly string[];
}

/**
 * Returns the workspace templates that a document needs and `library` lacks. Templates can render further content
 * blocks, so call it again with the templates you found.
 */
export function neededBy(document: Journey, library: Library = []): Needed {
  const filled = fillTemplates(document, library);
  const own = new Set(Object.keys(filled.blocks ?? {}));
  const names = textsOf(draw(filled)).flatMap(({ text }) => blocksIn(text).map(({ name }) => name));
  const named = referencesIn(document).map(({ reference }) => reference);
  return {
    templates: [...new Map(named.map((each) => [`${each.id}@${each.version ?? ''}`, each])).values()].filter(
      (each) => !findTaken(library, each),
    ),
    blocks: [...new Set(names)].filter((name) => !own.has(name)),
  };
}

/** Lists the nodes of a document that name a workspace template. */
export const referencesIn = ({
  nodes,
}: Pick<Journey, 'nodes'>): readonly { readonly id: string; readonly reference: TemplateReference }[] =>
  Object.entries(nodes).flatMap(([id, node]) =>
    node.type === 'message' && typeof node.template === 'object' ? [{ id, reference: node.template }] : [],
  );

/**
 * Returns the templates and blocks in a draft, as far as it can be read. Leaves out the draft's own blocks. Never
 * throws, whatever the draft contains.
 */
export function neededByDraft(draft: JsonObject): Needed {
  const nodes = Object.values(isObject(draft.nodes) ? draft.nodes : {});
  const templates = nodes.flatMap((node) => {
    const read = isObject(node) ? TemplateReference.safeParse(node.template) : undefined;
    return read?.success ? [read.data] : [];
  });
  const own = isObject(draft.blocks) ? draft.blocks : {};
  const texts = [...nodes, ...Object.values(own)].flatMap((each) => textsIn(each, ''));
  const names = texts.flatMap(({ text }) => blocksIn(text).map(({ name }) => name));
  return {
    templates: [...new Map(templates.map((each) => [`${each.id}@${each.version ?? ''}`, each])).values()],
    blocks: [...new Set(names)].filter((name) => !Object.hasOwn(own, name) && Slug.safeParse(name).success),
  };
}

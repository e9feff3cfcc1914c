import { Slug } from '../base/ids.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import { type Library, TemplateReference } from '../delivery/template.ts';
import type { Journey } from '../document/document.ts';
import { fillTemplates, findTaken } from '../document/fill-templates.ts';
import { textsIn } from '../nodes/value.ts';
import { draw } from './graph.ts';
import { blocksIn } from './liquid.ts';
import { textsOf } from './texts.ts';

/** Templates and content blocks of the workspace, by name. */
export interface Needed {
  readonly templates: readonly TemplateReference[];
  readonly blocks: readonly string[];
}

/**
 * Returns what a document needs of the workspace's templates and has not been given by `library`. Templates can render
 * further content blocks, so ask again with what was found.
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

/** Lists the nodes of a document that name a template of the workspace. */
export const referencesIn = ({
  nodes,
}: Pick<Journey, 'nodes'>): readonly { readonly id: string; readonly reference: TemplateReference }[] =>
  Object.entries(nodes).flatMap(([id, node]) =>
    node.type === 'message' && typeof node.template === 'object' ? [{ id, reference: node.template }] : [],
  );

/**
 * Returns what a draft names, as far as it can be read. Blocks of the draft itself are left out. Never throws, whatever
 * the draft contains.
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

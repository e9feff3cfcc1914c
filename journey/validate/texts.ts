import { textsIn } from '../nodes/value.ts';
import type { Graph } from './graph.ts';

/** A template in a document. */
export interface Text {
  readonly path: string;
  /** Where it is, in words: `node "hello"`. */
  readonly who: string;
  readonly text: string;
}

/** Lists every template in a document: in its nodes and its content blocks. */
export const textsOf = ({ document: { blocks = {} }, places }: Graph): readonly Text[] => [
  ...places.flatMap(({ id, node, type }) =>
    (type.texts?.(node) ?? []).map(({ text, where }) => ({ path: `nodes.${id}.${where}`, who: `node "${id}"`, text })),
  ),
  ...Object.entries(blocks).flatMap(([name, { content, variants = {} }]) =>
    textsIn({ content, variants }, `blocks.${name}`).map(({ text, where }) => ({
      path: where,
      who: `content block "${name}"`,
      text,
    })),
  ),
];

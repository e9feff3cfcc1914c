import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json';

export { isObject };

import type { DraftNode } from '../../../journey/document/draft';

/**
 * A document that is being written: anything in it may be missing, but it is an object, and its nodes are objects with
 * a type.
 */
export interface DraftDocument extends JsonObject {
  readonly id: string;
  readonly nodes: Readonly<Record<string, DraftNode>>;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The entry's place on the canvas: no node can be called so. */
export const ENTRY = '$entry';

/** Formats that this version can read. */
const SCHEMA = 1;

export type Read =
  | { readonly ok: true; readonly document: DraftDocument }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** Reads a document if it can be drawn. Anything else that is wrong, the validator reports. */
export function readDocument(given: unknown, id: string): Read {
  if (!isObject(given))
    return { ok: false, message: 'It is not a JSON object', fix: 'A journey begins with { and has "nodes"' };
  const { schema = SCHEMA, nodes = {} } = given;
  if (schema !== SCHEMA)
    return {
      ok: false,
      message: `It is written in format ${JSON.stringify(schema)}; this version reads format ${SCHEMA}`,
      fix:
        typeof schema === 'number' && schema > SCHEMA
          ? 'Bring Sojourn up to date, then open it again'
          : 'Export it again from where it came from',
    };
  if (!isObject(nodes))
    return { ok: false, message: '"nodes" is not an object', fix: 'Write "nodes": {"name": {…}, …}' };
  const odd = Object.entries(nodes).find(([, node]) => !isObject(node) || typeof node.type !== 'string');
  if (odd)
    return {
      ok: false,
      message: `nodes.${odd[0]} has no type`,
      fix: 'Give it a "type", or take it out',
    };
  return { ok: true, document: { ...given, id, nodes: nodes as DraftDocument['nodes'] } };
}

const layoutOf = (document: DraftDocument): JsonObject => (isObject(document.layout) ? document.layout : {});

const isPoint = (value: JsonValue | undefined): boolean =>
  isObject(value) && typeof value.x === 'number' && typeof value.y === 'number';

/** Returns the positions that people have given nodes; empty while the layout places all of them. */
export function positionsOf(document: DraftDocument): Readonly<Record<string, Point>> {
  const { positions } = layoutOf(document);
  if (!isObject(positions)) return {};
  return Object.fromEntries(Object.entries(positions).filter(([, at]) => isPoint(at))) as unknown as Record<
    string,
    Point
  >;
}

export const withPositions = (document: DraftDocument, positions: Readonly<Record<string, Point>>): DraftDocument => ({
  ...document,
  layout: { ...layoutOf(document), positions: { ...positions } as unknown as JsonObject },
});

export function noteOf(document: DraftDocument, node: string): string {
  const { notes } = layoutOf(document);
  const note = isObject(notes) ? notes[node] : undefined;
  return typeof note === 'string' ? note : '';
}

export function withNote(document: DraftDocument, node: string, text: string): DraftDocument {
  const { notes } = layoutOf(document);
  const { [node]: _, ...others } = isObject(notes) ? notes : {};
  return { ...document, layout: { ...layoutOf(document), notes: text === '' ? others : { ...others, [node]: text } } };
}

export const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

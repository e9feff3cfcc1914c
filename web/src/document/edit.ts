import type { JsonObject } from '../../../journey/base/json';
import { type DraftNode, familyOf, THEN, waysOf } from '../../../journey/document/draft';
import { type DraftDocument, ENTRY, isObject, textOf } from './document';

/** Every change to a path: each makes a document from a document. */

/** The start of a link. The entry has one, called `then`. */
export interface Place {
  readonly node: string;
  readonly port: string;
}

const linksOf = (node: DraftNode): JsonObject => (isObject(node.links) ? node.links : {});

/** Returns a free name: the wish itself, or the wish with the next number. */
export function freeId(wish: string, isTaken: (id: string) => boolean): string {
  const stem = wish.replace(/-\d+$/, '').slice(0, 58) || 'node';
  if (!isTaken(stem)) return stem;
  for (let nr = 2; ; nr += 1) if (!isTaken(`${stem}-${nr}`)) return `${stem}-${nr}`;
}

/** "Wait for a date" → `wait-for-a-date`. */
export const slugOf = (words: string): string =>
  words
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 58);

export const withNode = (document: DraftDocument, id: string, node: DraftNode): DraftDocument => ({
  ...document,
  nodes: { ...document.nodes, [id]: node },
});

/** Returns the node that a link leads to; undefined if it is unlinked. */
export function targetOf(document: DraftDocument, { node: id, port }: Place): string | undefined {
  if (id === ENTRY) return textOf(document.start) || undefined;
  const node = document.nodes[id];
  return node && waysOf(node).ways.find((way) => way.port === port)?.to;
}

/** Links a port to a node, in place of its old link. */
export function link(document: DraftDocument, { node: id, port }: Place, to: string): DraftDocument {
  if (id === ENTRY) return { ...document, start: to };
  const node = document.nodes[id];
  if (!node) return document;
  if (port === THEN) return withNode(document, id, { ...node, then: to });
  return withNode(document, id, { ...node, links: { ...linksOf(node), [port]: to } });
}

export function unlink(document: DraftDocument, { node: id, port }: Place): DraftDocument {
  if (id === ENTRY) return { ...document, start: '' };
  const node = document.nodes[id];
  if (!node) return document;
  return withNode(document, id, port === THEN ? without(node, 'then') : withLinks(node, omit(linksOf(node), port)));
}

function without(node: DraftNode, field: string): DraftNode {
  const { [field]: _, ...rest } = node;
  return rest as DraftNode;
}

const omit = (of: JsonObject, name: string): JsonObject => without(of as DraftNode, name);

const withLinks = (node: DraftNode, links: JsonObject): DraftNode =>
  Object.keys(links).length === 0 ? without(node, 'links') : { ...node, links };

/** Inserts a node into a link; the link's old target follows the new node. Also returns the new node's ID. */
export function insert(
  document: DraftDocument,
  at: Place | undefined,
  title: string,
  blank: (id: string) => DraftNode,
): { readonly document: DraftDocument; readonly id: string } {
  const id = freeId(slugOf(title), (taken) => Object.hasOwn(document.nodes, taken));
  const before = at && targetOf(document, at);
  const made = blank(id);
  const added = withNode(document, id, made);
  if (at === undefined) return { document: added, id };
  const linked = link(added, at, id);
  const canGoOn = before !== undefined && familyOf(made) !== 'end';
  return { document: canGoOn ? link(linked, { node: id, port: firstPort(made) }, before) : linked, id };
}

const firstPort = (node: DraftNode): string => waysOf(node).ways[0]?.port ?? THEN;

/** Removes nodes. What led to one leads to where its only way led: the path heals. */
export function remove(document: DraftDocument, ids: readonly string[]): DraftDocument {
  return ids.reduce(removeOne, document);
}

function removeOne(document: DraftDocument, id: string): DraftDocument {
  const gone = document.nodes[id];
  if (!gone) return document;
  const ways = waysOf(gone).ways.flatMap(({ to }) => (to === undefined || to === id ? [] : [to]));
  const heir = new Set(ways).size === 1 ? ways[0] : undefined;
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).flatMap(([each, node]) =>
      each === id ? [] : [[each, redirectLinks(node, id, heir)]],
    ),
  );
  const start = document.start === id ? (heir ?? '') : document.start;
  return {
    ...document,
    ...(start !== undefined && { start }),
    nodes,
    ...changedLayout(document, (of) => omit(of, id)),
  };
}

/** Links everything in a node that led to `from` to `to` instead. Without `to`, removes those links. */
function redirectLinks(node: DraftNode, from: string, to: string | undefined): DraftNode {
  const then = node.then === from ? to : node.then;
  const entries = Object.entries(linksOf(node)).flatMap(([port, target]) =>
    target !== from ? [[port, target] as const] : to === undefined ? [] : [[port, to] as const],
  );
  const bare = without(node, 'then');
  const linked = withLinks(bare, Object.fromEntries(entries));
  return then === undefined ? linked : { ...linked, then };
}

/** Renames a node and updates all links to it. */
export function renameId(document: DraftDocument, id: string, wish: string): DraftDocument {
  if (wish === id || Object.hasOwn(document.nodes, wish) || wish === '') return document;
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([each, node]) => [each === id ? wish : each, redirectLinks(node, id, wish)]),
  );
  return {
    ...document,
    ...(document.start === id && { start: wish }),
    nodes,
    ...changedLayout(document, (of) => (of[id] === undefined ? of : { ...omit(of, id), [wish]: of[id] })),
  };
}

/** Changes a node's layout: its position and its note. */
function changedLayout(document: DraftDocument, to: (of: JsonObject) => JsonObject): JsonObject {
  const { layout } = document;
  if (!isObject(layout)) return {};
  const part = (name: 'positions' | 'notes'): JsonObject =>
    isObject(layout[name]) ? { [name]: to(layout[name]) } : {};
  return { layout: { ...layout, ...part('positions'), ...part('notes') } };
}

/** Mark of copied nodes. The clipboard holds JSON, which can be read, sent and pasted anywhere. */
const CLIP = 'sojourn/nodes';

export function toClip(document: DraftDocument, ids: readonly string[]): string {
  const chosen = new Set(ids);
  const nodes = Object.fromEntries(Object.entries(document.nodes).filter(([id]) => chosen.has(id)));
  return JSON.stringify({ clip: CLIP, nodes }, null, 2);
}

/** Adds the nodes of a clipboard text and keeps the links among them. Undefined: the text has no nodes. */
export function insertClip(
  document: DraftDocument,
  text: string,
): { readonly document: DraftDocument; readonly ids: readonly string[] } | undefined {
  const nodes = readClip(text);
  if (!nodes) return undefined;
  const names = new Map<string, string>();
  for (const id of Object.keys(nodes)) {
    const isTaken = (taken: string): boolean =>
      Object.hasOwn(document.nodes, taken) || [...names.values()].includes(taken);
    names.set(id, freeId(slugOf(id), isTaken));
  }
  const added = Object.entries(nodes).map(([id, node]) => [names.get(id) ?? id, rewire(node, names)] as const);
  return {
    document: { ...document, nodes: { ...document.nodes, ...Object.fromEntries(added) } },
    ids: added.map(([id]) => id),
  };
}

function readClip(text: string): Readonly<Record<string, DraftNode>> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (!isObject(read) || read.clip !== CLIP || !isObject(read.nodes)) return undefined;
    const nodes = Object.entries(read.nodes).filter(([, node]) => isObject(node) && typeof node.type === 'string');
    return Object.fromEntries(nodes) as Record<string, DraftNode>;
  } catch {
    return undefined;
  }
}

function rewire(node: DraftNode, names: ReadonlyMap<string, string>): DraftNode {
  const then = typeof node.then === 'string' ? names.get(node.then) : undefined;
  const links = Object.entries(linksOf(node)).flatMap(([port, to]) => {
    const renamed = typeof to === 'string' ? names.get(to) : undefined;
    return renamed === undefined ? [] : [[port, renamed] as const];
  });
  const linked = withLinks(without(node, 'then'), Object.fromEntries(links));
  return then === undefined ? linked : { ...linked, then };
}

import type { NodeId } from '../base/ids.ts';
import type { Journey } from '../document/document.ts';
import { linkFrom } from '../engine/version.ts';
import { type Node, portsOf, typeOf } from '../nodes/index.ts';

/** A journey as a graph of nodes and links. Most checks read this. */
export interface Graph {
  readonly document: Journey;
  /** In the order of the document. */
  readonly places: readonly Place[];
  /** Returns a place by node ID; undefined if there is none. */
  placeOf(id: string): Place | undefined;
  /** Names under which values are stored: `context.<name>`. */
  readonly remembered: readonly string[];
}

export interface Place {
  readonly id: NodeId;
  readonly node: Node;
  readonly type: ReturnType<typeof typeOf>;
  /** Ports that must be linked. */
  readonly ports: readonly string[];
  /** Ports linked to an existing node. */
  readonly ways: readonly Way[];
}

export interface Way {
  readonly port: string;
  readonly to: NodeId;
}

/** Builds the graph of a document. */
export function draw(document: Journey): Graph {
  const places = (Object.entries(document.nodes) as [NodeId, Node][]).map(([id, node]) => placeOf(document, id, node));
  const byId = new Map<string, Place>(places.map((place) => [place.id, place]));
  return {
    document,
    places,
    placeOf: (id) => byId.get(id),
    remembered: ['entry', ...new Set(places.flatMap(({ type, node }) => type.provides?.(node) ?? []))],
  };
}

function placeOf(document: Journey, id: NodeId, node: Node): Place {
  const type = typeOf(node);
  const ports = portsOf(node);
  const optional = (type.optionalPorts?.(node) ?? []).filter((port) => hasOwnLink(node, port));
  const ways = [...ports, ...optional].flatMap((port) => {
    const to = linkFrom(node, port);
    return to !== undefined && Object.hasOwn(document.nodes, to) ? [{ port, to }] : [];
  });
  return { id, node, type, ports, ways };
}

/** Returns whether a port has its own link. `then` doesn't apply to optional ports. */
const hasOwnLink = (node: Node, port: string): boolean => 'links' in node && Object.hasOwn(node.links ?? {}, port);

/** Returns the IDs that can be reached from `ids`, including these, by ways for which `taken` returns true. */
export function reachable(
  graph: Graph,
  ids: readonly string[],
  taken: (from: Place, way: Way) => boolean = () => true,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const left = [...ids];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const place = graph.placeOf(id);
    if (!place || seen.has(id)) continue;
    seen.add(id);
    left.push(...place.ways.filter((way) => taken(place, way)).map(({ to }) => to));
  }
  return seen;
}

import type { NodeId } from '../base/ids.ts';
import type { Journey } from '../document/document.ts';
import { linkFrom } from '../engine/version.ts';
import { type Node, portsOf, typeOf } from '../nodes/index.ts';

/** A journey as nodes and ways between them: what most checks look at. */
export interface Graph {
  readonly document: Journey;
  /** In the order of the document. */
  readonly places: readonly Place[];
  /** Of those that exist. */
  placeOf(id: string): Place | undefined;
  /** Names under which something is remembered: `context.<name>`. */
  readonly remembered: readonly string[];
}

export interface Place {
  readonly id: NodeId;
  readonly node: Node;
  readonly type: ReturnType<typeof typeOf>;
  /** Those that must lead somewhere. */
  readonly ports: readonly string[];
  /** Every port that leads to a node that exists. */
  readonly ways: readonly Way[];
}

export interface Way {
  readonly port: string;
  readonly to: NodeId;
}

export function draw(document: Journey): Graph {
  const places = (Object.entries(document.nodes) as [NodeId, Node][]).map(([id, node]) => placed(document, id, node));
  const byId = new Map<string, Place>(places.map((place) => [place.id, place]));
  return {
    document,
    places,
    placeOf: (id) => byId.get(id),
    remembered: ['entry', ...new Set(places.flatMap(({ type, node }) => type.provides?.(node) ?? []))],
  };
}

function placed(document: Journey, id: NodeId, node: Node): Place {
  const type = typeOf(node);
  const ports = portsOf(node);
  const optional = (type.optionalPorts?.(node) ?? []).filter((port) => hasOwnLink(node, port));
  const ways = [...ports, ...optional].flatMap((port) => {
    const to = linkFrom(node, port);
    return to !== undefined && Object.hasOwn(document.nodes, to) ? [{ port, to }] : [];
  });
  return { id, node, type, ports, ways };
}

/** No optional port is what `then` is for. */
const hasOwnLink = (node: Node, port: string): boolean => 'links' in node && Object.hasOwn(node.links ?? {}, port);

/** Every place that can be come to from `ids`, these among them, by ways that are `taken`. */
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

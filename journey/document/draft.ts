import { z } from 'zod';
import type { JsonObject } from '../base/json.ts';
import { entryTypes } from '../entries/index.ts';
import type { Family, Offer } from '../nodes/define.ts';
import { type Node, nodeTypes, portsOf, typeOf } from '../nodes/index.ts';
import { Journey } from './document.ts';

/**
 * A node of an unfinished document, in which anything may be missing. Functions in this file never throw, whatever the
 * node contains, so that the builder can always draw it.
 */
export interface DraftNode extends JsonObject {
  readonly type: string;
}

type AnyType = (typeof nodeTypes)[number];

const findType = (type: string): AnyType | undefined => nodeTypes.find((each) => each.type === type);

/** An item of the palette, with its node type and family. */
export interface Offered extends Offer {
  readonly type: string;
  readonly family: Family;
  readonly about: string;
}

/** All items of the palette, in the order of node types. */
export const offered: readonly Offered[] = nodeTypes.flatMap((type) => {
  const { family, about } = type;
  const offers = (type as { readonly offers?: readonly Offer[] }).offers ?? [asItsExample(type)];
  return offers.map((offer) => ({ ...offer, type: type.type, family, about }));
});

/** Creates a message node for a channel, with these fields. */
export const createMessage = (channel: string, fields: JsonObject): DraftNode => ({
  type: 'message',
  channel,
  ...fields,
});

/** Finds palette items: first those whose title matches, then those whose description does. */
export function offeredFor(search: string): readonly Offered[] {
  const wanted = search.trim().toLowerCase();
  const called = offered.filter(({ title }) => title.toLowerCase().includes(wanted));
  return [...called, ...offered.filter((each) => !called.includes(each) && each.about.toLowerCase().includes(wanted))];
}

function asItsExample({ type, title, example }: AnyType): Offer {
  const { then: _, links: __, ...blank } = example as JsonObject;
  return { title, icon: type, blank: () => ({ ...blank, type }) };
}

/** Returns a node's family; undefined if this version of Sojourn doesn't know the type. */
export const familyOf = (node: DraftNode): Family | undefined => findType(node.type)?.family;

/** Returns a node's title and icon in the palette. */
export function lookOf(node: DraftNode): { readonly title: string; readonly icon: string } {
  const all = offered.filter(({ type }) => type === node.type);
  const [first] = all;
  const own = all.find(({ icon }) => icon === node.channel) ?? first;
  return own ?? { title: node.type, icon: 'unknown' };
}

/**
 * Caches a result per node object. An edited node is a new object, and the builder asks for every node on each
 * keystroke.
 */
function memoize<Found>(find: (node: DraftNode) => Found): (node: DraftNode) => Found {
  const found = new WeakMap<DraftNode, { readonly is: Found }>();
  return (node) => {
    const known = found.get(node) ?? { is: find(node) };
    found.set(node, known);
    return known.is;
  };
}

const parsed = memoize((node): Node | undefined => {
  const read = findType(node.type)?.schema.safeParse(node);
  return read?.success ? (read.data as Node) : undefined;
});

function attempt<Result>(what: () => Result, otherwise: Result): Result {
  try {
    return what();
  } catch {
    return otherwise;
  }
}

/** Describes a node in a sentence; an unfinished node as its title and "…". */
export const sentenceOf = memoize((node): string => {
  const whole = parsed(node);
  if (whole) return typeOf(whole).describe(whole);
  const type = findType(node.type);
  if (!type) return `“${node.type}” is a type that this version does not know`;
  return `${lookOf(node).title} …`;
});

const linksOf = (node: DraftNode): JsonObject =>
  typeof node.links === 'object' && node.links !== null && !Array.isArray(node.links) ? (node.links as JsonObject) : {};

/** Lists the ports that must be linked, as far as an unfinished node shows them. */
function portsOfDraft(node: DraftNode): readonly string[] {
  const whole = parsed(node);
  if (whole) return portsOf(whole);
  const type = findType(node.type);
  if (!type) return Object.keys(linksOf(node));
  const ports = (type as unknown as { ports(of: DraftNode): readonly string[] }).ports;
  return attempt(() => ports(node), Object.keys(linksOf(node)));
}

function optionalOfDraft(node: DraftNode): readonly string[] {
  const type = findType(node.type) as unknown as { optionalPorts?(of: DraftNode): readonly string[] } | undefined;
  return attempt(() => type?.optionalPorts?.(node) ?? [], []);
}

/** The name of the way for all ports without their own link. */
export const THEN = 'then';

/** One way out of a node, as drawn on the canvas. */
export interface DraftWay {
  /** The name of a port, or `then`. */
  readonly port: string;
  readonly to: string | undefined;
  /** Ports that use this way. */
  readonly takes: readonly string[];
}

/** Families whose ports are all drawn. For other families, ports without their own link share `then`. */
const DRAWS_ALL: readonly Family[] = ['decision', 'wait'];

/** Returns the ways out of a node, in order, and the ports that could get their own. */
export const waysOf = memoize((node): { readonly ways: readonly DraftWay[]; readonly more: readonly string[] } => {
  const family = familyOf(node);
  if (family === 'end') return { ways: [], more: [] };
  const links = linksOf(node);
  const ports = portsOfDraft(node);
  const then = typeof node.then === 'string' ? node.then : undefined;
  const own = (port: string): string | undefined => {
    const to = Object.hasOwn(links, port) ? links[port] : undefined;
    return typeof to === 'string' ? to : undefined;
  };
  const split = [...new Set([...ports, ...Object.keys(links)])].filter((port) => own(port) !== undefined);
  if (family !== undefined && DRAWS_ALL.includes(family) && ports.length > 1)
    return {
      ways: [...new Set([...ports, ...split])].map((port) => ({ port, to: own(port) ?? then, takes: [port] })),
      more: [],
    };
  const rest = ports.filter((port) => own(port) === undefined);
  return {
    ways: [
      ...(rest.length > 0 || then !== undefined || split.length === 0 ? [{ port: THEN, to: then, takes: rest }] : []),
      ...split.map((port) => ({ port, to: own(port), takes: [port] })),
    ],
    more: family === undefined ? [] : [...rest, ...optionalOfDraft(node).filter((port) => !split.includes(port))],
  };
});

/** Lists the optional fields, dotted, that most authors set in this node. */
export function askedOf(node: DraftNode): readonly string[] {
  const type = findType(node.type) as unknown as { asks?(of: DraftNode): readonly string[] } | undefined;
  return attempt(() => type?.asks?.(node) ?? [], []);
}

/** Returns the JSON Schema for a node type's form; undefined for an unknown type. */
export function formOf(type: string): JsonObject | undefined {
  const known = findType(type);
  return known && jsonSchemaOf(known.schema);
}

/** Returns the JSON Schema for an entry type's form; undefined for an unknown type. */
export function entryFormOf(type: string): JsonObject | undefined {
  const known = entryTypes.find((each) => each.type === type);
  return known && jsonSchemaOf(known.schema);
}

const jsonSchemaOf = (schema: z.ZodType): JsonObject =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as JsonObject;

/** Builds a journey of this node and an end, to preview what the node does. Undefined if the node is unfinished. */
export function journeyOfNode(
  id: string,
  { links: _, ...node }: DraftNode,
  {
    name,
    ...around
  }: {
    readonly name: string;
    readonly timeZone?: string;
    readonly dateOrder?: 'dmy' | 'mdy';
    readonly phoneCountry?: string;
    readonly blocks?: JsonObject;
  },
): Journey | undefined {
  const end = id === 'end' ? 'the-end' : 'end';
  return Journey.safeParse({
    ...{ id: 'alone', name: name || id, ...around, entry: { type: 'api' }, start: id },
    nodes: { [id]: { ...node, then: end }, [end]: { type: 'exit' } },
  }).data;
}

/**
 * Returns the nodes of the loop that a link would close if no time passes on it, since such a loop would never end.
 * Undefined if there is none. An unfinished node counts as taking time; validation decides once it is finished.
 */
export function roundBy(
  nodes: Readonly<Record<string, DraftNode>>,
  { node: from, port }: { readonly node: string; readonly port: string },
  to: string,
): readonly string[] | undefined {
  const own = nodes[from];
  if (!own || isSlow(own, port, waysOf(own).ways.find((way) => way.port === port)?.takes)) return undefined;
  const left: (readonly string[])[] = [[to]];
  const seen = new Set<string>();
  for (let path = left.shift(); path; path = left.shift()) {
    const at = path.at(-1) ?? to;
    const before = path;
    if (at === from) return path;
    if (!seen.has(at)) left.push(...instantlyFrom(nodes[at]).map((next) => [...before, next]));
    seen.add(at);
  }
  return undefined;
}

/** Lists the nodes reached from a node without time passing. */
const instantlyFrom = (node: DraftNode | undefined): readonly string[] =>
  node
    ? waysOf(node).ways.flatMap(({ port, to, takes }) => (to === undefined || isSlow(node, port, takes) ? [] : [to]))
    : [];

/**
 * Returns whether time passes before a user leaves by this way. If several ports share it, each of them must take time.
 */
function isSlow(node: DraftNode, port: string, takes: readonly string[] = []): boolean {
  const read = parsed(node);
  if (!read) return true;
  const slow = typeOf(read).takesTime?.(read) ?? [];
  return (takes.length === 0 ? [port] : takes).every((each) => slow.includes(each));
}

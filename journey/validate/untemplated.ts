import type { JsonValue } from '../base/json.ts';
import type { Flaw } from '../base/refusal.ts';
import type { Graph } from './graph.ts';
import { textsOf } from './texts.ts';

/** Paths of texts that are only for people to read. */
const FOR_PEOPLE = /^(?:(?:name|description|labels|layout|owner)(?:\.|$)|nodes\.[^.]+\.(?:name|note)$)/;

/**
 * Checks that Liquid stands only where it is rendered: elsewhere it would be compared or stored as it is written.
 * Values have paths of their own.
 */
export function findUntemplated(graph: Graph): readonly Flaw[] {
  const rendered = new Set(textsOf(graph).map(({ path }) => path));
  return [...liquidIn(graph.document as unknown as JsonValue, '')]
    .filter(({ path }) => !rendered.has(path))
    .map(({ path, text }) => ({
      path,
      message: `"${text.slice(0, 60)}" isn't rendered here: it would be used as it is written`,
      fix: fixFor(text),
    }));
}

interface Found {
  readonly path: string;
  readonly text: string;
}

function* liquidIn(value: JsonValue, path: string): Generator<Found> {
  if (typeof value === 'string') {
    if (LIQUID.test(value) && !FOR_PEOPLE.test(path)) yield { path, text: value };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value))
    yield* liquidIn(each as JsonValue, path === '' ? name : `${path}.${name}`);
}

const LIQUID = /\{\{|\{%/;
const VARIABLE = /^\s*\{\{-?\s*((?:profile|context|event)(?:\.[\w-]+)+)\s*-?\}\}\s*$/;

function fixFor(text: string): string {
  const path = VARIABLE.exec(text)?.[1];
  return path === undefined
    ? 'write the value itself, or where it is found, such as {"path": "context.entry.plan"}'
    : `write {"path": "${path}"}`;
}

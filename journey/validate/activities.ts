import { z } from 'zod';
import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import { linkFrom } from '../engine/version.ts';
import { portsLinkedBy } from '../nodes/activity.ts';
import type { RegisteredActivity } from '../nodes/registered.ts';
import { isReference } from '../nodes/value.ts';
import type { Graph, Place } from './graph.ts';
import { inside } from './schema-at.ts';

type Node = Extract<Place['node'], { readonly type: 'activity' }>;

/**
 * Checks that activities are registered, that their ports are linked, and that their inputs match. `known` is undefined
 * if registered activities aren't known here.
 */
export function activities(graph: Graph, known: readonly RegisteredActivity[] | undefined): readonly Flaw[] {
  if (known === undefined) return [];
  return graph.places.flatMap(({ id, node }) => {
    if (node.type !== 'activity') return [];
    const registered = known.find(({ name }) => name === node.activity);
    return registered
      ? [...portFlaws(id, node, registered), ...inputFlaws(id, node, registered), ...outputFlaws(id, node, registered)]
      : [flawOfUnregistered(id, node, known)];
  });
}

function flawOfUnregistered(id: string, { activity }: Node, known: readonly RegisteredActivity[]): Flaw {
  return {
    path: `nodes.${id}.activity`,
    message: `node "${id}" runs the activity "${activity}", which no worker has registered`,
    fix:
      known.length === 0
        ? 'start a worker that has its module in SOJOURN_ACTIVITIES'
        : suggest(
            activity,
            known.map(({ name }) => name),
          ),
  };
}

function portFlaws(id: string, node: Node, { name, ports }: RegisteredActivity): readonly Flaw[] {
  const foreign = portsLinkedBy(node).filter((port) => !ports.includes(port));
  const open = ports.filter((port) => linkFrom(node, port) === undefined);
  return [
    ...foreign.map((port) => ({
      path: `nodes.${id}.links.${port}`,
      message: `"${name}" never answers with port "${port}" of node "${id}"`,
      fix: suggest(port, ports),
    })),
    ...open.map((port) => ({
      path: `nodes.${id}.links.${port}`,
      message: `port "${port}" of node "${id}" leads nowhere: "${name}" can answer with it`,
      fix: `link it to a node, or give "${id}" a "then" for ports without their own link`,
    })),
  ];
}

const outputFlaws = (id: string, { as }: Node, { name, output }: RegisteredActivity): readonly Flaw[] =>
  as !== undefined && output === null
    ? [
        {
          path: `nodes.${id}.as`,
          message: `node "${id}" stores an output, but "${name}" declares none`,
          fix: 'remove "as"',
        },
      ]
    : [];

/**
 * Checks an activity's input as far as possible before it runs. A value read from a path may be anything, and a
 * template makes a text.
 */
function inputFlaws(id: string, { input }: Node, { name, input: schema }: RegisteredActivity): readonly Flaw[] {
  const names = Object.keys((schema.properties as object | undefined) ?? {});
  const isOpen = typeof schema.additionalProperties === 'object' || schema.additionalProperties === true;
  const unknown = isOpen ? [] : Object.keys(input).filter((field) => !names.includes(field));
  const issues = z.fromJSONSchema({ ...schema, additionalProperties: {} }).safeParse(input).error?.issues ?? [];
  return [
    ...unknown.map((field) => ({
      path: `nodes.${id}.input.${field}`,
      message: `node "${id}" passes "${field}" to "${name}", which has no such input`,
      fix: suggest(field, names),
    })),
    ...issues.filter((issue) => !isFilledLater(issue, input)).map((issue) => flawOf(id, name, issue, input)),
  ];
}

function flawOf(id: string, name: string, { path, message, code }: z.core.$ZodIssue, input: Node['input']): Flaw {
  const field = path.map(String).join('.');
  const isTemplate = code === 'invalid_type' && isFilled(path.reduce<unknown>(inside, input));
  const isMissing = path.reduce<unknown>(inside, input) === undefined;
  return {
    path: `nodes.${id}.input.${field}`,
    message: isMissing
      ? `node "${id}" lacks "${field}", which "${name}" asks for`
      : `node "${id}": input.${field} does not fit "${name}": ${message}`,
    fix: isMissing
      ? `add it to "input", as a value or as {"path": "profile.…"}`
      : isTemplate
        ? 'a template makes a text: to give a value as it is, write {"path": "profile.…"}'
        : 'change it to satisfy this rule',
  };
}

const isFilled = (value: unknown): boolean => typeof value === 'string' && /\{[{%]/.test(value);

/** Returns whether a value is only known at run time: it is a path, or a text with a template. */
function isFilledLater({ path, code }: z.core.$ZodIssue, input: Node['input']): boolean {
  const [field] = path;
  const value = field === undefined ? undefined : input[String(field)];
  if (value !== undefined && isReference(value)) return true;
  return code !== 'invalid_type' && isFilled(path.reduce<unknown>(inside, input));
}

import type { JsonObject } from '../../base/json.ts';
import type { Flaw } from '../../base/refusal.ts';
import { Journey } from '../../document/document.ts';
import { type DraftNode, THEN, waysOf } from '../../document/draft.ts';
import { NodeSchema, typeOf } from '../../nodes/index.ts';
import { draw } from '../../validate/graph.ts';
import { loops } from '../../validate/loops.ts';
import { shapeOf } from '../../validate/shape.ts';

/** Exit reason of users who reach an unfinished step. */
export const UNFINISHED = 'unfinished';

export type Rehearsable =
  | {
      readonly ok: true;
      readonly document: Journey;
      /** IDs of unfinished nodes, which end the users who reach them. */
      readonly unfinished: readonly string[];
    }
  | { readonly ok: false; readonly errors: readonly Flaw[] };

/**
 * Makes a draft playable. An unfinished step, or a link that leads nowhere, ends only the users who reach it. Problems
 * that affect everyone (the entry, a goal, an endless loop) are returned as errors.
 */
export function rehearsable(draft: JsonObject & { readonly nodes: Readonly<Record<string, DraftNode>> }): Rehearsable {
  const given = Object.entries(draft.nodes);
  const stop = freeName(draft.nodes);
  const unfinished = given.flatMap(([id, node]) => (isFinished(node) ? [] : [id]));
  const exists = (to: unknown): boolean => typeof to === 'string' && Object.hasOwn(draft.nodes, to);
  const nodes = given.map(([id, node]): [string, JsonObject] => [
    id,
    unfinished.includes(id) ? { type: 'exit', reason: UNFINISHED } : leadingSomewhere(node, exists, stop),
  ]);
  const whole = {
    ...draft,
    start: exists(draft.start) ? draft.start : stop,
    nodes: { ...Object.fromEntries(nodes), [stop]: { type: 'exit', reason: UNFINISHED } },
  };
  const read = Journey.safeParse(whole);
  if (!read.success) return { ok: false, errors: shapeOf(read.error, whole) };
  const endless = loops(draw(read.data));
  return endless.length > 0 ? { ok: false, errors: endless } : { ok: true, document: read.data, unfinished };
}

/** Returns whether a node can be rehearsed: its shape is valid, and a message has content. */
function isFinished(node: DraftNode): boolean {
  const read = NodeSchema.safeParse(node);
  return (
    read.success && !(typeOf(read.data).flaws?.(read.data) ?? []).some(({ where }) => where.startsWith('content.'))
  );
}

/** Links every open way to the stop. */
function leadingSomewhere(node: DraftNode, exists: (to: unknown) => boolean, stop: string): JsonObject {
  const open = waysOf(node).ways.filter(({ to }) => !exists(to));
  const ports = open.flatMap(({ port }) => (port === THEN ? [] : [[port, stop] as const]));
  return {
    ...node,
    ...(ports.length > 0 && { links: { ...(node.links as JsonObject | undefined), ...Object.fromEntries(ports) } }),
    ...(open.some(({ port }) => port === THEN) && { [THEN]: stop }),
  };
}

function freeName(nodes: Readonly<Record<string, unknown>>): string {
  let name = UNFINISHED;
  for (let nth = 2; Object.hasOwn(nodes, name); nth += 1) name = `${UNFINISHED}-${nth}`;
  return name;
}

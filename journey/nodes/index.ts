import { z } from 'zod';
import type { Input } from '../events/input.ts';
import type { Move } from '../moves/move.ts';
import { activity } from './activity.ts';
import { bestTime } from './best-time.ts';
import { branch } from './branch.ts';
import type { NodeType, Visit } from './define.ts';
import { delay } from './delay.ts';
import { enterJourney } from './enter-journey.ts';
import { exit } from './exit.ts';
import { inaction } from './inaction.ts';
import { intelli } from './intelli.ts';
import { message } from './message.ts';
import { split } from './split.ts';
import { update } from './update.ts';
import { waitFor } from './wait-for.ts';
import { waitUntil } from './wait-until.ts';
import { webhook } from './webhook.ts';

/** Every type of node. To add one, write its file and add it here. */
export const nodeTypes = [
  message,
  webhook,
  delay,
  waitUntil,
  waitFor,
  inaction,
  bestTime,
  branch,
  split,
  intelli,
  update,
  activity,
  enterJourney,
  exit,
] as const;
type SchemasOf<Types extends readonly { readonly schema: z.ZodObject }[]> = {
  readonly [Nth in keyof Types]: Types[Nth]['schema'];
};

export const NodeSchema = z
  .discriminatedUnion('type', nodeTypes.map(({ schema }) => schema) as unknown as SchemasOf<typeof nodeTypes>)
  .meta({ id: 'Node' });
export type Node = z.infer<typeof NodeSchema>;
type NodeOf<Name extends Node['type']> = NodeType<Name, z.ZodType<Extract<Node, { readonly type: Name }>>>;

const byName = new Map<string, (typeof nodeTypes)[number]>(nodeTypes.map((type) => [type.type, type]));

/** Returns the type of a node. Each call to it passes the node to its own type. */
export const typeOf = (node: Node): NodeOf<Node['type']> => byName.get(node.type) as unknown as NodeOf<Node['type']>;

/** Lists the ports of a node that must be linked. */
export const portsOf = (node: Node): readonly string[] => [
  ...typeOf(node).ports(node),
  ...(node.type !== 'exit' && node.maxVisits !== undefined ? ['limit'] : []),
];

export const arrive = (visit: Visit<Node>): Move => typeOf(visit.node).arrive(visit);
export const wake = (visit: Visit<Node>, input: Input): Move => typeOf(visit.node).wake(visit, input);

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

/** Every type of node. To add one, write its file and add it here and to the schema below. */
const types = {
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
} as const;
export const NodeSchema = z
  .discriminatedUnion('type', [
    message.schema,
    webhook.schema,
    delay.schema,
    waitUntil.schema,
    waitFor.schema,
    inaction.schema,
    bestTime.schema,
    branch.schema,
    split.schema,
    intelli.schema,
    update.schema,
    activity.schema,
    enterJourney.schema,
    exit.schema,
  ])
  .meta({ id: 'Node' });

type Nodes = { [Type in keyof typeof types]: z.infer<(typeof types)[Type]['schema']> };
export type Node = Nodes[keyof Nodes];
type NodeOf<Type extends keyof Nodes> = NodeType<Type, z.ZodType<Nodes[Type]>>;

/** Returns the type of a node. Each call to it passes the node to its own type. */
export const typeOf = (node: Node): NodeOf<keyof Nodes> => types[node.type] as unknown as NodeOf<keyof Nodes>;

/** Lists the ports of a node that must be linked. */
export const portsOf = (node: Node): readonly string[] => [
  ...typeOf(node).ports(node),
  ...(node.type !== 'exit' && node.maxVisits !== undefined ? ['limit'] : []),
];

export const arrive = (visit: Visit<Node>): Move => typeOf(visit.node).arrive(visit);
export const wake = (visit: Visit<Node>, input: Input): Move => typeOf(visit.node).wake(visit, input);
export const nodeTypes = Object.values(types);

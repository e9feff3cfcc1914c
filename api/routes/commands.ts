import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type InstanceId, Slug, type WorkspaceId } from '../../journey/base/ids.ts';
import type { Result } from '../../journey/base/refusal.ts';
import type { Order } from '../../journey/events/input.ts';
import type { CommandRequest, CommandState } from '../../store/decisions/commands.ts';
import { InstanceParams, NodeId, Text } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';

export interface CommandPorts {
  readonly commands: {
    order(request: CommandRequest): Promise<Result<unknown>>;
    state(workspace: WorkspaceId, id: string): Promise<Pick<CommandState, 'state' | 'detail' | 'instance'> | undefined>;
  };
  /** How long the answer waits for the result. Default: 5 s. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 5_000;
const POLL_MS = 50;

const visit = z
  .int()
  .min(0)
  .optional()
  .describe('Applies only while the instance is in this visit. Refused if it has moved on.');

const OrderBody = z
  .discriminatedUnion('command', [
    z.strictObject({ command: z.literal('pause'), visit }),
    z.strictObject({ command: z.literal('resume'), visit }),
    z.strictObject({ command: z.literal('retry'), visit }).describe('Run the current node again'),
    z.strictObject({ command: z.literal('skip'), visit }).describe('End the wait as if its deadline had passed'),
    z.strictObject({ command: z.literal('move'), to: NodeId, visit }),
    z
      .strictObject({
        command: z.literal('migrate'),
        version: z.int().min(1).describe('Any published version'),
        how: z
          .enum(['keep', 'restart', 're-evaluate'])
          .optional()
          .describe(
            'What happens to the wait: `keep` its deadline (default), `restart` it, or `re-evaluate` it from the original arrival by the new version',
          ),
        to: NodeId.optional().describe('Go to this node of the new version instead'),
        visit,
      })
      .refine(({ how, to }) => how === undefined || to === undefined, 'give either how or to, not both')
      .meta({
        description: 'Moves the instance to another version. Nothing is sent twice.',
        not: { required: ['how', 'to'] },
      }),
    z.strictObject({
      command: z.literal('exit'),
      reason: Slug.refine((reason) => reason !== 'goal', 'the reason `goal` is reserved for instances that met a goal')
        .meta({ not: { const: 'goal' } })
        .default('ended-by-operator'),
      visit,
    }),
  ])
  .meta({ id: 'Command' });

const CommandResult = z
  .object({
    id: z.string(),
    instance: z.string(),
    state: z.enum(['waiting', 'done', 'refused']),
    detail: z.string().nullable().describe('Reason for the refusal'),
  })
  .meta({ id: 'CommandState' });
type CommandResult = z.infer<typeof CommandResult>;

export const commandRoutes = (ports: CommandPorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/instances/:id/commands',
      name: 'commandInstance',
      tag: 'Instances',
      access: 'operate',
      summary: 'Pause, resume, retry, skip, move, migrate or end one instance',
      description: 'Waits up to 5 seconds for the result.',
      params: InstanceParams,
      body: OrderBody,
      isKeyed: true,
      answer: CommandResult,
      statuses: { 200: 'Applied', 202: 'Accepted but not applied yet: see getCommand' },
      refusals: ['instance-not-found', 'instance-ended', 'command-refused'],
    },
    async ({ params: { id: instance }, body, headers, caller }) => {
      const id = commandIdFor(instance, headers['idempotency-key']);
      const ordered = await ports.commands.order({
        workspace: caller.workspace,
        instance,
        actor: caller.key,
        order: { ...orderOf(body), ...(body.visit !== undefined && { visit: body.visit }) },
        id,
      });
      return ordered.ok ? awaitOutcome(ports, caller.workspace, instance, id) : ordered;
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/commands/:id',
      name: 'getCommand',
      tag: 'Instances',
      access: 'read',
      summary: 'Get the state of a command',
      params: z.strictObject({ id: Text(100) }),
      answer: CommandResult,
      refusals: ['command-not-found'],
    },
    async ({ params: { id }, caller: { workspace } }) => {
      const found = await ports.commands.state(workspace, id);
      return found
        ? answer({ id, instance: found.instance, state: found.state, detail: found.detail })
        : refusal('command-not-found', `there is no command "${id}"`, 'use the id from the answer to the command');
    },
  ),
];

/** Derives the command's id from the Idempotency-Key, so that a repeated request is the same command. */
const commandIdFor = (instance: InstanceId, key: string | string[] | undefined): string =>
  createHash('sha256')
    .update(typeof key === 'string' ? `${instance}\n${key}` : `${instance}\n${crypto.randomUUID()}`)
    .digest('hex')
    .slice(0, 24);

function orderOf(body: z.infer<typeof OrderBody>): Order {
  switch (body.command) {
    case 'move':
      return { name: 'move', to: body.to };
    case 'exit':
      return { name: 'exit', reason: body.reason };
    case 'migrate': {
      const { version, how = 'keep', to } = body;
      return { name: 'migrate', version, how: to === undefined ? how : { to } };
    }
    default:
      return { name: body.command };
  }
}

async function awaitOutcome(
  { commands, patienceMs = PATIENCE_MS }: CommandPorts,
  workspace: WorkspaceId,
  instance: InstanceId,
  id: string,
): Promise<RouteResult<CommandResult>> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const now = await commands.state(workspace, id);
    if (now?.state === 'refused')
      return refusal(
        'command-refused',
        `the command was refused: ${now.detail ?? 'no reason given'}`,
        `see GET /v1/instances/${instance}`,
        {
          about: { command: id },
        },
      );
    if (now?.state === 'done') return answer({ id, instance, state: 'done', detail: now.detail });
    if (performance.now() >= until) return answer({ id, instance, state: 'waiting', detail: null }, { status: 202 });
    await sleep(POLL_MS);
  }
}

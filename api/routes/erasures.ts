import { z } from 'zod';
import type { Sql } from '../../store/base/sql.ts';
import type { EraseRequest } from '../../store/erasure/erase.ts';
import { type Erasure, findErasure } from '../../store/erasure/erasures.ts';
import { Text, Time, UserId } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface ErasurePorts {
  readonly sql: Sql;
  /** Undefined: nobody is known by that name. */
  readonly erase: (request: EraseRequest) => Promise<string | undefined>;
}

const ErasureSchema = z
  .object({
    id: z.string(),
    state: z
      .enum(['deleting', 'done'])
      .describe('`deleting`: the database holds nothing of theirs any more, and histories are being deleted'),
    requestedAt: Time,
    doneAt: Time.nullable(),
    ended: z.int().describe('Instances that were ended, with the reason `erased`'),
    instances: z.int().describe('All that they had'),
    workflows: z.int().describe('Workflows of which Temporal has no run any more'),
    left: z.int().describe('Workflows that it still has'),
  })
  .meta({ id: 'Erasure' });

const shown = ({ id, state, requestedAt, doneAt, ended, instances, workflows, left }: Erasure) => ({
  ...{ id, state, requestedAt, doneAt, ended, instances, workflows, left },
});

export const erasureRoutes = ({ sql, erase }: ErasurePorts): readonly Route[] => [
  route(
    {
      method: 'delete',
      path: '/v1/users/:userId',
      name: 'eraseUser',
      tag: 'Users',
      access: 'admin',
      summary: 'Erase a user',
      description:
        'Ends the user’s instances and deletes their data and workflow histories. Counts stay. Takes a user ID or an anonymous ID. Later events with this ID belong to a new user.',
      params: z.strictObject({ userId: UserId }),
      answer: ErasureSchema,
      statuses: { 202: 'Gone from the database; see getErasure for the histories' },
      refusals: ['user-not-found'],
    },
    async ({ params: { userId }, caller: { workspace, key } }) => {
      const id = await erase({ workspace, userId, actor: key });
      const erasure = id === undefined ? undefined : await findErasure(sql, workspace, id);
      return erasure
        ? answer(shown(erasure), { status: 202 })
        : refusal(
            'user-not-found',
            `there is no user "${userId}"`,
            'who has been erased is not known any more: nothing is left to do',
          );
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/erasures/:id',
      name: 'getErasure',
      tag: 'Users',
      access: 'read',
      summary: 'Get the progress of an erasure',
      params: z.strictObject({ id: Text(100) }),
      answer: ErasureSchema,
      refusals: ['erasure-not-found'],
    },
    async ({ params: { id }, caller: { workspace } }) => {
      const erasure = await findErasure(sql, workspace, id);
      return erasure
        ? answer(shown(erasure))
        : refusal('erasure-not-found', `there is no erasure "${id}"`, 'DELETE /v1/users/{userId} answers its id');
    },
  ),
];

import { z } from 'zod';
import type { Sql } from '../../store/base/sql.ts';
import type { EraseRequest } from '../../store/erasure/erase.ts';
import { type Erasure, findErasure } from '../../store/erasure/erasures.ts';
import { Text, Time, UserId } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface ErasurePorts {
  readonly sql: Sql;
  /** Starts an erasure and returns its id; undefined if the user is unknown. */
  readonly erase: (request: EraseRequest) => Promise<string | undefined>;
}

const ErasureSchema = z
  .object({
    id: z.string(),
    state: z
      .enum(['deleting', 'done'])
      .describe("`deleting`: the user's data is gone from the database, and workflow histories are being deleted"),
    requestedAt: Time,
    doneAt: Time.nullable(),
    ended: z.int().describe('Instances ended with the reason `erased`'),
    instances: z.int().describe('All instances of the user'),
    workflows: z.int().describe('Workflows deleted from Temporal'),
    left: z.int().describe('Workflows still to delete from Temporal'),
  })
  .meta({ id: 'Erasure' });

const toView = ({ id, state, requestedAt, doneAt, ended, instances, workflows, left }: Erasure) => ({
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
        ? answer(toView(erasure), { status: 202 })
        : refusal(
            'user-not-found',
            `there is no user "${userId}"`,
            'check the ID. If the user has been erased already, nothing is left to do.',
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
        ? answer(toView(erasure))
        : refusal(
            'erasure-not-found',
            `there is no erasure "${id}"`,
            'use the id returned by DELETE /v1/users/{userId}',
          );
    },
  ),
];

import { z } from 'zod';
import { listInstances, listMessages } from '../../store/read-model/instances.ts';
import { findUser } from '../../store/read-model/users.ts';
import type { Sql } from '../../store/sql.ts';
import { InstanceSchema, MessageSchema, messageView, viewOf } from '../instance-view.ts';
import { isoOf, Time, UserId } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';

export interface UserPorts {
  readonly sql: Sql;
}

const User = z
  .object({
    userId: z.string(),
    profile: z.record(z.string(), z.unknown()),
    createdAt: Time,
    updatedAt: Time,
    instances: z.array(InstanceSchema).describe('Live ones: the latest hundred'),
    messages: z.array(MessageSchema).describe('The latest hundred'),
  })
  .meta({ id: 'User' });

const SHOWN = 100;

export const userRoutes = ({ sql }: UserPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/users/:userId',
      name: 'getUser',
      tag: 'Users',
      access: 'read',
      summary: 'One user: profile, journeys, messages',
      description: 'By user id, or else by anonymous id.',
      params: z.strictObject({ userId: UserId }),
      answer: User,
      refusals: ['user-not-found'],
    },
    async ({ params: { userId }, caller: { workspace } }) => {
      const found = await findUser(sql, workspace, userId);
      if (!found)
        return refusal(
          'user-not-found',
          `there is no user "${userId}"`,
          'users are made by their first event or entry',
        );
      const [{ instances }, messages] = await Promise.all([
        listInstances(sql, { workspace, userId: found.userId, isInside: true, limit: SHOWN }),
        listMessages(sql, { workspace, person: found.person }),
      ]);
      return answer({
        userId: found.userId,
        profile: { ...found.profile },
        createdAt: isoOf(found.createdAt),
        updatedAt: isoOf(found.updatedAt),
        instances: instances.map(viewOf),
        messages: messages.map(messageView),
      });
    },
  ),
];

import { z } from 'zod';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import { addressOf, calledIn } from '../../journey/people/profile.ts';
import type { Sql } from '../../store/base/sql.ts';
import { readTestUser } from '../../store/people/test-users.ts';
import { listInstances, listMessages } from '../../store/read-model/instances.ts';
import { findUser, listUserEvents, listUserSegments, listUsers, type UserLine } from '../../store/read-model/users.ts';
import { InstanceSchema, MessageSchema, messageView, viewOf } from '../instance-view.ts';
import { Cursor, isoOf, isoOrNull, Limit, Next, NumberCursor, nextOf, Text, Time, UserId } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';
import { TestUserView, testUserView } from './test-users.ts';

export interface UserPorts {
  readonly sql: Sql;
}

const Name = z.string().nullable().describe('`name` of the profile, else `firstName` and `lastName`');

const User = z
  .object({
    userId: z.string(),
    name: Name,
    profile: z.record(z.string(), z.unknown()),
    test: TestUserView.nullable().describe('Set for a test user'),
    createdAt: Time,
    updatedAt: Time,
    instances: z.array(InstanceSchema).describe('The latest 100 live instances'),
    messages: z.array(MessageSchema).describe('The latest 100'),
    segments: z
      .array(z.object({ id: z.string(), name: z.string(), since: Time }))
      .describe('Segments that the user is in'),
  })
  .meta({ id: 'User' });

const UserPage = z
  .object({
    users: z.array(
      z.object({
        userId: z.string(),
        name: Name,
        email: z.string().nullable(),
        inside: z.int().describe('Journeys that the user is in now'),
        isTest: z.boolean().describe('A test user, who counts nowhere'),
        createdAt: Time,
        updatedAt: Time,
      }),
    ),
    next: Next,
  })
  .meta({ id: 'UserPage' });

const EventPage = z
  .object({
    events: z.array(
      z.object({
        position: z.int().describe('Position in the order of all inputs to decisions'),
        name: z.string().describe("Names of Sojourn's own events begin with `$`"),
        properties: z.record(z.string(), z.unknown()),
        messageId: z.string(),
        acceptedAt: Time,
        occurredAt: Time.nullable().describe('When it happened, as the sender says'),
      }),
    ),
    next: Next,
  })
  .meta({ id: 'UserEventPage' });

const SHOWN = 100;

export const userRoutes = ({ sql }: UserPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/users',
      name: 'listUsers',
      tag: 'Users',
      access: 'read',
      summary: 'List users by ID',
      query: z.strictObject({
        search: Text(250).optional().describe('User IDs that begin with this'),
        limit: Limit,
        cursor: Cursor,
      }),
      answer: UserPage,
    },
    async ({ query: { search, limit, cursor }, caller: { workspace } }) => {
      const found = await listUsers(sql, { workspace, prefix: search, after: cursor, limit: limit + 1 });
      const users = found.slice(0, limit);
      return answer({
        users: users.map(({ profile, ...user }) => ({
          ...user,
          name: calledIn(profile),
          email: addressOf(profile, 'email') ?? null,
          createdAt: isoOf(user.createdAt),
          updatedAt: isoOf(user.updatedAt),
        })),
        next: found.length > limit ? (users.at(-1)?.userId ?? null) : null,
      });
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/users/:userId',
      name: 'getUser',
      tag: 'Users',
      access: 'read',
      summary: 'Get a user: profile, journeys and messages',
      description: 'Takes a user ID or an anonymous ID.',
      params: z.strictObject({ userId: UserId }),
      answer: User,
      refusals: ['user-not-found'],
    },
    async ({ params: { userId }, caller: { workspace } }) => {
      const found = await findUser(sql, workspace, userId);
      if (!found) return noUser(userId);
      return answer(await readUser(sql, workspace, found));
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/users/:userId/events',
      name: 'listUserEvents',
      tag: 'Users',
      access: 'read',
      summary: 'List events of a user, newest first',
      description: 'Takes a user ID or an anonymous ID. Includes built-in events such as `$message.clicked`.',
      params: z.strictObject({ userId: UserId }),
      query: z.strictObject({ limit: Limit, cursor: NumberCursor }),
      answer: EventPage,
      refusals: ['user-not-found'],
    },
    async ({ params: { userId }, query: { limit, cursor }, caller: { workspace } }) => {
      const user = await findUser(sql, workspace, userId);
      if (!user) return noUser(userId);
      const found = await listUserEvents(sql, { workspace, person: user.person, before: cursor, limit: limit + 1 });
      const events = found.slice(0, limit);
      return answer({
        events: events.map(({ properties, acceptedAt, occurredAt, ...event }) => ({
          ...event,
          properties: { ...properties },
          acceptedAt: isoOf(acceptedAt),
          occurredAt: isoOrNull(occurredAt),
        })),
        next: nextOf(found.length > limit ? (events.at(-1)?.position ?? null) : null),
      });
    },
  ),
];

/** Reads what the page of a user shows. */
async function readUser(sql: Sql, workspace: WorkspaceId, found: UserLine): Promise<z.input<typeof User>> {
  const [{ instances }, messages, segments, test] = await Promise.all([
    listInstances(sql, { workspace, userId: found.userId, isInside: true, limit: SHOWN }),
    listMessages(sql, { workspace, person: found.person }),
    listUserSegments(sql, workspace, found.person),
    readTestUser(sql, { workspace, person: found.person }),
  ]);
  return {
    userId: found.userId,
    name: calledIn(found.profile),
    profile: { ...found.profile },
    test: test ? testUserView(test) : null,
    createdAt: isoOf(found.createdAt),
    updatedAt: isoOf(found.updatedAt),
    instances: instances.map(viewOf),
    messages: messages.map(messageView),
    segments: segments.map((segment) => ({ ...segment, since: isoOf(segment.since) })),
  };
}

const noUser = (userId: string): RouteResult<never> =>
  refusal('user-not-found', `there is no user "${userId}"`, 'a user exists from their first event or entry on');

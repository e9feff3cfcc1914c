import { z } from 'zod';
import { TestUser } from '../../journey/people/test-user.ts';
import { recordAudit } from '../../store/access/audit.ts';
import type { Sql } from '../../store/base/sql.ts';
import { findOrMakePersons, nameOf } from '../../store/people/identities.ts';
import {
  MOST_TEST_USERS,
  readTestUser,
  type SetTestUser,
  setTestUser,
  type TestUserNow,
} from '../../store/people/test-users.ts';
import type { Store } from '../../store/person.ts';
import { isoOf, Time, UserId } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';

export interface TestUserPorts {
  readonly sql: Sql;
  readonly store: Store;
}

/** A test user as routes show it. */
export const TestUserView = z
  .object({ ...TestUser.shape, now: Time.describe('What the user’s clock shows') })
  .meta({ id: 'TestUser' });

export const testUserView = ({ speed, sends, now }: TestUserNow): z.input<typeof TestUserView> => ({
  ...{ speed, sends },
  now: isoOf(now),
});

/** Routes for test users, who go through live journeys at their own speed and count nowhere. */
export const testUserRoutes = ({ sql, store }: TestUserPorts): readonly Route[] => [
  route(
    {
      method: 'put',
      path: '/v1/users/:userId/test',
      name: 'putTestUser',
      tag: 'Users',
      access: 'author',
      summary: 'Make a user a test user, or change one',
      description:
        'A test user goes through live journeys with a clock of their own, and counts nowhere: not in reports, goals, ' +
        'experiments, capacities, segment sizes or other users’ frequency caps. Creates the user if there is none. A ' +
        'user who has been in a journey can’t become one, and a test user stays one until the user is erased.',
      params: z.strictObject({ userId: UserId }),
      body: TestUser,
      answer: TestUserView,
      refusals: ['user-has-history', 'too-many-test-users'],
    },
    async ({ params: { userId }, body, caller: { workspace, key: actor } }) => {
      const identity = { kind: 'user', value: userId } as const;
      const person = (await findOrMakePersons(sql, workspace, [identity])).get(nameOf(identity));
      if (person === undefined) throw new Error(`user ${userId} could not be made`);
      const who = { workspace, person };
      const result = await store.person(who, async (own, now) => {
        const done = await setTestUser(own, now, who, { ...body, actor });
        if (done === 'set')
          await recordAudit(own, { workspace, actor, action: 'user.test', about: { person, ...body } });
        return done;
      });
      if (result !== 'set') return refuseTestUser(result, userId);
      const made = await readTestUser(sql, who);
      if (!made) throw new Error(`test user ${userId} is missing`);
      return answer(testUserView(made));
    },
  ),
];

function refuseTestUser(result: Exclude<SetTestUser, 'set'>, userId: string): RouteResult<never> {
  return result === 'has-history'
    ? refusal('user-has-history', `"${userId}" has been near a journey, and counts there`, 'use a new user ID')
    : refusal(
        'too-many-test-users',
        `the workspace has ${MOST_TEST_USERS} test users`,
        'erase one that is no longer needed: DELETE /v1/users/{userId}',
      );
}

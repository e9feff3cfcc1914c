import { z } from 'zod';
import { MOST } from '../../../journey/base/limits.ts';
import { addressOf, calledIn } from '../../../journey/people/profile.ts';
import { findUser } from '../../../store/read-model/users.ts';
import { Text } from '../../paging.ts';
import { answer, type Route, refusal, route } from '../../route.ts';
import type { VendorPorts } from '../vendor.ts';
import { COMMON } from './common.ts';

const Profile = z
  .object({
    status: z.literal('success'),
    record: z.object({
      identity: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      profileData: z.record(z.string(), z.unknown()),
    }),
  })
  .meta({ id: 'CleverTapProfile' });

export const profileRoute = ({ database: { sql } }: VendorPorts): Route =>
  route(
    {
      ...COMMON,
      method: 'get',
      path: '/1/profile.json',
      name: 'getCleverTapProfile',
      access: 'read',
      summary: "Get a user's profile in CleverTap's format",
      description: "For CleverTap's clients. `events` and `platformInfo` are left out.",
      query: z.strictObject({
        identity: Text(MOST.id).optional().describe('User ID'),
        objectId: Text(MOST.id).optional().describe('Anonymous ID'),
        email: Text(MOST.id).optional().describe('An email address that is also the user ID'),
      }),
      answer: Profile,
      refusals: ['user-not-found'],
    },
    async ({ query: { identity, objectId, email }, caller: { workspace } }) => {
      const id = identity ?? objectId ?? email;
      if (id === undefined)
        return refusal('request-invalid', 'query: identity is missing, and so is objectId', 'give identity');
      const found = await findUser(sql, workspace, id);
      if (!found) return refusal('user-not-found', `there is no user "${id}"`, 'check the ID');
      const { userId, profile } = found;
      const record = {
        identity: userId,
        name: calledIn(profile),
        email: addressOf(profile, 'email') ?? null,
        profileData: { ...profile },
      };
      return answer({ status: 'success' as const, record });
    },
  );

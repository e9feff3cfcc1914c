import { z } from 'zod';
import { list } from '../../../journey/base/bounded.ts';
import { MOST } from '../../../journey/base/limits.ts';
import { Text } from '../../paging.ts';
import { answer, type Route, refusal, route } from '../../route.ts';
import type { VendorPorts } from '../vendor.ts';
import { COMMON } from './common.ts';

/** One ID, or up to a hundred. */
const Ids = z.union([Text(MOST.id), list(Text(MOST.id), 100)]).optional();

export const deleteProfilesRoute = ({ erase }: VendorPorts): Route =>
  route(
    {
      ...COMMON,
      method: 'post',
      path: '/1/delete/profiles.json',
      name: 'deleteCleverTapProfiles',
      access: 'admin',
      summary: "Erase users, asked in CleverTap's format",
      description: "For CleverTap's clients. See eraseUser. Unknown users are skipped.",
      body: z.looseObject({
        identity: Ids.describe('User IDs'),
        guid: Ids.describe('Anonymous IDs'),
      }),
      answer: z
        .object({ status: z.literal('success'), processed: z.int().describe('Users that existed') })
        .meta({ id: 'CleverTapDeleted' }),
    },
    async ({ body: { identity = [], guid = [] }, caller: { workspace, key } }) => {
      const ids = [identity, guid].flat();
      if (ids.length === 0)
        return refusal(
          'request-invalid',
          'body: identity is missing, and so is guid',
          'give the IDs of users to erase',
        );
      let processed = 0;
      for (const userId of ids) if ((await erase({ workspace, userId, actor: key })) !== undefined) processed += 1;
      return answer({ status: 'success' as const, processed });
    },
  );

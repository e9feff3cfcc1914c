import { z } from 'zod';
import { common } from './define.ts';
import { pace } from './schedule.ts';

/** Whoever stands on a list that is uploaded. The other columns of their row are the entry event's properties. */
export const list = {
  type: 'list' as const,
  title: 'From an uploaded list',
  about:
    'Lets in whoever stands on a list, CSV or NDJSON, that is uploaded to `POST /v1/journeys/{id}/lists`. The other columns of a row are remembered as `context.entry`.',
  example: { type: 'list' as const, perSecond: 50, reentry: { policy: 'always' as const } },
  schema: z.strictObject({ type: z.literal('list'), ...pace, ...common }),
  describe: () => 'Whoever stands on a list that is uploaded',
};

import { z } from 'zod';
import { common, defineEntry } from './define.ts';
import { pace } from './schedule.ts';

/** Users on an uploaded list. The other columns of their row are the entry event's properties. */
export const list = defineEntry({
  type: 'list',
  title: 'Uploaded list',
  about:
    'Users on an uploaded list enter. Upload CSV or NDJSON to `POST /v1/journeys/{id}/lists`. Other columns are stored as `context.entry`.',
  example: { type: 'list', perSecond: 50, reentry: { policy: 'always' } },
  schema: z.strictObject({ type: z.literal('list'), ...pace, ...common }),
  describe: () => 'Users on an uploaded list',
});

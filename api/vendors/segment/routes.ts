import { z } from 'zod';
import { text } from '../../../journey/base/bounded.ts';
import { MOST } from '../../../journey/base/limits.ts';
import { type Dialect, SEGMENT, textIn } from '../../events/dialect.ts';
import { answer, type Route, route } from '../../route.ts';
import { originFor } from '../origin.ts';
import type { VendorPorts } from '../vendor.ts';

/** The key is in the path. */
const SETTINGS: Dialect = { ...SEGMENT, findKey: ({ params }) => textIn(params, 'key') };

const Settings = z
  .object({
    integrations: z.object({
      'Segment.io': z.object({ apiKey: z.string(), apiHost: z.string(), protocol: z.enum(['http', 'https']) }),
    }),
    plan: z.object({ track: z.looseObject({}) }),
  })
  .meta({ id: 'SegmentSettings' });

/** Routes of Segment's clients besides those for events (api/routes/events.ts): the settings of the browser client. */
export const segmentRoutes = ({ publicUrl }: VendorPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/projects/:key/settings',
      name: 'getSegmentSettings',
      tag: 'Events',
      kind: 'events',
      access: 'ingest',
      dialect: SETTINGS,
      summary: "Get the settings that Segment's browser client loads",
      description: 'Tells analytics.js to send to this host. The key in the path is the write key.',
      params: z.strictObject({ key: text(MOST.apiKey, { min: 1 }) }),
      answer: Settings,
    },
    ({ params: { key }, headers }) => {
      const { protocol, host } = originFor(publicUrl, headers);
      return answer({
        integrations: { 'Segment.io': { apiKey: key, apiHost: `${host}/v1`, protocol } },
        plan: { track: { __default: { enabled: true, integrations: {} } } },
      });
    },
  ),
];

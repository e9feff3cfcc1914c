import { z } from 'zod';
import { text } from '../../../journey/base/bounded.ts';
import { MOST } from '../../../journey/base/limits.ts';
import { keyInHeader } from '../../auth.ts';
import { type Dialect, SEGMENT, textIn } from '../../events/dialect.ts';
import { MAX_BATCH_BYTES, takeBatch } from '../../events/intake.ts';
import { parseMessage } from '../../events/message.ts';
import { isoOf } from '../../paging.ts';
import { answer, type Route, route } from '../../route.ts';
import { Taken } from '../../taken.ts';
import type { VendorPorts } from '../vendor.ts';

/** The key is in the header, or in the query where a browser can send no headers. */
const RUDDERSTACK: Dialect = {
  ...SEGMENT,
  findKey: ({ headers, query }) => keyInHeader(headers.authorization) ?? textIn(query, 'writeKey'),
};

const COMMON = { tag: 'Events', kind: 'events', access: 'ingest', dialect: RUDDERSTACK } as const;
const Query = z.looseObject({ writeKey: text(MOST.apiKey).optional().describe('The key, if no header has it') });

const SourceConfig = z
  .object({
    source: z.object({
      id: z.string(),
      name: z.string(),
      writeKey: z.string(),
      enabled: z.literal(true),
      workspaceId: z.string(),
      updatedAt: z.string(),
      config: z.looseObject({}),
      destinations: z.array(z.unknown()).describe('Empty'),
      connections: z.array(z.unknown()).describe('Empty'),
    }),
    updatedAt: z.string(),
  })
  .meta({ id: 'RudderStackSourceConfig' });

/** Routes of RudderStack's clients that Segment's don't call. */
export const rudderstackRoutes = (ports: VendorPorts): readonly Route[] => [
  sourceConfigRoute(ports),
  beaconRoute(ports),
];

const sourceConfigRoute = ({ now }: VendorPorts): Route =>
  route(
    {
      ...COMMON,
      method: 'get',
      path: '/sourceConfig',
      aliases: ['/sourceConfig/'],
      name: 'getRudderStackSource',
      summary: "Get the source that RudderStack's browser and mobile clients load",
      description: 'It is enabled and has no destinations.',
      query: Query,
      answer: SourceConfig,
    },
    ({ headers, query, caller: { workspace, key } }) => {
      const updatedAt = isoOf(now());
      return answer({
        source: {
          ...{ id: key, name: workspace, enabled: true as const, workspaceId: workspace, updatedAt },
          writeKey: RUDDERSTACK.findKey({ headers, query, params: {} }) ?? '',
          config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
          destinations: [],
          connections: [],
        },
        updatedAt,
      });
    },
  );

const beaconRoute = (ports: VendorPorts): Route =>
  route(
    {
      ...COMMON,
      method: 'post',
      path: '/beacon/v1/batch',
      name: 'beaconBatch',
      summary: 'Alias of `POST /v1/batch` for pages that are being left',
      description: `At most ${MOST.messages} messages and ${MAX_BATCH_BYTES} bytes.`,
      query: Query,
      body: z.looseObject({
        batch: z.array(z.unknown(), 'must be a list of messages'),
        sentAt: z.unknown().optional(),
      }),
      answer: Taken,
      refusals: ['body-too-large'],
    },
    ({ body: { batch, sentAt }, bodyBytes, caller: { workspace } }) =>
      takeBatch(ports, { workspace, bodyBytes, messages: batch, list: 'batch', sentAt, parse: parseMessage }),
  );

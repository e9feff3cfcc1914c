import { z } from 'zod';
import { MOST } from '../../../journey/base/limits.ts';
import { MAX_BATCH_BYTES, takeBatch } from '../../events/intake.ts';
import { answer, type Route, route } from '../../route.ts';
import { parseBy } from '../translate.ts';
import type { VendorPorts } from '../vendor.ts';
import { COMMON, describeProcessed, Processed, Records } from './common.ts';
import { translateRecord } from './translate.ts';

const parseRecord = parseBy(translateRecord);

export const uploadRoute = (ports: VendorPorts): Route =>
  route(
    {
      ...COMMON,
      method: 'post',
      path: '/1/upload',
      name: 'uploadToCleverTap',
      access: 'ingest',
      summary: "Record events, profiles and device tokens in CleverTap's format",
      description: `For CleverTap's clients. At most ${MOST.messages} records and ${MAX_BATCH_BYTES} bytes. The key is the passcode; any account ID is accepted. A record with \`ts\` counts once, however often it is sent.`,
      query: z.strictObject({ dryRun: z.enum(['0', '1']).optional().describe('`1`: checks and stores nothing') }),
      body: Records,
      answer: Processed,
      refusals: ['body-too-large'],
    },
    async ({ query: { dryRun }, body: { d: messages }, bodyBytes, caller: { workspace } }) => {
      const stored = dryRun === '1' ? { ...ports, ingest: ACCEPTING_NOTHING } : ports;
      const taken = await takeBatch(stored, { workspace, bodyBytes, messages, list: 'd', parse: parseRecord });
      return taken.ok ? answer(describeProcessed(messages, taken.value.rejected)) : taken;
    },
  );

/** Stores nothing. */
const ACCEPTING_NOTHING: VendorPorts['ingest'] = {
  accept: async (_workspace, messages) =>
    messages.map(({ messageId }) => ({ messageId, status: 'accepted' as const, position: 0 })),
};

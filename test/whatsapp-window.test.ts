import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCallbackReaders } from '../channels/callbacks.ts';
import { createOutbound } from '../channels/outbound.ts';
import type { MessageContent, Parcel } from '../channels/port.ts';
import { deleteClosedWindows } from '../store/callbacks/windows.ts';
import { limitAdapter } from '../worker/adapter-limits.ts';
import { startApi, type TestApi } from './api.ts';
import { createCallBack } from './counterparts/call-back.ts';
import { type Counterparts, startCounterparts } from './counterparts/lineup.ts';

/** WhatsApp allows free text within 24 hours of the user's last message. Sojourn checks this before it calls Meta. */
const PUBLIC_URL = 'https://journeys.shop.example';
const trusted = createOutbound({ allowPrivate: true, timeoutMs: 2_000 });

let city: Counterparts;
let api: TestApi;
beforeAll(async () => {
  city = await startCounterparts();
  const providers = city.choose({ whatsapp: 'whatsapp-cloud' });
  const findCallbacks = createCallbackReaders(providers, { trusted, publicUrl: PUBLIC_URL });
  api = await startApi({ findCallbacks, publicUrl: PUBLIC_URL });
});
afterAll(async () => {
  await api.close();
  trusted.close();
  await city.close();
});

const send = async (to: string, content: Partial<MessageContent> = { text: 'Hi' }, boundTo?: string) => {
  const [chosen] = city.choose({ whatsapp: 'whatsapp-cloud' });
  if (!chosen) throw new Error('no provider');
  const means = { outbound: trusted, trusted, mailFrom: '', now: Date.now };
  const adapter = limitAdapter('whatsapp', chosen.provider.createAdapter(chosen.given, means), {
    config: { providers: [chosen], sms: { segmentsPerDay: 0 } },
    sql: api.database.sql,
    charge: { now: Date.now, charge: async () => ({ total: 0 }), alert: () => {} },
  });
  const common = { channel: 'whatsapp', key: randomUUID(), workspace: 'main', journey: 'j', attempt: 1, to };
  const before = city.whatsapp.sent.length;
  const answer = await adapter.deliver({
    ...{ ...common, content: { template: 't', ...content } },
    ...(boundTo !== undefined && { boundTo }),
  } as Parcel);
  return {
    type: answer.type,
    reason: 'reason' in answer ? answer.reason : '',
    asked: city.whatsapp.sent.length - before,
  };
};
const write = (from: string, { at = Date.now() } = {}) =>
  createCallBack(api.app, PUBLIC_URL).whatsapp({
    messages: [
      {
        ...{ from: from.replace('+', ''), id: `wamid.${randomUUID()}`, timestamp: String(Math.floor(at / 1_000)) },
        ...{ type: 'text', text: { body: 'Hello' } },
      },
    ],
  });
const HOUR = 3_600_000;
const TEMPLATE = { whatsappTemplate: { name: 'sale', language: 'de', parameters: [] } };

describe('free text by WhatsApp', () => {
  test('is sent if the provider has never called back, since the window is unknown', async () => {
    await api.database.sql`delete from callbacks`;
    expect(await send('+31612340001')).toMatchObject({ type: 'accepted', asked: 1 });
  });

  test('is sent only to users who have written, known or not', async () => {
    await write('+31612340002');
    expect(await send('+31612340002')).toMatchObject({ type: 'accepted', asked: 1 });
    const refused = await send('+31612340003');
    expect(refused).toMatchObject({ type: 'rejected', asked: 0 });
    expect(refused.reason).toContain('use content.whatsappTemplate');
    expect(await send('+31612340003', TEMPLATE)).toMatchObject({ type: 'accepted', asked: 1 });
  });

  test('is sent until 24 hours after the user’s last message, in whatever order messages arrive', async () => {
    await write('+31612340004', { at: Date.now() - 25 * HOUR });
    expect(await send('+31612340004')).toMatchObject({ type: 'rejected', asked: 0 });
    await write('+31612340004', { at: Date.now() - 23 * HOUR });
    await write('+31612340004', { at: Date.now() - 26 * HOUR });
    expect(await send('+31612340004')).toMatchObject({ type: 'accepted', asked: 1 });
    await api.database.sql`update inbound_windows set last_at = last_at - interval '1 hour'`;
    expect(await send('+31612340004')).toMatchObject({ type: 'rejected', asked: 0 });
  });

  test('isn’t sent because of a message dated in the future', async () => {
    await write('+31612340005', { at: Date.now() + 48 * HOUR });
    await api.database.sql`update inbound_windows set last_at = last_at - interval '24 hours'`;
    expect(await send('+31612340005')).toMatchObject({ type: 'rejected' });
  });

  test('stays with the provider that may have it', async () => {
    await write('+31612340007');
    expect(await send('+31612340006', { text: 'Hi' }, 'whatsapp-cloud')).toMatchObject({ asked: 1 });
  });

  test('leaves no record of users once their windows have closed', async () => {
    await write('+31612340008');
    await api.database.sql`update inbound_windows set last_at = clock_timestamp() - interval '25 hours'`;
    await deleteClosedWindows(api.database.sql, { until: Date.now() + 10_000 });
    expect(await api.database.sql`select from inbound_windows`).toEqual([]);
  });
});

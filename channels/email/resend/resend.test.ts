import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
import type { Counterpart } from '../../../test/counterparts/counterpart.ts';
import { API_KEY, startResend } from '../../../test/counterparts/resend.ts';
import { createOutbound, type Outbound } from '../../outbound.ts';
import type { Parcel } from '../../port.ts';
import { resend } from './resend.ts';

let server: Counterpart<Readonly<Record<string, unknown>>>;
let trusted: Outbound;
beforeAll(async () => {
  server = await startResend();
  trusted = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
});
afterEach(() => server.behave());
afterAll(async () => {
  trusted.close();
  await server.close();
});

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const means = () => ({ outbound: trusted, trusted, mailFrom: 'Shop <hi@shop.example>', now: Date.now });
let made = 0;
const deliver = (more: Partial<Parcel<'email'>> = {}, apiKey = API_KEY, apiUrl = server.url) => {
  made += 1;
  const adapter = resend.createAdapter({ RESEND_API_KEY: apiKey, RESEND_API_URL: apiUrl }, means());
  return adapter.deliver({
    ...{
      channel: 'email',
      key: `i${made}.mail-1.1`,
      attempt: 1,
      workspace: WorkspaceId.parse('main'),
      journey: JourneyId.parse('cart'),
    },
    to: 'ada@example.com',
    content: { template: 'reminder', subject: 'Your cart', html: '<p>waits</p>' },
    ...more,
  });
};

describe('a message as Resend takes it', () => {
  test('with its headers, its text part and our key', async () => {
    const key = 'i0.mail-1.1';
    expect(await deliver({ key, unsubscribeUrl: 'https://u.example/x' })).toMatchObject({ type: 'accepted' });
    expect(server.sent.at(-1)).toMatchObject({
      from: '"Shop" <hi@shop.example>',
      to: ['ada@example.com'],
      text: 'waits',
      headers: { 'List-Unsubscribe': '<https://u.example/x>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      tags: [{ name: 'sojourn_key', value: Buffer.from(key).toString('base64url') }],
    });
  });

  test('one key sends once; another content under the same key is unknown at once, and never sent', async () => {
    const before = server.sent.length;
    const first = await deliver({ key: 'k' });
    expect(await deliver({ key: 'k', attempt: 2 })).toEqual(first);
    const changed = await deliver({ key: 'k', content: { template: 'reminder', subject: 'Other', html: '<p>x</p>' } });
    expect(changed).toMatchObject({ type: 'busy', ambiguous: true, isFinal: true });
    expect(server.sent).toHaveLength(before + 1);
  });
});

describe('each error has its class, by its name before its status', () => {
  test.each([
    ...[
      [400, 'validation_error'],
      [400, 'invalid_idempotency_key'],
      [422, 'invalid_attachment'],
      [422, 'invalid_parameter'],
      [422, 'missing_required_field'],
    ].map(([status, name]) => ({ status, name, means: { type: 'rejected' } })),
    ...[
      [401, 'missing_api_key'],
      [401, 'restricted_api_key'],
      [403, 'suspended_api_key'],
      [403, 'invalid_permission'],
      [403, 'validation_error'],
      [403, 'invalid_api_key'],
    ].map(([status, name]) => ({ status, name, means: { type: 'misconfigured' } })),
    ...[
      [409, 'concurrent_idempotent_requests'],
      [409, 'resource_locked'],
      [429, 'rate_limit_exceeded'],
    ].map(([status, name]) => ({ status, name, means: { type: 'busy', ambiguous: undefined } })),
    ...[
      [429, 'daily_quota_exceeded'],
      [429, 'monthly_quota_exceeded'],
    ].map(([status, name]) => ({ status, name, means: { type: 'busy', retryAfterMs: 3_600_000 } })),
    ...[
      [500, 'application_error'],
      [503, 'service_unavailable'],
    ].map(([status, name]) => ({ status, name, means: { type: 'busy', ambiguous: true } })),
  ])('$status $name → $means.type', async ({ status, name, means: meaning }) => {
    server.refuse({ status: Number(status), body: { statusCode: status, name, message: 'because' } });
    const got: Record<string, unknown> = { ...(await deliver()) };
    for (const [field, value] of Object.entries(meaning)) expect(got[field], field).toBe(value);
    expect(got.reason).toContain(String(name));
  });

  test('a wrong key → misconfigured, whatever the status', async () => {
    expect(await deliver({}, 're_wrong')).toMatchObject({ type: 'misconfigured' });
  });

  test.each([
    { how: '429 with Retry-After', means: { type: 'busy', retryAfterMs: 7_000 } },
    { how: 'accepts and cuts the connection', means: { type: 'busy', ambiguous: true } },
    { how: '500 after storing', means: { type: 'busy', ambiguous: true } },
    { how: 'HTML instead of JSON', means: { type: 'busy', ambiguous: true } },
    { how: 'garbage with 200', means: { type: 'busy', ambiguous: true } },
    { how: 'endless body', means: { type: 'busy', ambiguous: true } },
    { how: 'no answer', means: { type: 'busy', ambiguous: true } },
  ] as const)('$how → the next attempt gets the first one’s answer', async ({ how, means: meaning }) => {
    server.misbehave(how);
    expect(await deliver({ key: how })).toMatchObject(meaning);
    server.behave();
    expect(await deliver({ key: how, attempt: 2 })).toMatchObject({ type: 'accepted' });
  });
});

describe('M2 webhooks', () => {
  const event = (type: string, data: object = {}) =>
    JSON.stringify({
      type,
      created_at: '2026-03-01T10:00:00.000Z',
      data: {
        email_id: 'e1',
        to: ['ada@example.com'],
        tags: { sojourn_key: Buffer.from('i1.mail-1.1').toString('base64url') },
        new_field: 1,
        ...data,
      },
    });
  const read = (body: string, { secret = SECRET, at = new Date(), signed = body } = {}) => {
    const headers = {
      'svix-id': 'msg_1',
      'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
      'svix-signature': new Webhook(secret).sign('msg_1', at, signed),
    };
    const given = {
      RESEND_API_KEY: API_KEY,
      RESEND_WEBHOOK_SECRET: `whsec_${Buffer.from('new').toString('base64')},${SECRET}`,
    };
    const callbacks = resend.createCallbacks?.(given, means());
    return callbacks?.read({ method: 'POST', url: 'https://s.example/', headers, body: Buffer.from(body) });
  };

  test.each([
    { type: 'email.sent', data: {}, report: { status: 'accepted' } },
    { type: 'email.delivered', data: {}, report: { status: 'delivered' } },
    { type: 'email.opened', data: {}, report: { status: 'viewed' } },
    {
      type: 'email.clicked',
      data: { click: { link: 'https://x.example' } },
      report: { status: 'clicked', url: 'https://x.example' },
    },
    { type: 'email.complained', data: {}, report: { status: 'complained' } },
    {
      type: 'email.bounced',
      data: { bounce: { type: 'Permanent', subType: 'General' } },
      report: { status: 'bounced', isPermanent: true },
    },
    {
      type: 'email.bounced',
      data: { bounce: { type: 'Temporary' } },
      report: { status: 'bounced', isPermanent: false },
    },
    {
      type: 'email.suppressed',
      data: { suppressed: { message: 'earlier bounce' } },
      report: { status: 'bounced', isPermanent: true },
    },
    { type: 'email.failed', data: {}, report: { status: 'failed' } },
  ])('M2 $type → $report.status', async ({ type, data, report }) => {
    expect(await read(event(type, data))).toMatchObject({
      type: 'read',
      reports: [
        {
          ...report,
          key: 'i1.mail-1.1',
          providerId: 'e1',
          address: 'ada@example.com',
          dedupe: 'msg_1',
          raw: { data: { new_field: 1 } },
        },
      ],
    });
  });

  test('an event about something else, or of a kind that isn’t known, reports nothing', async () => {
    for (const type of ['email.delivery_delayed', 'contact.created', 'email.new_kind'])
      expect(await read(event(type))).toMatchObject({ type: 'read', reports: [] });
  });

  test('a wrong signature, another body, and one from ten minutes ago are refused', async () => {
    const other = `whsec_${Buffer.from('another').toString('base64')}`;
    expect(await read(event('email.sent'), { secret: other })).toMatchObject({ type: 'refused' });
    expect(await read(event('email.sent'), { signed: event('email.bounced') })).toMatchObject({ type: 'refused' });
    expect(await read(event('email.sent'), { at: new Date(Date.now() - 600_000) })).toMatchObject({ type: 'refused' });
    expect(await read('[]')).toMatchObject({ type: 'unreadable' });
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
import { BAD_ANSWERS } from '../../../test/counterparts/bad-answers.ts';
import type { Counterpart } from '../../../test/counterparts/counterpart.ts';
import { API_KEY, sendgridError, signSendgrid, startSendgrid } from '../../../test/counterparts/sendgrid.ts';
import { createOutbound, type Outbound } from '../../outbound.ts';
import type { Parcel } from '../../port.ts';
import { sendgrid } from './sendgrid.ts';

let server: Counterpart<Readonly<Record<string, unknown>>>;
let trusted: Outbound;
beforeAll(async () => {
  server = await startSendgrid();
  trusted = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
});
afterEach(() => server.behave());
afterAll(async () => {
  trusted.close();
  await server.close();
});

const NOW = Date.parse('2026-03-01T10:00:00Z');
const KEY = 'i1.mail-1.1';
const means = () => ({ outbound: trusted, trusted, mailFrom: 'Shop <hi@shop.example>', now: () => NOW });
const deliver = (more: Partial<Parcel<'email'>> = {}, given: Readonly<Record<string, string>> = {}) =>
  sendgrid.createAdapter({ SENDGRID_API_KEY: API_KEY, SENDGRID_API_URL: server.url, ...given }, means()).deliver({
    ...{
      channel: 'email',
      key: KEY,
      attempt: 1,
      workspace: WorkspaceId.parse('main'),
      journey: JourneyId.parse('cart'),
      to: 'ada@example.com',
    },
    content: { template: 'reminder', subject: 'Your cart', html: '<p>waits</p>' },
    ...more,
  });

describe('the request to SendGrid', () => {
  test('has the message’s headers, the text part first, and Sojourn’s key', async () => {
    const content = {
      template: 'reminder',
      subject: 'Your cart',
      html: '<p>waits</p>',
      replyTo: 'Help <help@shop.example>',
    };
    const answer = await deliver({ unsubscribeUrl: 'https://u.example/x', content });
    expect(answer).toEqual({ type: 'accepted', providerId: expect.stringMatching(/^[0-9a-f]{22}$/) });
    expect(server.sent.at(-1)).toEqual({
      personalizations: [{ to: [{ email: 'ada@example.com' }], custom_args: { sojourn_key: KEY } }],
      from: { email: 'hi@shop.example', name: 'Shop' },
      reply_to: { email: 'help@shop.example', name: 'Help' },
      subject: 'Your cart',
      content: [
        { type: 'text/plain', value: 'waits' },
        { type: 'text/html', value: '<p>waits</p>' },
      ],
      headers: {
        'List-Unsubscribe': '<https://u.example/x>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Feedback-ID': 'cart:reminder:main:shop.example',
        'Message-ID': `<${KEY}@shop.example>`,
      },
      tracking_settings: { subscription_tracking: { enable: false } },
    });
  });

  test('a line break in the subject or the sender’s name can’t add a header', async () => {
    const content = {
      template: 'x',
      subject: 'Hi\r\nBcc: m@example.com',
      from: 'A\r\nBcc: m@example.com <a@shop.example>',
      text: 'x',
    };
    await deliver({ content });
    expect(JSON.stringify(server.sent.at(-1))).not.toContain('\\n');
  });

  test.each(['a@x.example, b@x.example', 'jörg@example.com', 'ada'])('%j is not sent', async (to) => {
    const before = server.sent.length;
    expect(await deliver({ to })).toMatchObject({ type: 'rejected' });
    expect(server.sent).toHaveLength(before);
  });
});

describe('an error’s status decides its meaning', () => {
  test.each([
    { status: 400, answer: { type: 'rejected', status: 400 } },
    { status: 401, answer: { type: 'misconfigured' } },
    { status: 403, answer: { type: 'misconfigured' } },
    { status: 404, answer: { type: 'misconfigured' } },
    { status: 413, answer: { type: 'rejected', status: 413 } },
    { status: 429, answer: { type: 'busy', status: 429 } },
    { status: 500, answer: { type: 'busy', ambiguous: true } },
    { status: 503, answer: { type: 'busy', ambiguous: true } },
  ])('$status: $answer.type', async ({ status, answer }) => {
    server.refuse(sendgridError(status, 'Something about ada@example.com is wrong'));
    const given = await deliver();
    expect(given).toMatchObject({ ...answer, reason: expect.stringMatching(/Something about … is wrong/) });
    expect('ambiguous' in given).toBe('ambiguous' in answer);
  });

  test('M2 a 400 about the recipient suppresses the address; about another field it doesn’t', async () => {
    server.refuse(sendgridError(400, 'Does not contain a valid address.', 'personalizations.0.to.0.email'));
    expect(await deliver()).toMatchObject({ type: 'rejected', undelivered: { status: 'bounced', isPermanent: true } });
    server.refuse(sendgridError(400, 'Does not contain a valid address.', 'from.email'));
    expect(await deliver()).not.toHaveProperty('undelivered');
  });

  test.each([
    { reset: NOW / 1_000 + 9, wait: 9_000 },
    { reset: NOW / 1_000 - 1, wait: undefined },
    { reset: 'soon', wait: undefined },
    { reset: NOW / 1_000 + 86_400, wait: undefined },
  ])('429 with a limit that resets at $reset waits $wait', async ({ reset, wait }) => {
    const error = sendgridError(429, 'too many requests');
    server.refuse({ ...error, headers: { 'x-ratelimit-reset': String(reset) } });
    const given = await deliver();
    expect('retryAfterMs' in given ? given.retryAfterMs : undefined).toBe(wait);
  });

  test('a wrong key counts as misconfigured, and isn’t shown', async () => {
    const answer = await deliver({}, { SENDGRID_API_KEY: 'SG.wrong' });
    expect(answer).toMatchObject({ type: 'misconfigured', reason: expect.not.stringContaining('SG.wrong') });
  });

  test.each(BAD_ANSWERS)('$how', async ({ how, answer }) => {
    server.misbehave(how);
    const given = await deliver();
    expect(given).toMatchObject(answer);
    expect('ambiguous' in given).toBe('ambiguous' in answer);
  });

  test('if the connection is refused, nothing was sent', async () => {
    expect(await deliver({}, { SENDGRID_API_URL: 'http://127.0.0.1:1' })).not.toHaveProperty('ambiguous');
  });
});

describe('M2 the event webhook', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const inBase64 = (key: typeof publicKey): string => key.export({ type: 'spki', format: 'der' }).toString('base64');
  const given = {
    SENDGRID_API_KEY: API_KEY,
    SENDGRID_WEBHOOK_KEY: `${inBase64(other.publicKey)}, ${inBase64(publicKey)}`,
  };
  /** Formats events like SendGrid, with a line break after each event. */
  const bodyOf = (...events: readonly object[]): string =>
    `[${events.map((event) => JSON.stringify(event)).join(',\r\n')}]\r\n`;
  const event = (more: object) => ({
    ...{ email: 'ada@example.com', timestamp: NOW / 1_000 - 5, sg_event_id: 'e1', sojourn_key: KEY, new_field: 1 },
    ...{ sg_message_id: 'abc.filter0001.1-2.0', 'smtp-id': '<x>' },
    ...more,
  });
  const read = (body: string, { at = NOW, signed = body, key = privateKey } = {}) => {
    const timestamp = String(at / 1_000);
    const headers = {
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': signSendgrid(key, timestamp, signed),
    };
    const callbacks = sendgrid.createCallbacks?.(given, means());
    return callbacks?.read({ method: 'POST', url: 'https://s.example/', headers, body: Buffer.from(body) });
  };

  test('the counterpart signs as SendGrid’s own verifier expects', () => {
    const body = bodyOf(event({ event: 'open' }), event({ event: 'click' }));
    const theirs = new EventWebhook();
    const key = theirs.convertPublicKeyToECDSA(inBase64(publicKey));
    expect(theirs.verifySignature(key, body, signSendgrid(privateKey, '1', body), '1')).toBe(true);
  });

  test.each([
    { event: 'processed', report: { status: 'accepted' } },
    { event: 'deferred', attempt: '3', report: { status: 'accepted' } },
    { event: 'delivered', report: { status: 'delivered' } },
    { event: 'open', report: { status: 'viewed' } },
    { event: 'open', sg_machine_open: true, report: { status: 'viewed', isMachine: true } },
    { event: 'click', url: 'https://x.example', report: { status: 'clicked', url: 'https://x.example' } },
    { event: 'spamreport', report: { status: 'complained' } },
    { event: 'unsubscribe', report: { status: 'unsubscribed' } },
    { event: 'group_unsubscribe', report: { status: 'unsubscribed' } },
    { event: 'group_resubscribe', report: { status: 'resubscribed' } },
    { event: 'bounce', type: 'bounce', status: '5.1.1', report: { status: 'bounced', isPermanent: true } },
    { event: 'bounce', type: 'blocked', status: '4.2.2', report: { status: 'bounced', isPermanent: false } },
    { event: 'bounce', type: 'bounce', status: '5.7.1', report: { status: 'failed' } },
    { event: 'bounce', type: 'bounce', bounce_classification: 'Content', report: { status: 'failed' } },
    { event: 'dropped', reason: 'Bounced Address', report: { status: 'bounced', isPermanent: true } },
    { event: 'dropped', reason: 'Invalid', report: { status: 'bounced', isPermanent: true } },
    { event: 'dropped', reason: 'Unsubscribed Address', report: { status: 'unsubscribed' } },
    { event: 'dropped', reason: 'Spam Reporting Address', report: { status: 'complained' } },
    { event: 'dropped', reason: 'Invalid SMTPAPI header', report: { status: 'failed' } },
  ])('M2 $event $type $status $reason → $report', async ({ report, ...more }) => {
    const whole = { key: KEY, providerId: 'abc', address: 'ada@example.com', at: NOW - 5_000, dedupe: 'e1' };
    expect(await read(bodyOf(event(more)))).toMatchObject({
      type: 'read',
      reports: [{ ...report, ...whole, raw: { new_field: 1 } }],
    });
  });

  test('broken events and unknown kinds are skipped, the others count, and events without an ID get one', async () => {
    const { sg_event_id: _, sg_message_id: __, ...bare } = event({ event: 'bounce', type: 'bounce' });
    const got = await read(bodyOf(event({ event: 'new_kind' }), [], bare, { ...bare, timestamp: 1 }));
    const dedupes = got?.type === 'read' ? got.reports.map(({ dedupe }) => dedupe) : [];
    expect(new Set(dedupes).size).toBe(2);
  });

  test('a repeat within a day counts; a wrong signature, a changed body and a two-day-old signature are refused', async () => {
    const body = bodyOf(event({ event: 'delivered' }));
    expect(await read(body, { at: NOW - 24 * 3_600_000 })).toMatchObject({ type: 'read' });
    for (const wrong of [
      { key: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey },
      { signed: bodyOf(event({ event: 'bounce' })) },
      { signed: body.trim() },
      { at: NOW - 48 * 3_600_000 },
      { at: NOW + 3_600_000 },
    ])
      expect(await read(body, wrong)).toMatchObject({ type: 'refused' });
    const callbacks = sendgrid.createCallbacks?.(given, means());
    const unsigned = await callbacks?.read({ method: 'POST', url: '', headers: {}, body: Buffer.from(body) });
    expect(unsigned).toMatchObject({ type: 'refused' });
  });

  test('without a key, every call is refused; a body that isn’t a list is unreadable', async () => {
    const callbacks = sendgrid.createCallbacks?.({ SENDGRID_API_KEY: API_KEY }, means());
    expect(await callbacks?.read({ method: 'POST', url: '', headers: {}, body: Buffer.from('[]') })).toMatchObject({
      type: 'refused',
    });
    for (const body of ['{}', '[{"event":', '']) expect(await read(body)).toMatchObject({ type: 'unreadable' });
  });

  test.each(['hello', Buffer.from('no key').toString('base64')])('the key %j is refused at the start', (key) => {
    const make = () => sendgrid.createAdapter({ SENDGRID_API_KEY: API_KEY, SENDGRID_WEBHOOK_KEY: key }, means());
    expect(make).toThrow('the verification key');
  });
});

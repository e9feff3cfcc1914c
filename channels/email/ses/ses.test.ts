import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
import { BAD_ANSWERS } from '../../../test/counterparts/bad-answers.ts';
import { ACCESS_KEY, mailIn, REGION, SECRET_KEY, sesError, startSes } from '../../../test/counterparts/ses.ts';
import { createOutbound, type Outbound } from '../../outbound.ts';
import type { Parcel } from '../../port.ts';
import type { Given } from '../../provider.ts';
import { ses } from './ses.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const KEY = 'i1.mail-1.1';
let now = NOW;
let server: Awaited<ReturnType<typeof startSes>>;
let trusted: Outbound;
beforeAll(async () => {
  server = await startSes(() => NOW);
  trusted = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
});
afterEach(() => {
  server.behave();
  now = NOW;
});
afterAll(async () => {
  trusted.close();
  await server.close();
});

const means = () => ({ outbound: trusted, trusted, mailFrom: 'Shop <hi@shop.example>', now: () => now });
const GIVEN = { SES_REGION: REGION, SES_ACCESS_KEY_ID: ACCESS_KEY, SES_SECRET_ACCESS_KEY: SECRET_KEY };
const deliver = (more: Partial<Parcel<'email'>> = {}, given: Given = {}) =>
  ses.createAdapter({ ...GIVEN, SES_API_URL: server.url, ...given }, means()).deliver({
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

describe('the request to SES', () => {
  test('is signed and has the whole mail, Sojourn’s headers and key, and the configuration set', async () => {
    const answer = await deliver({ unsubscribeUrl: 'https://u.example/x' }, { SES_CONFIGURATION_SET: 'journeys' });
    expect(answer).toEqual({ type: 'accepted', providerId: expect.stringMatching(/^0100-/) });
    const sent = server.sent.at(-1);
    expect(sent).toMatchObject({
      Destination: { ToAddresses: ['ada@example.com'] },
      ConfigurationSetName: 'journeys',
      EmailTags: [{ Name: 'sojourn_key', Value: Buffer.from(KEY).toString('base64url') }],
    });
    const mail = await mailIn(sent ?? {});
    expect(mail).toMatchObject({ subject: 'Your cart', text: 'waits', html: '<p>waits</p>' });
    expect(mail.from?.text).toBe('"Shop" <hi@shop.example>');
    expect(mail.headers.get('feedback-id')).toBe('cart:reminder:main:shop.example');
    expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: 'https://u.example/x' } });
    expect(mail.headerLines).toContainEqual(
      expect.objectContaining({ line: 'List-Unsubscribe-Post: List-Unsubscribe=One-Click' }),
    );
  });

  test('a key that is too long for a tag is left out, and the mail is still sent', async () => {
    expect(await deliver({ key: 'k'.repeat(250) })).toMatchObject({ type: 'accepted' });
    expect(server.sent.at(-1)).not.toHaveProperty('EmailTags');
  });

  test('a line break in the subject or the sender’s name can’t add a header', async () => {
    const content = {
      template: 'x',
      subject: 'Hi\r\nBcc: m@example.com',
      from: 'A\r\nBcc: m@x.example <a@shop.example>',
    };
    await deliver({ content: { ...content, text: 'x' } });
    expect((await mailIn(server.sent.at(-1) ?? {})).bcc).toBeUndefined();
  });

  test('a path or a URL in the content stays text and is never read', async () => {
    await deliver({ content: { template: 'x', subject: 'x', text: '/etc/passwd', html: 'file:///etc/passwd' } });
    expect(JSON.stringify(await mailIn(server.sent.at(-1) ?? {}))).not.toContain('root:');
  });

  test.each(['a@x.example, b@x.example', 'jörg@example.com', 'ada'])('%j is not sent', async (to) => {
    const before = server.sent.length;
    expect(await deliver({ to })).toMatchObject({ type: 'rejected' });
    expect(server.sent).toHaveLength(before);
  });

  test('temporary credentials include their token', async () => {
    expect(await deliver({}, { SES_SESSION_TOKEN: 'token' })).toMatchObject({ type: 'accepted' });
  });

  test.each([
    { given: { SES_SECRET_ACCESS_KEY: 'wrong' }, how: 'a wrong secret' },
    { given: { SES_ACCESS_KEY_ID: 'AKIAWRONGWRONGWRONGW' }, how: 'a wrong key' },
    { given: { SES_REGION: 'us-east-1' }, how: 'another region' },
  ])('$how is misconfigured, and doesn’t show', async ({ given }) => {
    const answer = await deliver({}, given);
    expect(answer).toMatchObject({ type: 'misconfigured' });
    expect(JSON.stringify(answer)).not.toContain(SECRET_KEY);
  });

  test('a clock that is ten minutes off counts as misconfigured', async () => {
    now = NOW + 600_000;
    expect(await deliver()).toMatchObject({
      type: 'misconfigured',
      reason: expect.stringContaining('Signature expired'),
    });
  });
});

describe('an error’s name decides its meaning before its status does', () => {
  const setup = ['AccountSuspendedException', 'SendingPausedException', 'MailFromDomainNotVerifiedException'];
  test.each([
    ...[...setup, 'LimitExceededException'].map((name) => ({ status: 400, name, answer: { type: 'misconfigured' } })),
    { status: 404, name: 'NotFoundException', answer: { type: 'misconfigured' } },
    { status: 403, name: 'AccessDeniedException', answer: { type: 'misconfigured' } },
    { status: 429, name: 'TooManyRequestsException', answer: { type: 'busy', status: 429 } },
    { status: 400, name: 'ThrottlingException', answer: { type: 'busy', status: 400 } },
    { status: 400, name: 'Throttling', answer: { type: 'busy', status: 400 } },
    { status: 400, name: 'MessageRejected', answer: { type: 'rejected', status: 400 } },
    { status: 400, name: 'BadRequestException', answer: { type: 'rejected', status: 400 } },
    { status: 400, name: 'constructor', answer: { type: 'rejected', status: 400 } },
    { status: 401, name: '', answer: { type: 'misconfigured' } },
    { status: 413, name: '', answer: { type: 'rejected', status: 413 } },
    { status: 500, name: 'InternalFailure', answer: { type: 'busy', ambiguous: true } },
    { status: 503, name: 'ServiceUnavailable', answer: { type: 'busy', ambiguous: true } },
  ])('$status $name: $answer.type', async ({ status, name, answer }) => {
    server.refuse(sesError(status, name, 'Something about ada@example.com is wrong'));
    const given = await deliver();
    expect(given).toMatchObject({ ...answer, reason: expect.stringMatching(/Something about … is wrong/) });
    expect('ambiguous' in given).toBe('ambiguous' in answer);
  });

  test('an unverified address counts as misconfigured', async () => {
    server.refuse(sesError(400, 'MessageRejected', 'Email address is not verified. The following identities failed'));
    expect(await deliver()).toMatchObject({ type: 'misconfigured' });
  });

  test('after the daily quota is used up, the provider rests for an hour, not a second', async () => {
    server.refuse(sesError(429, 'TooManyRequestsException', 'Daily message quota exceeded.'));
    expect(await deliver()).toMatchObject({ type: 'busy', retryAfterMs: 3_600_000 });
  });

  test('the name may be in the body', async () => {
    server.refuse({ status: 400, body: { __type: 'com.amazonaws.ses#ThrottlingException', message: 'Rate exceeded' } });
    expect(await deliver()).toMatchObject({ type: 'busy' });
  });

  test.each(BAD_ANSWERS)('$how', async ({ how, answer }) => {
    server.misbehave(how);
    const given = await deliver();
    expect(given).toMatchObject(answer);
    expect('ambiguous' in given).toBe('ambiguous' in answer);
  });

  test('if the connection is refused, nothing was sent', async () => {
    expect(await deliver({}, { SES_API_URL: 'http://127.0.0.1:1' })).not.toHaveProperty('ambiguous');
  });
});

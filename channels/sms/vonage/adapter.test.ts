import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BAD_ANSWERS } from '../../../test/counterparts/bad-answers.ts';
import {
  API_KEY,
  API_SECRET,
  APPLICATION_ID,
  startVonage,
  type Vonage,
  vonageParts,
  vonageProblem,
} from '../../../test/counterparts/vonage.ts';
import { createOutbound } from '../../outbound.ts';
import type { Answer, Parcel } from '../../port.ts';
import { vonage } from '../vonage.ts';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
let counterpart: Vonage;
const trusted = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
beforeAll(async () => {
  counterpart = await startVonage(keys.publicKey);
});
afterEach(() => counterpart.behave());
afterAll(async () => {
  trusted.close();
  await counterpart.close();
});

const KEY = 'acme.user-1.greet.1';
const CALLBACK = 'https://journeys.example.com/v1/callbacks/sms/vonage';
const MESSAGES = { VONAGE_API: 'messages', VONAGE_APPLICATION_ID: APPLICATION_ID, VONAGE_PRIVATE_KEY: keys.privateKey };
const SMS = { VONAGE_API: 'sms' };

function send(given: Readonly<Record<string, string>>, text = 'Hi', key = KEY): Promise<Answer> {
  const variables = {
    ...{ VONAGE_API_KEY: API_KEY, VONAGE_API_SECRET: API_SECRET, VONAGE_SIGNATURE_SECRET: 's' },
    ...{ VONAGE_API_URL: counterpart.url, SMS_SENDERS: '+31612345678' },
  };
  const means = { outbound: trusted, trusted, mailFrom: '', now: Date.now, callbackUrl: CALLBACK };
  return vonage.createAdapter({ ...variables, ...given }, means).deliver({
    ...{ channel: 'sms', key, workspace: 'main', journey: 'j', to: '+31687654321', attempt: 1 },
    content: { template: 't', text },
  } as Parcel);
}

describe('the Messages API', () => {
  test.each([
    { by: 'a signed token', given: MESSAGES },
    {
      by: 'a token of a key in one line',
      given: { ...MESSAGES, VONAGE_PRIVATE_KEY: keys.privateKey.replaceAll('\n', '\\n') },
    },
    { by: 'key and secret', given: { VONAGE_API: 'messages' } },
  ])('takes a message by $by, with our key in it', async ({ given }) => {
    expect(await send(given, 'Hi Jörg')).toMatchObject({ type: 'accepted', providerId: expect.any(String) });
    expect(counterpart.sent.at(-1)).toEqual({
      ...{ channel: 'sms', message_type: 'text', to: '31687654321', from: '31612345678', text: 'Hi Jörg' },
      ...{ client_ref: KEY, webhook_url: `${CALLBACK}?key=${KEY}` },
    });
  });

  test('a key that its echo field doesn’t hold is in the callback URL alone', async () => {
    const key = 'k'.repeat(101);
    expect(await send(MESSAGES, 'Hi', key)).toMatchObject({ type: 'accepted' });
    expect(counterpart.sent.at(-1)).not.toHaveProperty('client_ref');
    expect(counterpart.sent.at(-1)).toMatchObject({ webhook_url: `${CALLBACK}?key=${key}` });
  });

  test.each([
    ...[1000].map((code) => ({ status: 429, code, answer: { type: 'busy' } })),
    ...[1010, 1020, 1021, 1022, 1090, 1130].map((code) => ({ status: 422, code, answer: { type: 'rejected' } })),
    ...[1030, 1100].map((code) => ({ status: 500, code, answer: { type: 'busy', ambiguous: true } })),
    ...[1040, 1050].map((code) => ({ status: 403, code, answer: { type: 'rejected' } })),
    ...[1060, 1070, 1080, 1120].map((code) => ({ status: 402, code, answer: { type: 'misconfigured' } })),
    { status: 401, code: 9999, answer: { type: 'misconfigured' } },
    { status: 402, code: 9999, answer: { type: 'misconfigured' } },
    { status: 422, code: 9999, answer: { type: 'rejected' } },
    { status: 500, code: 9999, answer: { type: 'busy', ambiguous: true } },
  ])('$status $code is $answer.type', async ({ status, code, answer }) => {
    counterpart.refuse(vonageProblem(status, code));
    const given = await send(MESSAGES);
    expect(given).toMatchObject({ ...answer, reason: expect.stringContaining('Something is wrong') });
    expect('ambiguous' in given).toBe('ambiguous' in answer);
  });
});

describe('the SMS API', () => {
  test.each([
    { text: 'Hi', type: 'text' },
    { text: 'Привет', type: 'unicode' },
  ])('takes $type, with our key in it', async ({ text, type }) => {
    expect(await send(SMS, text)).toMatchObject({ type: 'accepted', providerId: expect.any(String) });
    expect(counterpart.sent.at(-1)).toEqual({
      ...{ api_key: API_KEY, api_secret: API_SECRET, from: '31612345678', to: '31687654321', text, type },
      ...{ 'client-ref': KEY, callback: `${CALLBACK}?key=${KEY}`, 'status-report-req': '1' },
    });
  });

  test.each([
    ...['1', '10'].map((status) => ({ status, answer: { type: 'busy' } })),
    ...['2', '3', '12', '6', '7', '99'].map((status) => ({ status, answer: { type: 'rejected' } })),
    ...['4', '8', '9', '11', '14', '15'].map((status) => ({ status, answer: { type: 'misconfigured' } })),
    { status: '5', answer: { type: 'busy', ambiguous: true } },
  ])('status $status of 200 is $answer.type', async ({ status, answer }) => {
    counterpart.refuse(vonageParts([{ status }]));
    const given = await send(SMS);
    expect(given).toMatchObject({ ...answer, reason: `Vonage answered ${status}: Something is wrong` });
    expect('ambiguous' in given).toBe('ambiguous' in answer);
  });

  test('a throttled request says how long to wait', async () => {
    counterpart.refuse(
      vonageParts([{ status: '1', text: 'Throughput Rate Exceeded - please wait [ 250 ] and retry' }]),
    );
    expect(await send(SMS)).toMatchObject({ type: 'busy', retryAfterMs: 250 });
  });

  test('a text of which one part is out is not sent again', async () => {
    counterpart.refuse(vonageParts([{ status: '0' }, { status: '1' }]));
    expect(await send(SMS, 'x'.repeat(200))).toMatchObject({ type: 'busy', ambiguous: true });
  });

  test('all parts accepted: accepted', async () => {
    counterpart.refuse(vonageParts([{ status: '0' }, { status: '0' }]));
    expect(await send(SMS, 'x'.repeat(200))).toMatchObject({ type: 'accepted' });
  });
});

describe.each([
  { api: 'Messages', given: MESSAGES },
  { api: 'SMS', given: SMS },
])('the $api API misbehaves', ({ given }) => {
  test.each(BAD_ANSWERS)('$how', async ({ how, answer }) => {
    counterpart.misbehave(how);
    const got = await send(given);
    expect(got).toMatchObject(answer);
    expect('ambiguous' in got).toBe('ambiguous' in answer);
  });
});

test.each([
  { given: SMS, refusal: vonageParts([{ status: '7' }]), undelivered: { status: 'bounced', isPermanent: true } },
  { given: SMS, refusal: vonageParts([{ status: '6' }]), undelivered: { status: 'bounced', isPermanent: false } },
  { given: SMS, refusal: vonageParts([{ status: '3' }]), undelivered: undefined },
  { given: MESSAGES, refusal: vonageProblem(403, 1050), undelivered: { status: 'bounced', isPermanent: true } },
  { given: MESSAGES, refusal: vonageProblem(403, 1020), undelivered: undefined },
])('M2 an answer says about the recipient: $undelivered', async ({ given, refusal, undelivered }) => {
  counterpart.refuse(refusal);
  const answer = await send(given);
  expect('undelivered' in answer ? answer.undelivered : undefined).toEqual(undelivered);
});

test('wrong credentials are misconfigured', async () => {
  expect(await send({ ...SMS, VONAGE_API_SECRET: 'wrong' })).toMatchObject({ type: 'misconfigured' });
  expect(await send({ VONAGE_API: 'messages', VONAGE_API_SECRET: 'wrong' })).toMatchObject({ type: 'misconfigured' });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BAD_ANSWERS } from '../../../test/counterparts/bad-answers.ts';
import { ACCOUNT_SID, AUTH_TOKEN, startTwilio, type Twilio, twilioError } from '../../../test/counterparts/twilio.ts';
import { createOutbound } from '../../outbound.ts';
import type { MessageContent, Parcel } from '../../port.ts';
import { twilio } from '../twilio.ts';

let counterpart: Twilio;
const trusted = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
beforeAll(async () => {
  counterpart = await startTwilio();
});
afterEach(() => counterpart.behave());
afterAll(async () => {
  trusted.close();
  await counterpart.close();
});

const KEY = 'acme.user-1.greet.1';
const CALLBACK = 'https://journeys.example.com/v1/callbacks/sms/twilio';

function adapter(given: Readonly<Record<string, string>> = {}, callbackUrl: string | undefined = CALLBACK) {
  const variables = {
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_API_URL: counterpart.url,
    SMS_SENDERS: 'US:+12025550123,DE:Shop,*:+31612345678',
  };
  const means = { outbound: trusted, trusted, mailFrom: '', now: Date.now, ...(callbackUrl && { callbackUrl }) };
  return twilio.createAdapter({ ...variables, ...given }, means);
}

const send = (content: Partial<MessageContent> = {}, to = '+31687654321', given = {}) =>
  adapter(given).deliver({
    ...{ channel: 'sms', key: KEY, workspace: 'main', journey: 'j', to, attempt: 1 },
    content: { template: 't', text: 'Hi', ...content },
  } as Parcel);

describe('a message', () => {
  test('carries our key in its callback URL, which asks Twilio to try again', async () => {
    expect(await send({ text: 'Hi Jörg 👋' })).toMatchObject({
      type: 'accepted',
      providerId: expect.stringMatching(/^SM/),
    });
    expect(counterpart.sent.at(-1)).toEqual({
      ...{ To: '+31687654321', From: '+31612345678', Body: 'Hi Jörg 👋' },
      StatusCallback: `${CALLBACK}?key=${KEY}#rc=5&rp=all`,
    });
  });

  test.each([
    { to: '+12025550199', sender: { From: '+12025550123' } },
    { to: '+4915112345678', sender: { From: 'Shop' } },
    { to: '+442071838750', sender: { From: '+31612345678' } },
    { to: '+883510000000', sender: { From: '+31612345678' } },
  ])('to $to has the sender of its country', async ({ to, sender }) => {
    await send({}, to);
    expect(counterpart.sent.at(-1)).toMatchObject(sender);
  });

  test('can go by a messaging service', async () => {
    await send({}, '+12025550199', { SMS_SENDERS: `MG${'a'.repeat(32)}` });
    expect(counterpart.sent.at(-1)).toMatchObject({ MessagingServiceSid: `MG${'a'.repeat(32)}` });
  });

  test.each([
    { given: 'no text', content: { text: ' ' }, reason: /empty/ },
    { given: 'a text over Twilio’s limit', content: { text: 'x'.repeat(1_601) }, reason: /1601 characters/ },
  ])('with $given is rejected before it is sent', async ({ content, reason }) => {
    const before = counterpart.sent.length;
    expect(await send(content)).toMatchObject({ type: 'rejected', reason: expect.stringMatching(reason) });
    expect(counterpart.sent).toHaveLength(before);
  });

  test('to a country without a sender is rejected, naming the country', async () => {
    const answer = await send({}, '+4915112345678', { SMS_SENDERS: 'US:+12025550123' });
    expect(answer).toMatchObject({ type: 'rejected', reason: 'no sender for DE: add one to SMS_SENDERS' });
  });
});

describe('an error means what its code says', () => {
  test.each([
    ...[[429, 20429]].map(([status, code]) => ({ status, code, answer: { type: 'busy' } })),
    ...[[500, 20500]].map(([status, code]) => ({ status, code, answer: { type: 'busy', ambiguous: true } })),
    ...[[401, 20003]].map(([status, code]) => ({ status, code, answer: { type: 'misconfigured' } })),
    ...[21606, 21703, 21704, 21603].map((code) => ({ status: 400, code, answer: { type: 'misconfigured' } })),
    ...[21211, 21614, 21610, 21612, 21408, 21608].map((code) => ({ status: 400, code, answer: { type: 'rejected' } })),
    ...[21617, 21602].map((code) => ({ status: 400, code, answer: { type: 'rejected' } })),
    ...[[503, 0]].map(([status, code]) => ({ status, code, answer: { type: 'busy', ambiguous: true } })),
    ...[[400, 29_999]].map(([status, code]) => ({ status, code, answer: { type: 'rejected' } })),
    ...[[404, 20_404]].map(([status, code]) => ({ status, code, answer: { type: 'misconfigured' } })),
  ])('$status $code: $answer.type', async ({ status = 0, code = 0, answer }) => {
    counterpart.refuse(twilioError(status, code));
    const given = await send();
    expect(given).toMatchObject({ ...answer, reason: expect.stringContaining('Something is wrong') });
    expect('ambiguous' in given && given.ambiguous).toBe('ambiguous' in answer && answer.ambiguous);
  });

  test.each([
    ...[21211, 21614].map((code) => ({ code, undelivered: { status: 'bounced', isPermanent: true } })),
    { code: 21610, undelivered: { status: 'unsubscribed' } },
    ...[21612, 21408, 21608, 21617].map((code) => ({ code, undelivered: undefined })),
  ])('M2 $code says about the recipient what its callback says', async ({ code, undelivered }) => {
    counterpart.refuse(twilioError(400, code));
    const answer = await send();
    expect('undelivered' in answer ? answer.undelivered : undefined).toEqual(undelivered);
  });

  test('a wrong token is misconfigured, and neither it nor the number shows', async () => {
    counterpart.refuse(twilioError(400, 21211, 'The number +31687654321 is not valid'));
    expect(await send()).toMatchObject({ reason: expect.not.stringContaining('31687654321') });
    counterpart.behave();
    const answer = await send({}, '+31687654321', { TWILIO_AUTH_TOKEN: 'wrong' });
    expect(answer).toMatchObject({ type: 'misconfigured', reason: expect.not.stringContaining('wrong') });
  });
});

describe('a provider that misbehaves may have the message, unless it surely has not', () => {
  test.each(BAD_ANSWERS)('$how', async ({ how, answer }) => {
    counterpart.misbehave(how);
    const given = await send();
    expect(given).toMatchObject(answer);
    expect('ambiguous' in given).toBe('ambiguous' in answer);
  });

  test('if the connection is refused, nothing was sent', async () => {
    const answer = await send({}, '+31687654321', { TWILIO_API_URL: 'http://127.0.0.1:1' });
    expect(answer).toMatchObject({ type: 'busy' });
    expect(answer).not.toHaveProperty('ambiguous');
  });
});

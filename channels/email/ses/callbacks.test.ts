import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeCertificate } from '../../../test/counterparts/certificate.ts';
import { signSns } from '../../../test/counterparts/ses.ts';
import { createOutbound, type Outbound, type Reply } from '../../outbound.ts';
import { ses } from './ses.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:mail';
const CERTIFICATE_URL = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
const KEY = 'i1.mail-1.1';

const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const LIFE = { from: new Date(NOW - 86_400_000), to: new Date(NOW + 86_400_000) };
const CERTIFICATE = makeCertificate({ commonName: 'sns.amazonaws.com', ...LIFE }, pair);

const ok = (body: string, status = 200): Reply => ({ type: 'answered', status, headers: {}, body, whole: true });
/** Answers of SNS by URL, and the requested URLs. */
let answers: Record<string, Reply>;
let asked: string[];
const outbound: Outbound = {
  send: async ({ method, url }) => {
    asked.push(`${method} ${url}`);
    return answers[url] ?? { type: 'lost', reason: 'no answer' };
  },
  close: () => {},
};
beforeEach(() => {
  answers = { [CERTIFICATE_URL]: ok(CERTIFICATE) };
  asked = [];
});

const makeReader = (
  given: Readonly<Record<string, string>> = { SES_TOPIC_ARN: `${TOPIC},${TOPIC}-2` },
  by: Outbound = outbound,
) => {
  const all = {
    SES_REGION: 'eu-west-1',
    SES_ACCESS_KEY_ID: 'AKIATESTTESTTESTTEST',
    SES_SECRET_ACCESS_KEY: 's',
    ...given,
  };
  const refused: Outbound = { send: async () => ({ type: 'refused', reason: 'not this one' }), close: () => {} };
  const callbacks = ses.createCallbacks?.(all, { trusted: refused, outbound: by, now: () => NOW });
  return (envelope: object | string) =>
    callbacks?.read({
      ...{ method: 'POST', url: 'https://s.example/', headers: { 'content-type': 'text/plain; charset=UTF-8' } },
      body: Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)),
    });
};

const envelopeOf = (message: object | string, more: Readonly<Record<string, string>> = {}) => ({
  ...{ Type: 'Notification', MessageId: 'm1', TopicArn: TOPIC, SignatureVersion: '2', SigningCertURL: CERTIFICATE_URL },
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: new Date(NOW - 1_000).toISOString(),
  ...more,
});
const mail = {
  ...{ timestamp: '2026-03-01T09:00:00.000Z', messageId: '0100-1', destination: ['ada@example.com'] },
  tags: { sojourn_key: [Buffer.from(KEY).toString('base64url')], 'ses:from-domain': ['shop.example'] },
};
const at = '2026-03-01T09:59:00.000Z';

describe('M2 reports from SES', () => {
  const recipient = { emailAddress: 'ada@example.com', status: '5.1.1', diagnosticCode: 'smtp; 550 no such user' };
  const bounce = (bounceType: string, bounceSubType: string, who: object = recipient) => ({
    eventType: 'Bounce',
    bounce: { bounceType, bounceSubType, bouncedRecipients: [who], timestamp: at },
  });
  const absent = { emailAddress: 'ada@example.com' };
  const complaint = (type: string | undefined) => ({
    eventType: 'Complaint',
    complaint: { complainedRecipients: [absent], complaintFeedbackType: type, timestamp: at },
  });
  test.each([
    { event: { eventType: 'Send', send: {} }, report: { status: 'accepted' } },
    { event: { eventType: 'DeliveryDelay', deliveryDelay: { timestamp: at } }, report: { status: 'accepted' } },
    { event: { eventType: 'Delivery', delivery: { timestamp: at } }, report: { status: 'delivered' } },
    { event: { notificationType: 'Delivery', delivery: { timestamp: at } }, report: { status: 'delivered' } },
    { event: { eventType: 'Open', open: { timestamp: at } }, report: { status: 'viewed' } },
    {
      event: { eventType: 'Click', click: { timestamp: at, link: 'https://x.example' } },
      report: { status: 'clicked', url: 'https://x.example' },
    },
    { event: bounce('Permanent', 'General'), report: { status: 'bounced', isPermanent: true } },
    { event: bounce('Permanent', 'OnAccountSuppressionList'), report: { status: 'bounced', isPermanent: true } },
    { event: bounce('Transient', 'MailboxFull'), report: { status: 'bounced', isPermanent: false } },
    { event: bounce('Transient', 'General'), report: { status: 'bounced', isPermanent: false } },
    { event: bounce('Transient', 'General', absent), report: { status: 'accepted' } },
    { event: bounce('Transient', 'ContentRejected'), report: { status: 'failed' } },
    { event: bounce('Undetermined', 'Undetermined'), report: { status: 'bounced', isPermanent: false } },
    { event: complaint('abuse'), report: { status: 'complained' } },
    { event: complaint(undefined), report: { status: 'complained' } },
    { event: { eventType: 'Reject', reject: { reason: 'Bad content' } }, report: { status: 'failed' } },
    { event: { eventType: 'Rendering Failure', failure: {} }, report: { status: 'failed' } },
  ])('M2 $event → $report', async ({ event, report }) => {
    const envelope = signSns(envelopeOf({ ...event, mail, new_field: 1 }), pair.privateKey);
    expect(await makeReader()(envelope)).toMatchObject({
      type: 'read',
      reports: [
        {
          ...{ ...report, key: KEY, providerId: '0100-1', address: 'ada@example.com' },
          ...{ dedupe: 'm1:ada@example.com', raw: { new_field: 1 }, at: expect.any(Number) },
        },
      ],
    });
  });

  test('each recipient gets one report with its own time', async () => {
    const both = {
      ...bounce('Permanent', 'General').bounce,
      bouncedRecipients: [recipient, { emailAddress: 'b@x.example' }],
    };
    const envelope = signSns(envelopeOf({ eventType: 'Bounce', bounce: both, mail }), pair.privateKey);
    expect(await makeReader()(envelope)).toMatchObject({
      reports: [
        { address: 'ada@example.com', at: Date.parse(at), dedupe: 'm1:ada@example.com' },
        { address: 'b@x.example', dedupe: 'm1:b@x.example' },
      ],
    });
  });

  test.each([
    'Successfully validated SNS topic for Amazon SES event publishing.',
    { eventType: 'New Kind', mail },
    complaint('not-spam'),
    [],
    { eventType: 'Bounce', bounce: { bouncedRecipients: 'none' } },
  ])('M2 %j reports nothing, and is taken', async (message) => {
    const envelope = signSns(envelopeOf(message), pair.privateKey);
    expect(await makeReader()(envelope)).toMatchObject({ type: 'read', reports: [] });
  });
});

describe('the signature of SNS', () => {
  const event = { eventType: 'Delivery', mail, delivery: { timestamp: at } };
  const signed = (more: Readonly<Record<string, string>> = {}, key = pair.privateKey) =>
    signSns(envelopeOf(event, more), key);

  test.each<Readonly<Record<string, string>>>([
    { SignatureVersion: '1' },
    { SignatureVersion: '2' },
    { Subject: 'A subject', SignatureVersion: '2' },
  ])('%j is read', async (more) => {
    expect(await makeReader()(signed(more))).toMatchObject({ type: 'read', reports: [{ status: 'delivered' }] });
  });

  test.each([
    { how: 'by another key', envelope: signed({}, other.privateKey) },
    {
      how: 'over another message',
      envelope: { ...signed(), Message: JSON.stringify({ ...event, eventType: 'Bounce' }) },
    },
    { how: 'missing', envelope: envelopeOf(event) },
    { how: 'of an unknown version', envelope: signed({ SignatureVersion: '3' }) },
    { how: 'with a version by which it wasn’t made', envelope: { ...signed(), SignatureVersion: '1' } },
    { how: 'of another topic', envelope: signed({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:mail' }) },
    { how: 'from two days ago', envelope: signed({ Timestamp: new Date(NOW - 48 * 3_600_000).toISOString() }) },
    { how: 'from the future', envelope: signed({ Timestamp: new Date(NOW + 3_600_000).toISOString() }) },
    { how: 'without a time', envelope: signed({ Timestamp: 'now' }) },
    { how: 'of an unknown type', envelope: signed({ Type: 'constructor' }) },
  ])('$how: refused', async ({ envelope }) => {
    expect(await makeReader()(envelope)).toMatchObject({ type: 'refused' });
  });

  test.each([
    'http://sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
    'https://sns.us-east-1.amazonaws.com/x.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/x.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
    'https://my-bucket.s3.amazonaws.com/x.pem',
    'file:///etc/passwd',
    '',
  ])('a certificate from %j is never fetched', async (url) => {
    answers[url] = ok(CERTIFICATE);
    expect(await makeReader()(signed({ SigningCertURL: url }))).toMatchObject({ type: 'refused' });
    expect(asked).toEqual([]);
  });

  test.each([
    { how: 'another name', reply: ok(makeCertificate({ commonName: 'evil.example', ...LIFE }, pair)) },
    {
      how: 'a name that only contains ours',
      reply: ok(makeCertificate({ commonName: 'sns.amazonaws.com.evil', ...LIFE }, pair)),
    },
    {
      how: 'a life that is over',
      reply: ok(makeCertificate({ commonName: 'sns.amazonaws.com', ...LIFE, to: new Date(NOW - 1) }, pair)),
    },
    { how: 'nothing readable in it', reply: ok('<html>') },
    { how: 'no page', reply: ok('', 404) },
  ])('a certificate with $how is refused', async ({ reply }) => {
    answers[CERTIFICATE_URL] = reply;
    expect(await makeReader()(signed())).toMatchObject({ type: 'refused' });
  });

  test('if a certificate can’t be fetched, SNS retries, and then the message is read', async () => {
    const read = makeReader();
    for (const reply of [ok('', 503), { type: 'lost', reason: 'no answer' } as const]) {
      answers[CERTIFICATE_URL] = reply;
      expect(await read(signed())).toMatchObject({ type: 'later' });
    }
    answers[CERTIFICATE_URL] = ok(CERTIFICATE);
    expect(await read(signed())).toMatchObject({ type: 'read' });
  });

  test('a certificate that comes over TLS without a trusted chain isn’t used', async () => {
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const host = makeCertificate(
      { commonName: 'localhost', from: new Date(0), to: new Date(Date.now() + 86_400_000) },
      pair,
    );
    const impostor = createServer({ key, cert: host }, (_request, response) => response.end(CERTIFICATE));
    await new Promise<void>((listening) => impostor.listen(0, listening));
    const { port } = impostor.address() as AddressInfo;
    const real = createOutbound({ allowPrivate: true, timeoutMs: 2_000 });
    const replies: Reply[] = [];
    const rerouted: Outbound = {
      async send(request) {
        const reply = await real.send({ ...request, url: `https://localhost:${port}/x.pem` });
        replies.push(reply);
        return reply;
      },
      close: () => real.close(),
    };
    const reading = await makeReader(undefined, rerouted)(signed());
    real.close();
    impostor.closeAllConnections();
    await new Promise((closed) => impostor.close(closed));
    expect(reading).toMatchObject({ type: 'later' });
    expect(replies).toEqual([{ type: 'lost', isEarly: true, reason: expect.stringMatching(/certificate|self/i) }]);
  });

  test('a certificate is fetched once', async () => {
    const read = makeReader();
    await read(signed());
    await read(signed({ MessageId: 'm2' }));
    expect(asked).toEqual([`GET ${CERTIFICATE_URL}`]);
  });

  test('without a topic, every call is refused; a malformed body is unreadable', async () => {
    expect(await makeReader({})(signed())).toMatchObject({ type: 'refused' });
    for (const body of ['{', '[]', '', '"x"']) expect(await makeReader()(body)).toMatchObject({ type: 'unreadable' });
    expect(asked).toEqual([]);
  });
});

describe('a subscription', () => {
  const url = (topic = TOPIC, host = 'sns.eu-west-1.amazonaws.com') =>
    `https://${host}/?Action=ConfirmSubscription&TopicArn=${topic}&Token=t`;
  const confirmation = (more: Readonly<Record<string, string>> = {}) =>
    signSns(
      envelopeOf('You have chosen to subscribe', {
        ...{ Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: url() },
        ...more,
      }),
      pair.privateKey,
    );

  test('of a known topic is confirmed by its link', async () => {
    answers[url()] = ok('<ConfirmSubscriptionResponse/>');
    expect(await makeReader()(confirmation())).toEqual({ type: 'read', reports: [], inbound: [] });
    expect(asked.at(-1)).toBe(`GET ${url()}`);
  });

  test.each<{ how: string; more: Readonly<Record<string, string>> }>([
    { how: 'a topic that isn’t ours', more: { TopicArn: `${TOPIC}-3`, SubscribeURL: url(`${TOPIC}-3`) } },
    { how: 'a link to a topic that isn’t ours', more: { SubscribeURL: url(`${TOPIC}-3`) } },
    { how: 'a link that leads elsewhere', more: { SubscribeURL: url(TOPIC, 'evil.example') } },
    { how: 'a link to a private address', more: { SubscribeURL: url(TOPIC, '169.254.169.254') } },
    { how: 'a link that does something else', more: { SubscribeURL: url().replace('Confirm', 'Un') } },
  ])('with $how isn’t confirmed', async ({ more }) => {
    expect(await makeReader()(confirmation(more))).toMatchObject({ type: 'refused' });
    expect(asked.filter((each) => !each.endsWith('.pem'))).toEqual([]);
  });

  test('whose link fails is tried again', async () => {
    answers[url()] = ok('', 500);
    expect(await makeReader()(confirmation())).toMatchObject({ type: 'later' });
  });

  test('that has ended is taken, and nothing is called', async () => {
    expect(await makeReader()(confirmation({ Type: 'UnsubscribeConfirmation' }))).toMatchObject({ type: 'read' });
    expect(asked).toEqual([`GET ${CERTIFICATE_URL}`]);
  });
});

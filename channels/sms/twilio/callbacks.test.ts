import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signTwilio } from '../../../test/counterparts/twilio.ts';
import type { CallbackRequest } from '../../provider.ts';
import { createTwilioCallbacks } from './callbacks.ts';
import { isSignedByTwilio } from './signature.ts';

const TOKEN = '12345';
const callbacks = createTwilioCallbacks({ authTokens: [TOKEN, 'next'], webhookKeys: ['rule-key'] });
const URL_ = 'https://journeys.example.com/v1/callbacks/sms/twilio?key=acme.user-1.greet.1';

type Fields = Readonly<Record<string, string>>;
const request = (fields: Fields, headers: CallbackRequest['headers'], url = URL_): CallbackRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  body: Buffer.from(new URLSearchParams(fields).toString()),
});
const signed = (fields: Fields, token = TOKEN, signedUrl = URL_, url = signedUrl) =>
  request(fields, { 'x-twilio-signature': signTwilio(signedUrl, fields, token) }, url);
const STATUS = { MessageSid: 'SM1', MessageStatus: 'delivered', To: '+31612345678', Unknown: 'kept' };

describe('the signature', () => {
  test('is that of Twilio’s documentation', () => {
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    const fields = {
      ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234' },
      ...{ From: '+14158675309', To: '+18005551212' },
    };
    const given = request(fields, { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' }, url);
    expect(isSignedByTwilio(given, { authTokens: ['12345'], webhookKeys: [] })).toBe(true);
  });

  test.each([
    { signedUrl: 'https://a.example:443/x?key=1', url: 'https://a.example/x?key=1' },
    { signedUrl: 'https://a.example/x?key=1', url: 'https://a.example:443/x?key=1' },
    { signedUrl: 'http://a.example:80/x', url: 'http://a.example/x' },
    { signedUrl: "https://a.example/x?q='%22%20|", url: "https://a.example/x?q='%22%20|" },
    { signedUrl: 'https://a.example:8443/x', url: 'https://a.example:8443/x' },
  ])('of $signedUrl holds for $url', async ({ signedUrl, url }) => {
    expect(await callbacks.read(signed(STATUS, TOKEN, signedUrl, url))).toMatchObject({ type: 'read' });
  });

  test('holds by the old and the new token', async () => {
    expect(await callbacks.read(signed(STATUS, 'next'))).toMatchObject({ type: 'read' });
  });

  test('of a webhooks rule is HMAC-SHA256 by its own key', async () => {
    const text = Object.keys(STATUS)
      .sort()
      .reduce((so, name) => so + name + STATUS[name as keyof typeof STATUS], URL_);
    const headers = {
      'x-twilio-signature': createHmac('sha256', 'rule-key').update(text).digest('base64'),
      'x-twilio-webhooks-signature-settings': 'key=CK1,algorithm=HMAC_SHA256',
    };
    expect(await callbacks.read(request(STATUS, headers))).toMatchObject({ type: 'read' });
    const byToken = { ...headers, 'x-twilio-signature': signTwilio(URL_, STATUS, TOKEN) };
    expect(await callbacks.read(request(STATUS, byToken))).toMatchObject({ type: 'refused' });
  });

  test('of a JSON body covers the hash in the URL', () => {
    const body = Buffer.from('{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}');
    const url = `https://example.com/myapp?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    const headers = { 'x-twilio-signature': createHmac('sha1', TOKEN).update(url).digest('base64') };
    const given: CallbackRequest = { method: 'POST', url, headers, body };
    const secrets = { authTokens: [TOKEN], webhookKeys: [] };
    expect(isSignedByTwilio(given, secrets)).toBe(true);
    expect(isSignedByTwilio({ ...given, body: Buffer.from('{}') }, secrets)).toBe(false);
  });

  test.each([
    { given: 'missing', change: (it: CallbackRequest) => ({ ...it, headers: {} }) },
    { given: 'by another token', change: () => signed(STATUS, 'other') },
    { given: 'of another URL', change: (it: CallbackRequest) => ({ ...it, url: `${it.url}2` }) },
    { given: 'of another body', change: (it: CallbackRequest) => ({ ...it, body: Buffer.from('MessageSid=SM2') }) },
    {
      given: 'of fewer fields',
      change: (it: CallbackRequest) => ({ ...it, body: Buffer.concat([it.body, Buffer.from('&A=1')]) }),
    },
  ])('$given is refused', async ({ change }) => {
    expect(await callbacks.read(change(signed(STATUS)))).toMatchObject({ type: 'refused' });
  });

  test('nothing that a caller sends throws', async () => {
    const anything = fc.record({ body: fc.uint8Array(), signature: fc.string(), settings: fc.string() });
    await fc.assert(
      fc.asyncProperty(anything, async ({ body, signature, settings }) => {
        const headers = { 'x-twilio-signature': signature, 'x-twilio-webhooks-signature-settings': settings };
        const reading = await callbacks.read({ method: 'POST', url: URL_, headers, body: Buffer.from(body) });
        expect(reading.type).toBe('refused');
      }),
    );
  });
});

describe('a status', () => {
  const read = async (fields: Fields) => {
    const reading = await callbacks.read(signed({ MessageSid: 'SM1', To: '+31612345678', ...fields }));
    return reading.type === 'read' ? reading.reports : reading;
  };

  test.each([
    ...['accepted', 'scheduled', 'queued', 'sending', 'sent', 'partially_delivered', 'news'].map((status) => ({
      ...{ status, code: '', report: { status: 'accepted' } },
    })),
    { status: 'delivered', code: '', report: { status: 'delivered' } },
    { status: 'read', code: '', report: { status: 'viewed' } },
    { status: 'canceled', code: '', report: { status: 'failed' } },
    ...['30001', '30002', '30007', '30034', ''].map((code) => ({
      status: 'failed',
      code,
      report: { status: 'failed' },
    })),
    ...['30003', '30008'].map((code) => ({
      ...{ status: 'undelivered', code, report: { status: 'bounced', isPermanent: false } },
    })),
    ...['30004', '30005', '30006', '21211', '21614'].map((code) => ({
      ...{ status: 'undelivered', code, report: { status: 'bounced', isPermanent: true } },
    })),
    { status: 'failed', code: '21610', report: { status: 'unsubscribed' } },
  ])('$status $code is $report.status', async ({ status, code, report }) => {
    const [given] = (await read({ MessageStatus: status, ...(code && { ErrorCode: code }) })) as object[];
    expect(given).toMatchObject({
      ...{ key: 'acme.user-1.greet.1', providerId: 'SM1', address: '+31612345678', dedupe: `SM1:${status}` },
      ...report,
    });
    if (code) expect(given).toMatchObject({ reason: `Twilio reported ${code}` });
  });

  test('keeps fields that we don’t know, and needs a message', async () => {
    expect(await read({ MessageStatus: 'sent', New: 'x' })).toMatchObject([{ raw: { New: 'x' } }]);
    expect(await callbacks.read(signed({ MessageStatus: 'sent' }))).toMatchObject({ type: 'unreadable' });
  });
});

describe('a message from a user', () => {
  const read = async (fields: Fields) => {
    const inbound = { MessageSid: 'SM2', SmsStatus: 'received', From: '+31612345678', To: '+12025550123' };
    const reading = await callbacks.read(signed({ ...inbound, ...fields }));
    return reading.type === 'read' ? { ...reading.inbound[0], answer: reading.answer } : reading;
  };

  test.each<{ readonly fields: Fields; readonly inbound: object }>([
    { fields: { Body: 'Hello' }, inbound: { text: 'Hello' } },
    { fields: { Body: ' Stop.' }, inbound: { keyword: 'stop' } },
    { fields: { Body: 'STOP' }, inbound: { keyword: 'stop', isAnswered: true } },
    { fields: { Body: 'arrêt' }, inbound: { keyword: 'stop' } },
    { fields: { Body: 'Adieu', OptOutType: 'STOP' }, inbound: { keyword: 'stop', isAnswered: true } },
    { fields: { Body: 'start', OptOutType: 'START' }, inbound: { keyword: 'start', isAnswered: true } },
    { fields: { Body: 'info' }, inbound: { keyword: 'help', isAnswered: true } },
  ])('$fields is $inbound', async ({ fields, inbound }) => {
    const given = await read(fields);
    expect(given).toMatchObject({ from: '+31612345678', to: '+12025550123', dedupe: 'SM2:received', ...inbound });
    expect('isAnswered' in given).toBe('isAnswered' in inbound);
    expect('keyword' in given).toBe('keyword' in inbound);
  });

  test('is answered with nothing, so that Twilio writes nothing to the user', async () => {
    expect(await read({ Body: 'Hello' })).toMatchObject({ answer: { body: '<Response/>', contentType: 'text/xml' } });
  });
});

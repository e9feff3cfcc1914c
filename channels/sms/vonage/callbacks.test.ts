import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signVonageToken } from '../../../test/counterparts/vonage.ts';
import type { CallbackRequest } from '../../provider.ts';
import { createVonageCallbacks } from './callbacks.ts';
import { type SignatureMethod, signFields } from './signature.ts';

const NOW = Date.now();
const callbacks = createVonageCallbacks({ secrets: ['old', 'new'], method: 'sha256', now: () => NOW });
const URL_ = 'https://journeys.example.com/v1/callbacks/sms/vonage?key=acme.user-1.greet.1';

const json = (value: object, authorization?: string): CallbackRequest => {
  const body = JSON.stringify(value);
  const headers = { 'content-type': 'application/json', authorization: authorization ?? signVonageToken(body, 'new') };
  return { method: 'POST', url: URL_, headers, body: Buffer.from(body) };
};
const STATUS = { message_uuid: 'u1', status: 'delivered', to: '31612345678', client_ref: 'acme.user-1.hello.2' };

describe('callbacks of the Messages API', () => {
  test.each([
    ...['submitted', 'news'].map((status) => ({ fields: { status }, report: { status: 'accepted' } })),
    { fields: { status: 'delivered' }, report: { status: 'delivered' } },
    { fields: { status: 'read' }, report: { status: 'viewed' } },
    ...[1050].map((code) => ({
      fields: { status: 'rejected', error: { type: `https://developer.vonage.com/api-errors/messages#${code}` } },
      report: { status: 'bounced', isPermanent: true },
    })),
    {
      fields: { status: 'undeliverable', error: { title: '1040' } },
      report: { status: 'bounced', isPermanent: false },
    },
    ...[1000, 1060, 1130, 1370].map((code) => ({
      fields: { status: 'rejected', error: { title: String(code) } },
      report: { status: 'failed', reason: `Vonage reported ${code}` },
    })),
  ])('$fields is $report', async ({ fields, report }) => {
    const reading = await callbacks.read(json({ ...STATUS, timestamp: '2026-03-01T10:00:00Z', new: 1, ...fields }));
    expect(reading).toMatchObject({
      type: 'read',
      reports: [
        {
          ...{ key: 'acme.user-1.hello.2', providerId: 'u1', address: '+31612345678', raw: { new: 1 } },
          ...{ at: Date.parse('2026-03-01T10:00:00Z'), dedupe: `u1:${fields.status}` },
          ...report,
        },
      ],
    });
  });

  test('without an echo, the key of the URL is used', async () => {
    const { client_ref: _, ...status } = STATUS;
    expect(await callbacks.read(json(status))).toMatchObject({ reports: [{ key: 'acme.user-1.greet.1' }] });
  });

  test('a message from a user', async () => {
    const inbound = { message_uuid: 'u2', channel: 'sms', from: '31612345678', to: '12025550123', text: 'Stopp!' };
    expect(await callbacks.read(json(inbound))).toMatchObject({
      inbound: [{ from: '+31612345678', to: '+12025550123', text: 'Stopp!', keyword: 'stop', dedupe: 'u2:inbound' }],
    });
  });

  const body = JSON.stringify(STATUS);
  const unsigned = (header: object) =>
    `Bearer ${Buffer.from(JSON.stringify(header)).toString('base64url')}.${signVonageToken(body, 'new').split('.')[1]}.AA`;
  test.each([
    { given: 'by another secret', authorization: signVonageToken(body, 'other') },
    { given: 'of another body', authorization: signVonageToken('{}', 'new') },
    {
      given: 'a day and two hours old',
      authorization: signVonageToken(body, 'new', { iat: NOW / 1_000 - 26 * 3_600 }),
    },
    { given: 'of the future', authorization: signVonageToken(body, 'new', { iat: NOW / 1_000 + 3_600 }) },
    { given: 'without a time', authorization: signVonageToken(body, 'new', { iat: undefined }) },
    { given: 'without the body’s hash', authorization: signVonageToken(body, 'new', { payload_hash: undefined }) },
    { given: 'without an algorithm', authorization: unsigned({ alg: 'none' }) },
    { given: 'empty', authorization: 'Bearer ..' },
  ])('a token $given is refused', async ({ authorization }) => {
    expect(await callbacks.read(json(STATUS, authorization))).toMatchObject({ type: 'refused' });
  });

  test('by the old secret it is read; what isn’t a status is unreadable', async () => {
    expect(await callbacks.read(json(STATUS, signVonageToken(body, 'old')))).toMatchObject({ type: 'read' });
    expect(await callbacks.read(json({}))).toMatchObject({ type: 'unreadable' });
    expect(await callbacks.read(json([]))).toMatchObject({ type: 'unreadable' });
  });
});

describe('the signature of the SMS API', () => {
  /** Vectors of Vonage's PHP SDK: test/Client/SignatureTest.php. */
  test.each<{ readonly method: SignatureMethod; readonly sig: string }>([
    { method: 'md5', sig: '51CDAFEBB4BBCE9525B195C1617CB8D2' },
    { method: 'sha1', sig: '0162AEC64BC183B2E1256545951FE5639DC98020' },
    { method: 'sha256', sig: '9FEC5EF6D0F2B3D2BB7558B6E4042569823CAB9EA0DD30503472B7B304601975' },
    {
      method: 'sha512',
      sig: '40BD12B9A4B6000AD1138EEFD24FFE9FBD72AEE13C3FA04B32BB69DBC256AD0A04A463B1A9AF6660D10F6E1E769EE14B9CFF6A635502E93AFCD0BFAB29F38F87',
    },
  ])('by $method is Vonage’s', ({ method, sig }) => {
    const fields = {
      ...{ api_key: 'fake_api_key', to: '14155550100', from: 'AcmeInc', text: 'Test From Nexmo' },
      ...{ type: 'text', timestamp: '1540924779' },
    };
    expect(signFields(fields, '71efab63122f1d179f51c46bac838fb5', method).toUpperCase()).toBe(sig);
  });

  test('replaces the separators in values, so that no value can pretend to be a field', () => {
    expect(signFields({ a: 'x&b=y' }, 's', 'md5hash')).toBe(signFields({ a: 'x_b_y' }, 's', 'md5hash'));
    expect(signFields({ a: 'x&b=y' }, 's', 'md5hash')).not.toBe(signFields({ a: 'x', b: 'y' }, 's', 'md5hash'));
  });
});

describe('callbacks of the SMS API', () => {
  const around = { timestamp: String(Math.floor(NOW / 1_000)), nonce: 'n' };
  const sign = (fields: Readonly<Record<string, string>>, secret = 'new') => ({
    ...fields,
    sig: signFields(fields, secret, 'sha256').toUpperCase(),
  });
  const get = (fields: Readonly<Record<string, string>>): CallbackRequest => ({
    ...{ method: 'GET', headers: {}, body: Buffer.alloc(0) },
    url: `${URL_}&${new URLSearchParams(fields)}`,
  });
  const post = (fields: Readonly<Record<string, string>>): CallbackRequest => ({
    ...{ method: 'POST', url: URL_, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  });
  const asJson = (fields: Readonly<Record<string, string>>): CallbackRequest => ({
    ...{ method: 'POST', url: URL_, headers: { 'content-type': 'application/json' } },
    body: Buffer.from(JSON.stringify(fields)),
  });
  const RECEIPT = {
    ...around,
    messageId: 'm1',
    msisdn: '31612345678',
    to: 'Shop',
    'err-code': '0',
    status: 'delivered',
  };

  test.each([
    { by: 'GET', encode: get },
    { by: 'form', encode: post },
    { by: 'JSON', encode: asJson },
  ])('a receipt by $by', async ({ encode }) => {
    const fields = sign({
      ...RECEIPT,
      'client-ref': 'acme.user-1.hello.2',
      'message-timestamp': '2026-03-01 10:00:00',
    });
    expect(await callbacks.read(encode(fields))).toMatchObject({
      reports: [
        {
          ...{ key: 'acme.user-1.hello.2', providerId: 'm1', status: 'delivered', address: '+31612345678' },
          ...{ at: Date.parse('2026-03-01T10:00:00Z'), dedupe: 'm1:delivered' },
        },
      ],
    });
  });

  test.each([
    ...['accepted', 'buffered', 'unknown'].map((status) => ({ status, code: '0', report: { status: 'accepted' } })),
    ...['3', '4', '9', '14'].map((code) => ({
      ...{
        status: 'failed',
        code,
        report: { status: 'bounced', isPermanent: true, reason: `Vonage reported ${code}` },
      },
    })),
    ...['2', '7', '8'].map((code) => ({ status: 'failed', code, report: { status: 'bounced', isPermanent: false } })),
    ...['6', '11', '12', '99'].map((code) => ({ status: 'rejected', code, report: { status: 'failed' } })),
    { status: 'expired', code: '1', report: { status: 'failed' } },
  ])('$status $code is $report', async ({ status, code, report }) => {
    const reading = await callbacks.read(post(sign({ ...RECEIPT, status, 'err-code': code })));
    expect(reading).toMatchObject({ reports: [{ ...report, key: 'acme.user-1.greet.1' }] });
  });

  test('a part of a long message has its number and is not a keyword', async () => {
    const part = { ...around, messageId: 'm2', msisdn: '31612345678', to: '12025550123', text: 'STOP' };
    const fields = sign({ ...part, concat: 'true', 'concat-ref': '7', 'concat-part': '2', 'concat-total': '3' });
    const reading = await callbacks.read(post(fields));
    expect(reading).toMatchObject({
      inbound: [{ text: 'STOP', part: { ref: '7', nr: 2, of: 3 }, dedupe: 'm2:inbound:2' }],
    });
    expect(reading).not.toHaveProperty('inbound.0.keyword');
  });

  test.each([
    { 'concat-part': '2' },
    { 'concat-ref': '7', 'concat-part': '4', 'concat-total': '3' },
    { 'concat-ref': '7', 'concat-part': '2', 'concat-total': '999999' },
  ] as Record<string, string>[])('a part that can’t be joined is a message of its own: %j', async (concat) => {
    const part = { ...around, messageId: 'm2', msisdn: '31612345678', to: '12025550123', text: 'STOP' };
    expect(await callbacks.read(post(sign({ ...part, ...concat })))).toMatchObject({ inbound: [{ keyword: 'stop' }] });
  });

  test('each part of a long message from a user is reported on its own', async () => {
    const part = { ...around, messageId: 'm2', msisdn: '31612345678', to: '12025550123', text: 'STOP' };
    const fields = sign({ ...part, concat: 'true', 'concat-part': '2' });
    expect(await callbacks.read(post(fields))).toMatchObject({
      inbound: [{ from: '+31612345678', text: 'STOP', keyword: 'stop', dedupe: 'm2:inbound:2' }],
    });
  });

  test.each([
    { given: 'unsigned', fields: RECEIPT },
    { given: 'by another secret', fields: sign(RECEIPT, 'other') },
    { given: 'changed', fields: { ...sign(RECEIPT), status: 'failed' } },
    { given: 'old', fields: sign({ ...RECEIPT, timestamp: String(Math.floor(NOW / 1_000) - 26 * 3_600) }) },
    { given: 'without a time', fields: sign({ messageId: 'm1', status: 'delivered' }) },
  ])('one that is $given is refused', async ({ fields }) => {
    expect(await callbacks.read(post(fields))).toMatchObject({ type: 'refused' });
  });

  test('nothing that a caller sends throws', async () => {
    const anything = fc.record({
      body: fc.uint8Array(),
      authorization: fc.option(fc.oneof(fc.string(), fc.stringMatching(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)), {
        nil: undefined,
      }),
    });
    await fc.assert(
      fc.asyncProperty(anything, async ({ body, authorization }) => {
        const headers = authorization === undefined ? {} : { authorization };
        const reading = await callbacks.read({ method: 'POST', url: URL_, headers, body: Buffer.from(body) });
        expect(reading.type).toBe('refused');
      }),
    );
  });
});

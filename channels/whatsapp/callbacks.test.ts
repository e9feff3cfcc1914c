import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signWhatsApp } from '../../test/counterparts/whatsapp.ts';
import type { CallbackRequest } from '../provider.ts';
import { createWhatsAppCallbacks } from './callbacks.ts';

const callbacks = createWhatsAppCallbacks({ appSecrets: ['old', 'new'], verifyToken: 'verify me' });
const URL_ = 'https://journeys.example.com/v1/callbacks/whatsapp/whatsapp-cloud';

const post = (body: string, signature = signWhatsApp(body, 'new')): CallbackRequest => ({
  ...{ method: 'POST', url: URL_, body: Buffer.from(body) },
  headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
});
const webhook = (...values: readonly object[]) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: values.map((value) => ({ id: '1', changes: [{ field: 'messages', value }] })),
  });
const get = (query: Readonly<Record<string, string>>): CallbackRequest => ({
  ...{ method: 'GET', url: `${URL_}?${new URLSearchParams(query)}`, headers: {}, body: Buffer.alloc(0) },
});

describe('the handshake', () => {
  const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify me', 'hub.challenge': '1158201444' };
  test('is answered with the challenge', async () => {
    expect(await callbacks.read(get(asked))).toEqual({
      ...{ type: 'handshake', answer: { status: 200, contentType: 'text/plain', body: '1158201444' } },
    });
  });

  test.each([
    { given: 'another token', query: { ...asked, 'hub.verify_token': 'guess' } },
    { given: 'another mode', query: { ...asked, 'hub.mode': 'unsubscribe' } },
    { given: 'markup as its challenge', query: { ...asked, 'hub.challenge': '<script>' } },
    { given: 'nothing', query: {} },
  ])('with $given is refused', async ({ query }) => {
    expect(await callbacks.read(get(query))).toMatchObject({ type: 'refused' });
  });
});

describe('a status', () => {
  const STATUS = { id: 'wamid.1', timestamp: '1772359200', recipient_id: '31612345678' };
  test.each([
    ...['sent', 'news'].map((status) => ({ status, code: 0, report: { status: 'accepted' } })),
    { status: 'delivered', code: 0, report: { status: 'delivered' } },
    { status: 'read', code: 0, report: { status: 'viewed' } },
    ...[131047, 131049, 130472, 131053].map((code) => ({ status: 'failed', code, report: { status: 'failed' } })),
    { status: 'failed', code: 131021, report: { status: 'bounced', isPermanent: true } },
    { status: 'failed', code: 130497, report: { status: 'failed' } },
    { status: 'failed', code: 131026, report: { status: 'bounced', isPermanent: false } },
    { status: 'failed', code: 131050, report: { status: 'unsubscribed' } },
  ])('$status $code is $report.status', async ({ status, code, report }) => {
    const errors = code === 0 ? [] : [{ code, title: 'Title', error_data: { details: 'Details' } }];
    const body = webhook({ statuses: [{ ...STATUS, status, errors, biz_opaque_callback_data: 'the.key.1', new: 1 }] });
    expect(await callbacks.read(post(body))).toMatchObject({
      type: 'read',
      reports: [
        {
          ...{ key: 'the.key.1', providerId: 'wamid.1', at: 1_772_359_200_000, address: '+31612345678' },
          ...{ dedupe: `wamid.1:${status}`, raw: { new: 1 } },
          ...report,
          ...(code !== 0 && { reason: `WhatsApp reported ${code}: Details` }),
        },
      ],
    });
  });

  test('one request holds many; a broken one among them is left out', async () => {
    const one = { ...STATUS, status: 'sent' };
    const body = webhook({ statuses: [one, null, { status: 'read' }] }, { statuses: [{ ...one, id: 'wamid.2' }] }, {});
    const reading = await callbacks.read(post(body));
    expect(reading).toMatchObject({ reports: [{ providerId: 'wamid.1' }, { providerId: 'wamid.2' }], inbound: [] });
  });
});

describe('a message from a user', () => {
  const metadata = { display_phone_number: '1 555-012-3456', phone_number_id: '1' };
  const MESSAGE = { from: '31612345678', id: 'wamid.9', timestamp: '1772359200', type: 'text' };
  test.each([
    { message: { ...MESSAGE, text: { body: 'Stop' } }, inbound: { text: 'Stop', keyword: 'stop' } },
    { message: { ...MESSAGE, text: { body: 'Hi' }, context: { id: 'wamid.1' } }, inbound: { repliesTo: 'wamid.1' } },
    { message: { ...MESSAGE, type: 'button', button: { text: 'Yes' } }, inbound: { text: 'Yes', keyword: 'start' } },
    {
      message: { ...MESSAGE, type: 'interactive', interactive: { list_reply: { id: '1', title: 'Red' } } },
      inbound: { text: 'Red' },
    },
    { message: { ...MESSAGE, type: 'image', image: { id: 'm' } }, inbound: { text: '' } },
    { message: { ...MESSAGE, from: undefined, from_user_id: 'US.demo1' }, inbound: { from: 'US.demo1' } },
  ])('$message.type is $inbound', async ({ message, inbound }) => {
    expect(await callbacks.read(post(webhook({ metadata, messages: [message] })))).toMatchObject({
      inbound: [{ from: '+31612345678', to: '+15550123456', at: 1_772_359_200_000, dedupe: 'wamid.9', ...inbound }],
    });
  });

  test('both identifiers are linked wherever Meta names both, and only well-formed ones', async () => {
    const ids = { from_user_id: 'US.1' };
    const system = { type: 'user_changed_user_id', previous_user_id: 'US.1', user_id: 'US.2' };
    const messages = [
      { ...MESSAGE, ...ids, text: { body: 'Hi' } },
      { ...MESSAGE, id: 'wamid.s', from: undefined, type: 'system', ...ids, system },
      { ...MESSAGE, id: 'wamid.x', from_user_id: 'US.<script>' },
    ];
    const statuses = [{ id: 'wamid.1', status: 'sent', recipient_id: '31687654321', recipient_user_id: 'US.3' }];
    const preferences = [{ wa_id: '31612345678', user_id: 'US.4', value: 'news', timestamp: 5 }];
    const reading = await callbacks.read(post(webhook({ messages, statuses, user_preferences: preferences })));
    expect(reading).toMatchObject({
      inbound: [{ dedupe: 'wamid.9' }, { dedupe: 'wamid.x' }],
      links: [
        { id: 'US.1', address: '+31612345678' },
        { id: 'US.2', address: 'US.1' },
        { id: 'US.3', address: '+31687654321' },
        { id: 'US.4', address: '+31612345678' },
      ],
    });
  });

  test('a status names the ID if the number is hidden', async () => {
    const body = webhook({ statuses: [{ id: 'wamid.1', status: 'read', recipient_user_id: 'US.3' }] });
    expect(await callbacks.read(post(body))).toMatchObject({ reports: [{ address: 'US.3' }] });
  });

  test('a reaction is no message; a preference is a keyword that is answered', async () => {
    const reaction = { ...MESSAGE, type: 'reaction', reaction: { emoji: '👍' } };
    const preferences = ['stop', 'resume', 'news'].map((value) => ({ wa_id: '31612345678', value, timestamp: 5 }));
    const body = webhook({ metadata, messages: [reaction] }, { metadata, user_preferences: preferences });
    expect(await callbacks.read(post(body))).toMatchObject({
      inbound: [
        { from: '+31612345678', keyword: 'stop', isAnswered: true },
        { from: '+31612345678', keyword: 'start', isAnswered: true },
      ],
    });
  });
});

describe('the signature', () => {
  const body = '{"entry":[],"name":"J\\u00f6rg"}';
  test('covers the raw bytes, with the old and the new secret', async () => {
    expect(await callbacks.read(post(body))).toMatchObject({ type: 'read', reports: [], inbound: [] });
    expect(await callbacks.read(post(body, signWhatsApp(body, 'old')))).toMatchObject({ type: 'read' });
  });

  test.each([
    { given: 'missing', signature: '' },
    { given: 'by another secret', signature: signWhatsApp(body, 'other') },
    { given: 'of another body', signature: signWhatsApp('{"entry":[],"name":"Jörg"}', 'new') },
  ])('$given is refused', async ({ signature }) => {
    expect(await callbacks.read(post(body, signature))).toMatchObject({ type: 'refused' });
  });

  test('no signed body throws, whatever it contains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (given) => {
        expect(['read', 'unreadable']).toContain((await callbacks.read(post(given))).type);
      }),
    );
  });
});

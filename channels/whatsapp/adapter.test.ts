import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BAD_ANSWERS } from '../../test/counterparts/bad-answers.ts';
import {
  ACCESS_TOKEN,
  PHONE_NUMBER_ID,
  startWhatsApp,
  type WhatsApp,
  whatsappError,
} from '../../test/counterparts/whatsapp.ts';
import { createOutbound } from '../outbound.ts';
import type { MessageContent, Parcel } from '../port.ts';
import { whatsappCloud } from './cloud.ts';

let counterpart: WhatsApp;
const trusted = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
beforeAll(async () => {
  counterpart = await startWhatsApp();
});
afterEach(() => counterpart.behave());
afterAll(async () => {
  trusted.close();
  await counterpart.close();
});

const KEY = 'acme.user-1.greet.1';
const send = (content: Partial<MessageContent>, given = {}, to = '+31612345678') => {
  const variables = {
    ...{ WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID, WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN },
    ...{ WHATSAPP_APP_SECRET: 's', WHATSAPP_VERIFY_TOKEN: 'v', WHATSAPP_API_URL: `${counterpart.url}/v23.0` },
  };
  return whatsappCloud
    .createAdapter({ ...variables, ...given }, { outbound: trusted, trusted, mailFrom: '', now: Date.now })
    .deliver({
      ...{ channel: 'whatsapp', key: KEY, workspace: 'main', journey: 'j', to, attempt: 1 },
      content: { template: 't', ...content },
    } as Parcel);
};
const HI = { text: 'Hi Jörg 👋' };

describe('a message', () => {
  test('carries Sojourn’s key in the field that statuses echo', async () => {
    expect(await send(HI)).toEqual({ type: 'accepted', providerId: expect.stringMatching(/^wamid\./) });
    expect(counterpart.sent.at(-1)).toEqual({
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: '31612345678', type: 'text' },
      ...{ text: { preview_url: true, body: HI.text }, biz_opaque_callback_data: KEY },
    });
  });

  test.each(['US.13491208655302741918', 'US.ENT.11815799212886844830'])(
    'to the ID %s names it as `recipient`',
    async (id) => {
      expect(await send(HI, {}, id)).toMatchObject({ type: 'accepted' });
      expect(counterpart.sent.at(-1)).toMatchObject({ recipient_type: 'individual', recipient: id });
      expect(counterpart.sent.at(-1)).not.toHaveProperty('to');
    },
  );

  test('by a template has its name, its language and the parameters in order, each in one line', async () => {
    const whatsappTemplate = { name: 'welcome', language: 'en_US', parameters: ['Ann\n of York', '3'] };
    expect(await send({ whatsappTemplate })).toMatchObject({ type: 'accepted' });
    expect(counterpart.sent.at(-1)).toMatchObject({
      type: 'template',
      template: {
        ...{ name: 'welcome', language: { code: 'en_US' } },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Ann of York' },
              { type: 'text', text: '3' },
            ],
          },
        ],
      },
    });
    expect(await send({ whatsappTemplate: { name: 'sale', language: 'de', parameters: [] } })).toMatchObject({
      type: 'accepted',
    });
    expect(counterpart.sent.at(-1)).not.toHaveProperty('template.components');
  });

  test.each([
    { content: { text: '' }, type: 'rejected', reason: /empty/ },
    { content: { text: 'x'.repeat(4_097) }, type: 'rejected', reason: /4097 characters/ },
    {
      content: { whatsappTemplate: { name: 'welcome', language: 'en_US', parameters: ['Ann', ' '] } },
      ...{ type: 'rejected', reason: /parameter 2 of the template is empty/ },
    },
    {
      content: { whatsappTemplate: { name: 'welcome', language: 'en_US', parameters: ['Ann'] } },
      ...{ type: 'rejected', reason: /132000/ },
    },
    {
      content: { whatsappTemplate: { name: 'nope', language: 'en_US', parameters: [] } },
      ...{ type: 'misconfigured', reason: /132001/ },
    },
  ])('that WhatsApp wouldn’t take is $type: $reason', async ({ content, type, reason }) => {
    expect(await send(content)).toMatchObject({ type, reason: expect.stringMatching(reason) });
  });
});

describe('an error’s code decides its meaning, whatever its status', () => {
  const setup = [0, 3, 10, 190, 200, 299, 368, 131005, 131031, 131042, 131045, 131048, 132007, 132015, 132016, 132068];
  const recipient = [131049, 130472, 131050, 131026, 131021, 130497];
  const message = [131047, 131008, 131009, 100, 131051, 131052, 131053, 132000, 132005, 132012];
  test.each([
    ...[...setup, 132069, 133000, 133010].map((code) => ({ code, type: 'misconfigured' })),
    ...[4, 80007, 130429, 131056, 1, 2, 131000, 131016, 131057].map((code) => ({ code, type: 'busy' })),
    ...[...recipient, ...message].map((code) => ({ code, type: 'rejected' })),
    { code: 999_999, type: 'rejected' },
  ])('$code is $type', async ({ code, type }) => {
    counterpart.refuse(whatsappError(400, code));
    const answer = await send(HI);
    expect(answer).toMatchObject({ type, reason: expect.stringContaining('Something is wrong') });
    expect(answer).not.toHaveProperty('ambiguous');
    expect('isOfRecipient' in answer).toBe(code === 131056); // the rate to one user
  });

  test.each([
    { code: 131050, undelivered: { status: 'unsubscribed' } },
    { code: 131021, undelivered: { status: 'bounced', isPermanent: true } },
    { code: 131026, undelivered: { status: 'bounced', isPermanent: false } },
    ...[131049, 130472, 130497, 131047].map((code) => ({ code, undelivered: undefined })),
  ])('M2 $code says about the recipient what its status says', async ({ code, undelivered }) => {
    counterpart.refuse(whatsappError(400, code));
    const answer = await send(HI);
    expect('undelivered' in answer ? answer.undelivered : undefined).toEqual(undelivered);
  });

  test('after 24 hours, the reason says to use a template', async () => {
    counterpart.refuse(whatsappError(400, 131047));
    expect(await send(HI)).toMatchObject({ reason: expect.stringContaining('content.whatsappTemplate') });
  });

  test('a wrong token is misconfigured', async () => {
    expect(await send(HI, { WHATSAPP_ACCESS_TOKEN: 'wrong' })).toMatchObject({ type: 'misconfigured' });
  });
});

test.each(BAD_ANSWERS)('WhatsApp misbehaves: $how', async ({ how, answer }) => {
  counterpart.misbehave(how);
  const given = await send(HI);
  expect(given).toMatchObject(answer);
  expect('ambiguous' in given).toBe('ambiguous' in answer);
});

import { createHmac, randomBytes } from 'node:crypto';
import { type Asked, type Counterpart, type Reply, startCounterpart } from './counterpart.ts';

type Json = Readonly<Record<string, unknown>>;
export type WhatsApp = Counterpart<Json>;

export const PHONE_NUMBER_ID = '106540352242922';
export const ACCESS_TOKEN = 'EAAtoken';
/** Approved templates, with their number of parameters. */
const APPROVED: Readonly<Record<string, number>> = { 'welcome en_US': 2, 'sale de': 0 };

/**
 * Starts the Cloud API, written from its documentation:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages, …/support/error-codes and
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids.
 */
export const startWhatsApp = (): Promise<WhatsApp> => startCounterpart(reply);

/** An error in Meta's shape. */
export const whatsappError = (status: number, code: number, details = 'Something is wrong'): Reply<Json> => ({
  status,
  body: {
    error: {
      ...{ message: `(#${code}) Title`, type: 'OAuthException', code, fbtrace_id: 'Az8or2' },
      error_data: { messaging_product: 'whatsapp', details },
    },
  },
});

function reply({ method, path, headers, body }: Asked): Reply<Json> {
  if (method !== 'POST' || path !== `/v23.0/${PHONE_NUMBER_ID}/messages`)
    return whatsappError(404, 100, 'Unknown path');
  if (headers.authorization !== `Bearer ${ACCESS_TOKEN}`) return whatsappError(401, 190, 'Invalid OAuth access token');
  const message = JSON.parse(body) as Json;
  const flaw = findFlaw(message);
  if (flaw) return whatsappError(400, ...flaw);
  const { to, recipient } = message;
  const contacts = [to === undefined ? { input: recipient, user_id: recipient } : { input: to, wa_id: to }];
  return {
    ...{ status: 200, takes: message },
    body: {
      messaging_product: 'whatsapp',
      contacts,
      messages: [{ id: `wamid.${randomBytes(8).toString('hex')}`, message_status: 'accepted' }],
    },
  };
}

function findFlaw(message: Json): [code: number, details: string] | undefined {
  const { messaging_product: product, type, text, template, biz_opaque_callback_data: echo = '' } = message;
  if (product !== 'whatsapp') return [100, 'messaging_product is required'];
  const unknown = findRecipientFlaw(message);
  if (unknown) return unknown;
  if (String(echo).length > 512) return [100, 'biz_opaque_callback_data is too long'];
  if (type === 'text') {
    const { body = '' } = text as { body?: string };
    return body.length >= 1 && body.length <= 4_096 ? undefined : [100, 'text.body must have 1 to 4096 characters'];
  }
  const { name, language, components = [] } = template as Template;
  const expected = APPROVED[`${name} ${language.code}`];
  const given = components.flatMap(({ parameters }) => parameters);
  if (expected === undefined) return [132001, 'Template name does not exist in the translation'];
  if (given.length !== expected) return [132000, 'Number of parameters does not match'];
  return given.some((parameter) => /[\n\t]| {5}/.test(parameter.text)) ? [132012, 'Parameter format'] : undefined;
}

/** With both, `to` counts. Without a number, `recipient` is the ID of a user who hides it. */
function findRecipientFlaw({ to, recipient }: Json): [code: number, details: string] | undefined {
  if (to !== undefined) return /^\d{7,15}$/.test(String(to)) ? undefined : [131009, 'to is not valid'];
  return /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(String(recipient))
    ? undefined
    : [131009, 'recipient is not valid'];
}

interface Template {
  readonly name: string;
  readonly language: { readonly code: string };
  readonly components?: readonly { readonly parameters: readonly { readonly text: string }[] }[];
}

export const signWhatsApp = (body: string, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body, 'utf8').digest('hex')}`;

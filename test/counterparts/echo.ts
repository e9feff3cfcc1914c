import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import {
  type CallbackReading,
  type CallbackReport,
  defineProvider,
  type InboundMessage,
} from '../../channels/provider.ts';
import { anyText } from '../../channels/readers.ts';
import type { JsonObject } from '../../journey/base/json.ts';

/**
 * A provider of the tests' own: it signs URL, time and raw body, accepts several secrets while one replaces another, and
 * refuses what is older than five minutes.
 */
export const echo = defineProvider({
  channel: 'email',
  name: 'echo',
  title: 'Echo',
  variables: { ECHO_SECRETS: anyText('secrets, separated by commas') },
  secrets: ['ECHO_SECRETS'],
  createAdapter: () => ({
    channel: 'email',
    provider: 'echo',
    delivery: 'at-most-once',
    deliver: async ({ key }) => ({ type: 'accepted', providerId: `e-${key}` }),
  }),
  createCallbacks: ({ ECHO_SECRETS }, { now }) => ({
    async read({ method, url, headers, body }) {
      const query = new URL(url).searchParams;
      if (method === 'GET')
        return { type: 'handshake', answer: { status: 200, contentType: 'text/plain', body: query.get('say') ?? '' } };
      const at = Number(headers['x-echo-time']);
      const isSigned = ECHO_SECRETS.split(',').some((secret) => {
        const wanted = Buffer.from(sign(secret, url, at, body));
        const given = Buffer.from(String(headers['x-echo-signature'] ?? ''));
        return wanted.length === given.length && timingSafeEqual(wanted, given);
      });
      if (!isSigned) return { type: 'refused', reason: 'the signature is wrong' };
      if (Math.abs(now() - at) > 300_000) return { type: 'refused', reason: 'the signature is too old' };
      if (query.get('say') === 'later') return { type: 'later', reason: 'its keys can’t be fetched' };
      return readElements(body);
    },
  }),
});

export const sign = (secret: string, url: string, at: number, body: Buffer | string): string =>
  createHmac('sha256', secret).update(`${url}.${at}.`).update(body).digest('hex');

const Element = z.looseObject({
  id: z.string(),
  status: z.enum([
    ...['accepted', 'delivered', 'viewed', 'clicked', 'replied', 'failed', 'bounced', 'complained'],
    ...['unsubscribed', 'resubscribed'],
  ] as [CallbackReport['status'], ...CallbackReport['status'][]]),
  key: z.string().optional(),
  providerId: z.string().optional(),
  at: z.number().optional(),
  url: z.string().optional(),
  reason: z.string().optional(),
  isMachine: z.boolean().optional(),
  isPermanent: z.boolean().optional(),
  isForgeable: z.boolean().optional(),
  address: z.string().optional(),
});
const Inbound = z.looseObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  text: z.string(),
  keyword: z.enum(['stop', 'start', 'help']).optional(),
  repliesTo: z.string().optional(),
  part: z.object({ ref: z.string(), nr: z.number(), of: z.number() }).optional(),
});

/** Reads a list of reports and messages. A broken element doesn't keep the others from counting. */
function readElements(body: Buffer): CallbackReading {
  let all: unknown;
  try {
    all = JSON.parse(body.toString());
  } catch {
    return { type: 'unreadable', reason: 'the body is not JSON' };
  }
  if (!Array.isArray(all)) return { type: 'unreadable', reason: 'the body is not a list' };
  const reports: CallbackReport[] = [];
  const inbound: InboundMessage[] = [];
  for (const each of all as readonly unknown[]) {
    const report = Element.safeParse(each);
    const message = Inbound.safeParse(each);
    const raw = each as JsonObject;
    if (report.success) reports.push({ ...pick(report.data), dedupe: report.data.id, raw });
    else if (message.success) inbound.push({ ...pick(message.data), dedupe: message.data.id, raw });
  }
  return { type: 'read', reports, inbound };
}

/** Leaves out what is undefined. */
const pick = <T extends object>(from: T) =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };

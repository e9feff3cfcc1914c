import type { Outbound } from '../outbound.ts';
import type { Adapter, WebhookContent } from '../port.ts';
import { answerOf } from './answer.ts';
import { createSigner } from './signature.ts';

export interface WebhookPorts {
  readonly outbound: Outbound;
  /** Secrets (`whsec_…`), starting with the one that receivers should switch to. */
  readonly secrets: readonly string[];
  readonly perSecond?: number;
  readonly now?: () => number;
}

/**
 * Creates the adapter that sends JSON to the parcel's URL, signed by Standard Webhooks. `webhook-id` is the idempotency
 * key, the same in every attempt, so receivers can recognize repeats.
 */
export function createWebhookAdapter({
  outbound,
  secrets,
  perSecond,
  now = Date.now,
}: WebhookPorts): Adapter<'webhook'> {
  const sign = createSigner(secrets);

  return {
    channel: 'webhook',
    provider: 'http',
    delivery: 'honours-keys',
    perSecond,

    async deliver({ key, to, content }) {
      if (secrets.length === 0) return { type: 'misconfigured', reason: 'no secret to sign with: set WEBHOOK_SECRET' };
      const body = JSON.stringify(content.data ?? namesOf(content));
      const reply = await outbound.send({
        method: content.method,
        url: to,
        headers: { ...ownHeaders(content.headers), 'content-type': 'application/json', ...sign(key, body, now()) },
        body,
      });
      return answerOf(key, reply, now());
    },

    close: async () => outbound.close(),
  };
}

/** A webhook whose body is null says what it is. */
const namesOf = ({ template, url }: WebhookContent) => ({ template, url });

/** Headers that the transport or the signature sets, which documents can't override. */
const NOT_THEIRS = new Set([
  ...['host', 'connection', 'keep-alive', 'content-length', 'content-type', 'transfer-encoding', 'te', 'trailer'],
  ...['upgrade', 'expect', 'accept-encoding'],
]);
const isOurs = (name: string): boolean =>
  NOT_THEIRS.has(name) || name.startsWith('proxy-') || name.startsWith('webhook-');

const ownHeaders = (headers: WebhookContent['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => !isOurs(name)),
  );

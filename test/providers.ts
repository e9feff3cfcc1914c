import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEmailAdapter } from '../channels/email/adapter.ts';
import { createOutbound } from '../channels/outbound.ts';
import { createLocalTurns } from '../channels/pace.ts';
import type { Adapter, Answer } from '../channels/port.ts';
import { createRoute } from '../channels/route/route.ts';
import { createWebhookAdapter } from '../channels/webhook/adapter.ts';
import { CHANNELS, type Channel } from '../journey/delivery/channel.ts';
import { createCarrierAdapter } from './carrier.ts';

/** What a provider got, as its log has it: every attempt that reached it, however the worker fared afterwards. */
export interface Got {
  readonly channel: Channel;
  readonly key: string;
  readonly to: string;
  readonly template: string;
}

/**
 * Channels whose provider takes a message twice if it is given it twice: they promise at most once. The others honour
 * keys.
 */
export const AT_MOST_ONCE: readonly Channel[] = ['sms'];

/**
 * Providers whose log is a file: its messages have been sent, whichever process is killed the moment after. They take
 * up to `lagMs` before it and as long again to answer; then one time in ten they are busy.
 */
export function loggingProviders(log: string, lagMs: number): Readonly<Record<Channel, Adapter>> {
  const lag = () => sleep(lagMs * Math.random());
  const adapter = (channel: Channel): Adapter => ({
    channel,
    provider: 'log',
    delivery: AT_MOST_ONCE.includes(channel) ? 'at-most-once' : 'honours-keys',
    async deliver({ key, to, content: { template } }) {
      const got: Got = { channel, key, to, template };
      if (lagMs > 0) await lag();
      if (lagMs > 0 && Math.random() < 0.1) return { type: 'busy', reason: '429', retryAfterMs: 100 };
      appendFileSync(log, `${JSON.stringify(got)}\n`);
      if (lagMs > 0) await lag();
      return { type: 'accepted', providerId: key };
    },
  });
  return Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<Channel, Adapter>;
}

export interface WorkerProviderSettings {
  readonly log: string;
  readonly lagMs: number;
  /** Mail server. Empty: email goes to the log. */
  readonly smtpUrl: string;
  /** URL of test/counterparts/carrier.ts, for the other channels. Empty: they go to the log. */
  readonly carrierUrl: string;
}

/**
 * Creates the providers of a worker that is killed, and of the worker that continues: `loggingProviders`, and real
 * adapters if a server is named.
 */
export function workerProviders(settings: WorkerProviderSettings): Readonly<Record<Channel, Adapter>> {
  const { log, lagMs, smtpUrl, carrierUrl } = settings;
  return {
    ...loggingProviders(log, lagMs),
    ...(smtpUrl !== '' && {
      email: createEmailAdapter({ url: smtpUrl, from: 'Shop <hello@shop.example>', delivery: 'at-most-once' }),
    }),
    ...(carrierUrl !== '' && carriers(carrierUrl)),
  };
}

/** Providers of both kinds, each with and without a lost answer. */
const carriers = (url: string): Readonly<Partial<Record<Channel, Adapter>>> => ({
  webhook: createWebhookAdapter({
    outbound: createOutbound({ allowPrivate: true }),
    secrets: [`whsec_${Buffer.from('a secret of tests that is long').toString('base64')}`],
  }),
  push: createCarrierAdapter({ channel: 'push', url: `${url}/keyed/cut`, delivery: 'honours-keys' }),
  sms: createRoute({
    adapters: [createCarrierAdapter({ channel: 'sms', url: `${url}/plain`, delivery: 'at-most-once' })],
    turnsOf: createLocalTurns,
  }),
  whatsapp: createCarrierAdapter({ channel: 'whatsapp', url: `${url}/plain/cut`, delivery: 'at-most-once' }),
  inApp: createRoute({
    adapters: [
      createCarrierAdapter({ ...common(`${url}/down`), provider: 'first' }),
      createCarrierAdapter({ ...common(`${url}/plain`), provider: 'second' }),
    ],
  }),
});

const common = (url: string) => ({ channel: 'inApp', url, delivery: 'at-most-once' }) as const;

export const readLog = (log: string): readonly Got[] =>
  existsSync(log)
    ? readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Got)
    : [];

/** As their receivers see it: a provider that honours keys delivers one message a key. */
export const listDelivered = (got: readonly Got[]): readonly Got[] =>
  got.filter(({ channel, key }, index) => {
    const isFirst = got.findIndex((other) => other.channel === channel && other.key === key) === index;
    return isFirst || AT_MOST_ONCE.includes(channel);
  });

/** Providers in this process, whose answers a test chooses. */
export interface Providers {
  readonly adapters: Readonly<Record<Channel, Adapter>>;
  /** What reached them, in order. */
  readonly got: readonly Got[];
  /** The next answers, for whomever they are; afterwards everything is accepted. May throw, or take its time. */
  next(...answers: readonly (() => Answer | Promise<Answer>)[]): void;
}

export function createProviders(): Providers {
  const got: Got[] = [];
  const answers: (() => Answer | Promise<Answer>)[] = [];
  const adapter = (channel: Channel): Adapter => ({
    channel,
    provider: 'test',
    delivery: AT_MOST_ONCE.includes(channel) ? 'at-most-once' : 'honours-keys',
    async deliver({ key, to, content: { template } }) {
      got.push({ channel, key, to, template });
      return answers.shift()?.() ?? { type: 'accepted', providerId: key };
    },
  });
  return {
    adapters: Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<Channel, Adapter>,
    got,
    next: (...more) => answers.push(...more),
  };
}

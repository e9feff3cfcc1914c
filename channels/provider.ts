import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { JsonObject } from '../journey/base/json.ts';
import type { MessageChannel } from '../journey/delivery/channel.ts';
import type { WantedRecord } from './email/dns/records.ts';
import type { Outbound } from './outbound.ts';
import type { Adapter, Feed } from './port.ts';

/** A service that delivers the messages of one channel. */
export interface Provider {
  readonly channel: MessageChannel;
  /** Name in `<CHANNEL>_PROVIDER`, such as `twilio`. Unique within its channel. */
  readonly name: string;
  /** Name in the app, such as `Twilio`. */
  readonly title: string;
  /** Its environment variables. A variable that isn't optional must be set if the provider is chosen. */
  readonly variables: Readonly<Record<string, z.ZodType>>;
  /** Variables whose values are never shown. They can be given as files. */
  readonly secrets: readonly string[];
  /**
   * Creates its adapter. `given` holds the variables as texts.
   * @throws ZodError if a variable is missing or invalid
   */
  createAdapter(given: Given, means: ProviderMeans): Adapter;
  /** Creates the reader of its callbacks. Absent: it has none. */
  readonly createCallbacks?: (given: Given, means: CallbackMeans) => Callbacks;
  /** Creates the function that asks the provider about messages with lost callbacks. Absent: it can't be asked. */
  readonly createAsk?: (given: Given, means: CallbackMeans) => Ask;
  /** For an email provider: the DNS records that a From domain needs, except DMARC, which all providers need. */
  readonly listDnsRecords?: (given: Given, domain: string) => readonly WantedRecord[];
}

export type Given = Readonly<Record<string, string | undefined>>;

/** Means of a provider, besides its own variables. */
export interface ProviderMeans extends CallbackMeans {
  /** HTTP client for URLs from documents and profiles: refuses private addresses unless the operator allows them. */
  readonly outbound: Outbound;
  /** HTTP client for URLs from the environment. It may reach private addresses. */
  readonly trusted: Outbound;
  /** Set for providers of in-app messages: where they go. */
  readonly feed?: Feed;
  /** Limit of the channel in messages per second. */
  readonly perSecond?: number;
  /** Default sender of email: `MAIL_FROM`. */
  readonly mailFrom: string;
}

export interface CallbackMeans {
  /** HTTP client for URLs from the environment, such as a provider's certificates. */
  readonly trusted: Outbound;
  /** HTTP client for URLs that a caller names. It refuses private addresses. */
  readonly outbound?: Outbound;
  /** URL that the provider calls. Undefined without `PUBLIC_URL`. */
  readonly callbackUrl?: string;
  readonly now: () => number;
}

type Values<Variables extends Readonly<Record<string, z.ZodType>>> = {
  readonly [Name in keyof Variables]: z.output<Variables[Name]>;
};

interface ProviderDefinition<On extends MessageChannel, Variables extends Readonly<Record<string, z.ZodType>>> {
  readonly channel: On;
  readonly name: string;
  readonly title: string;
  readonly variables: Variables;
  readonly secrets: readonly (keyof Variables & string)[];
  createAdapter(settings: Values<Variables>, means: ProviderMeans): Adapter<On>;
  createCallbacks?(settings: Values<Variables>, means: CallbackMeans): Callbacks;
  createAsk?(settings: Values<Variables>, means: CallbackMeans): Ask;
  listDnsRecords?(settings: Values<Variables>, domain: string): readonly WantedRecord[];
}

/**
 * Defines a provider. It is one file in its channel's folder and one line in `providers.ts`.
 *
 * @example
 * export const twilio = defineProvider({
 *   channel: 'sms',
 *   name: 'twilio',
 *   title: 'Twilio',
 *   variables: { TWILIO_ACCOUNT_SID: anyText('the account, AC…'), TWILIO_AUTH_TOKEN: anyText('a token') },
 *   secrets: ['TWILIO_AUTH_TOKEN'],
 *   createAdapter: (settings, { trusted }) => createTwilioAdapter(settings, trusted),
 * });
 */
export function defineProvider<
  const On extends MessageChannel,
  const Variables extends Readonly<Record<string, z.ZodType>>,
>({
  createAdapter,
  createCallbacks,
  createAsk,
  listDnsRecords,
  ...about
}: ProviderDefinition<On, Variables>): Provider {
  const parse = (given: Given) => z.object(about.variables).parse(given) as Values<Variables>;
  return {
    ...about,
    createAdapter: (given, means) => createAdapter(parse(given), means) as Adapter,
    ...(listDnsRecords && { listDnsRecords: (given, domain) => listDnsRecords(parse(given), domain) }),
    ...(createCallbacks && { createCallbacks: (given, means) => createCallbacks(parse(given), means) }),
    ...(createAsk && { createAsk: (given, means) => createAsk(parse(given), means) }),
  };
}

/** Asks a provider for the outcome of the message with this ID. Never throws, whatever the answer. */
export type Ask = (providerId: string) => Promise<AskAnswer>;

/** `busy`: ask again later. */
export type AskAnswer =
  /** Reports in the same form as callbacks. Empty: nothing new. */
  | { readonly type: 'answered'; readonly reports: readonly CallbackReport[] }
  | { readonly type: 'busy'; readonly reason: string };

/** Reads the requests that a provider makes to us. */
export interface Callbacks {
  /** Checks the signature and translates. Never throws for anything that the caller sends. */
  read(request: CallbackRequest): Promise<CallbackReading>;
}

export interface CallbackRequest {
  readonly method: 'GET' | 'POST';
  /** URL as the provider called it, by `PUBLIC_URL`: the base of some signatures. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The raw body. */
  readonly body: Buffer;
}

export type CallbackReading =
  /** Answered with `answer`, or with an empty 200, after the reports are stored. */
  | {
      readonly type: 'read';
      readonly reports: readonly CallbackReport[];
      readonly inbound: readonly InboundMessage[];
      /** Addresses that belong to one user, according to the call. */
      readonly links?: readonly AddressLink[];
      readonly answer?: CallbackAnswer;
    }
  /** A handshake: answered, nothing stored. */
  | { readonly type: 'handshake'; readonly answer: CallbackAnswer }
  /** The signature is missing, wrong or too old: 401. */
  | { readonly type: 'refused'; readonly reason: string }
  /** Signed, but not readable: 400. */
  | { readonly type: 'unreadable'; readonly reason: string }
  /** A dependency doesn't answer, so the provider should retry: 503. */
  | { readonly type: 'later'; readonly reason: string };

/** An ID that stands for a number, or for an earlier ID. */
export interface AddressLink {
  readonly id: string;
  readonly address: string;
}

interface CallbackAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A provider's report about a message. */
export interface CallbackReport {
  /** Our send key, if the provider echoes it. */
  readonly key?: string;
  /** The provider's id of the message. */
  readonly providerId?: string;
  /**
   * `accepted`: the provider has it, which settles `unknown`. `failed`: it won't be delivered, and the address isn't to
   * blame. `resubscribed`: the user wants messages again.
   */
  readonly status:
    | 'accepted'
    | 'delivered'
    | 'viewed'
    | 'clicked'
    | 'replied'
    | 'failed'
    | 'bounced'
    | 'complained'
    | 'unsubscribed'
    | 'resubscribed';
  /** For `bounced`: the address is dead and must be suppressed. */
  readonly isPermanent?: boolean;
  /** For `viewed` and `clicked`: made by a scanner or a mail program, not by the user. */
  readonly isMachine?: boolean;
  /** True if anyone could have forged the report, such as a bounce by mail. It counts only if it matches a message. */
  readonly isForgeable?: boolean;
  /** An answer to our question about the message, not a callback. */
  readonly isAsked?: boolean;
  /** The recipient, if the report is about an address. */
  readonly address?: string;
  /** When it happened, in milliseconds. */
  readonly at?: number;
  readonly url?: string;
  readonly text?: string;
  /** The provider's code and words. */
  readonly reason?: string;
  /** Repeats of a report have the same. */
  readonly dedupe: string;
  /** The report as it came, unknown fields included. */
  readonly raw: JsonObject;
}

export interface MessagePart {
  readonly ref: string;
  /** From 1. */
  readonly nr: number;
  readonly of: number;
}

/** A message that a user sent to us. */
export interface InboundMessage {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Set if the provider or the text says something about consent. */
  readonly keyword?: 'stop' | 'start' | 'help';
  /** The provider already answered the keyword. */
  readonly isAnswered?: boolean;
  /** Provider id of our message that it replies to. */
  readonly repliesTo?: string;
  /** Set for a part of a long message: which one of how many. Parts of one message have the same `ref`. */
  readonly part?: MessagePart;
  readonly at?: number;
  readonly dedupe: string;
  readonly raw: JsonObject;
}

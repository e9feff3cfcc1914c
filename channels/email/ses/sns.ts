import { createVerify, X509Certificate } from 'node:crypto';
import { isObject } from '../../../journey/base/json.ts';
import type { Outbound } from '../../outbound.ts';

/** An SNS message with a valid signature. */
export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly id: string;
  readonly message: string;
  readonly subscribeUrl: string;
}

export type SnsReading =
  | { readonly type: 'signed'; readonly sns: SnsMessage }
  | { readonly type: 'refused' | 'unreadable' | 'later'; readonly reason: string };

export interface SnsPorts {
  readonly outbound: Outbound;
  readonly now: () => number;
  /** ARNs of the topics whose messages count. */
  readonly topics: readonly string[];
}

type Envelope = Readonly<Record<string, string>>;
type Refusal = Exclude<SnsReading, { type: 'signed' }>;

/** SNS stops retrying within hours. An older message is a replayed one. */
const OLDEST_MS = 25 * 3_600_000;
const AHEAD_MS = 300_000;

/**
 * Creates a function that reads SNS's requests
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html): from a known topic, and signed by a
 * certificate of SNS in the topic's region. Certificates are fetched once a day. The chain that
 * counts is the one of the TLS connection, on which Amazon's own validators rely too.
 */
export function createSnsReader({ outbound, now, topics }: SnsPorts): (body: Buffer) => Promise<SnsReading> {
  const findCertificate = createCertificates({ outbound, now });
  return async (body) => {
    const envelope = envelopeIn(body);
    if (!envelope) return { type: 'unreadable', reason: 'the body is not an SNS message' };
    const flaw = findFlaw(envelope, topics, now());
    if (flaw !== undefined) return { type: 'refused', reason: flaw };
    const certificate = await findCertificate(envelope.SigningCertURL ?? '');
    if (certificate.type !== 'found') return certificate;
    if (!isSigned(envelope, certificate.publicKey)) return { type: 'refused', reason: 'the signature is wrong' };
    const { Type, MessageId: id = '', Message: message = '', SubscribeURL: subscribeUrl = '' } = envelope;
    return { type: 'signed', sns: { type: Type as SnsMessage['type'], id, message, subscribeUrl } };
  };
}

/** Returns whether a URL belongs to SNS in the topic's region. */
export function isSnsUrl(given: string, topic: string): boolean {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const [, partition, , region = ''] = topic.split(':');
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return url.hostname === `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/** Reads the texts of a request unchanged, since every character is signed. */
function envelopeIn(body: Buffer): Envelope | undefined {
  const given = parse(body);
  if (!isObject(given)) return undefined;
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Signed fields, in order. The second list is for confirmations. */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const satisfies Record<SnsMessage['type'], readonly string[]>;
const HASHES: Readonly<Record<string, string>> = { '1': 'sha1', '2': 'sha256' };

function findFlaw(envelope: Envelope, topics: readonly string[], now: number): string | undefined {
  const { TopicArn: topic = '', Type: type = '', SignatureVersion: version = '', Timestamp = '' } = envelope;
  if (!topics.includes(topic)) return 'the topic is not in SES_TOPIC_ARN';
  if (!Object.hasOwn(SIGNED, type)) return 'the type is unknown';
  if (!Object.hasOwn(HASHES, version)) return 'the signature’s version is unknown';
  if (!isSnsUrl(envelope.SigningCertURL ?? '', topic)) return 'the certificate is not from SNS in the topic’s region';
  const at = Date.parse(Timestamp);
  return at > now - OLDEST_MS && at < now + AHEAD_MS
    ? undefined
    : 'the message is older than 25 hours, or dated in the future';
}

function isSigned(envelope: Envelope, publicKey: X509Certificate['publicKey']): boolean {
  const { Type = '', SignatureVersion = '', Signature = '' } = envelope;
  const fields = SIGNED[Type as SnsMessage['type']].filter((name) => envelope[name] !== undefined);
  const text = fields.map((name) => `${name}\n${envelope[name]}\n`).join('');
  try {
    return createVerify(HASHES[SignatureVersion] ?? '')
      .update(text)
      .verify(publicKey, Signature, 'base64');
  } catch {
    return false;
  }
}

type Certificate = { readonly type: 'found'; readonly publicKey: X509Certificate['publicKey'] } | Refusal;

const KEPT_MS = 86_400_000;
const MAX_KEPT = 20;

function createCertificates({ outbound, now }: Pick<SnsPorts, 'outbound' | 'now'>) {
  const kept = new Map<string, { readonly until: number; readonly found: Extract<Certificate, { type: 'found' }> }>();
  return async (url: string): Promise<Certificate> => {
    const known = kept.get(url);
    if (known && known.until > now()) return known.found;
    const fetched = await fetchCertificate(outbound, url, now());
    if (fetched.type !== 'found') return fetched;
    kept.delete(url);
    kept.set(url, { until: now() + KEPT_MS, found: fetched });
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
    return fetched;
  };
}

/** A temporary fault isn't a refusal: SNS retries after a server error, but never after a 4xx. */
async function fetchCertificate(outbound: Outbound, url: string, now: number): Promise<Certificate> {
  const reply = await outbound.send({ method: 'GET', url, headers: {} });
  if (reply.type !== 'answered' || reply.status >= 500)
    return { type: 'later', reason: 'the SNS certificate can’t be fetched' };
  if (reply.status !== 200) return { type: 'refused', reason: `SNS has no such certificate: ${reply.status}` };
  const certificate = readCertificate(reply.body);
  if (!certificate) return { type: 'refused', reason: 'the certificate can’t be read, or isn’t from SNS' };
  const isValid = Date.parse(certificate.validFrom) <= now && now < Date.parse(certificate.validTo);
  return isValid
    ? { type: 'found', publicKey: certificate.publicKey }
    : { type: 'refused', reason: 'the certificate has expired, or isn’t valid yet' };
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return /^CN=sns\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/m.test(certificate.subject) ? certificate : undefined;
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { CallbackReport } from '../provider.ts';
import { storableText } from '../storable.ts';
import { enhancedCodeIn, undeliveredByCode } from './failure.ts';
import { keyIn } from './message-id.ts';

type Fields = Readonly<Record<string, string>>;
/** A message that a report is about. */
interface About {
  readonly key?: string;
  readonly providerId?: string;
}

/**
 * Reads what a mail reports about our messages: a delivery status notification (RFC 3464) or a complaint (ARF, RFC
 * 5965). Any other mail, such as an automatic reply, reports nothing.
 * @param keyInAddress Reads the key from a return path of Sojourn
 */
export async function readMailReports(
  raw: Buffer,
  keyInAddress: (address: string) => string | undefined,
): Promise<readonly CallbackReport[]> {
  const mail = await simpleParser(raw, {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  const original = fieldsIn(partOf(mail, /^(message\/rfc822|text\/rfc822-headers|message\/global(-headers)?)$/) ?? '');
  const about = aboutOf(mail, original, keyInAddress);
  const status = partOf(mail, /^message\/(global-)?delivery-status$/);
  if (status !== undefined) return blocksIn(status).flatMap((fields) => reportOfStatus(fields, about));
  const feedback = partOf(mail, /^message\/feedback-report$/);
  return feedback === undefined ? [] : [complaintOf(fieldsIn(feedback), original, about)];
}

const partOf = ({ attachments }: ParsedMail, type: RegExp): string | undefined =>
  attachments
    .find(({ contentType }) => type.test(contentType))
    ?.content.toString('utf8')
    .slice(0, MAX_PART);
const MAX_PART = 100_000;

/** Finds the key in the return path, else in the Message-ID of the original message. */
function aboutOf(
  { headers, to }: ParsedMail,
  original: Fields,
  keyInAddress: (address: string) => string | undefined,
): About {
  const given = [headers.get('delivered-to'), headers.get('x-original-to'), to].flatMap(addressesIn);
  const [byPath] = given.flatMap((address) => keyInAddress(address) ?? []);
  const id = original['message-id']?.trim();
  const key = byPath ?? (id === undefined ? undefined : keyIn(id));
  return { ...(key !== undefined && { key }), ...(id !== undefined && { providerId: id }) };
}

/** Lists the addresses in a header, whose parsed form depends on its name. */
const addressesIn = (value: unknown): readonly string[] =>
  JSON.stringify(value ?? '').match(/[^\s"<>,;:\\]{1,200}@[^\s"<>,;:\\]{1,255}/g) ?? [];

function reportOfStatus(fields: Fields, about: About): readonly CallbackReport[] {
  const recipient = fields['original-recipient'] ?? fields['final-recipient'];
  const meaning = recipient === undefined ? undefined : meaningOf(fields);
  if (!meaning) return [];
  return [reportOf({ ...about, ...meaning, ...addressField(recipient), reason: reasonIn(fields) }, fields)];
}

/** Returns what a status means; undefined for a delay, which isn't final, and for a relay. */
function meaningOf(fields: Fields): Pick<CallbackReport, 'status' | 'isPermanent'> | undefined {
  const action = (fields.action ?? '').toLowerCase();
  if (action === 'delivered') return { status: 'delivered' };
  if (action !== 'failed') return undefined;
  const diagnostic = (fields['diagnostic-code'] ?? '').replace(/^[^;]*;\s*/, '');
  const code = enhancedCodeIn(diagnostic) || (/\d\.\d{1,3}\.\d{1,3}/.exec(fields.status ?? '')?.[0] ?? '');
  return undeliveredByCode(code);
}

const complaintOf = (fields: Fields, original: Fields, about: About): CallbackReport =>
  reportOf(
    {
      ...about,
      status: (fields['feedback-type'] ?? '').toLowerCase() === 'opt-out' ? 'unsubscribed' : 'complained',
      ...addressField(fields['original-rcpt-to'] ?? original.to),
      reason: `feedback report: ${fields['feedback-type'] ?? 'abuse'}`,
    },
    fields,
  );

const reportOf = (report: Omit<CallbackReport, 'dedupe' | 'raw'>, fields: Fields): CallbackReport => ({
  ...report,
  dedupe: createHash('sha256')
    .update(JSON.stringify([report.key, report.providerId, report.status, report.address, report.reason]))
    .digest('hex'),
  raw: fields,
});

function addressField(given: string | undefined): Pick<CallbackReport, 'address'> {
  const [address] = addressesIn(given?.replace(/^[^;]*;/, ''));
  return address === undefined ? {} : { address };
}

const reasonIn = (fields: Fields): string =>
  (fields['diagnostic-code'] ?? `status ${fields.status ?? 'unknown'}`).slice(0, 500);

/**
 * Returns the groups of fields, which blank lines separate. The first is about the message, the others each about a
 * recipient.
 */
const blocksIn = (text: string): readonly Fields[] => text.split(/\r?\n\r?\n/).map(fieldsIn);

/** Reads header fields up to the first blank line. A line that begins with space continues the one before. */
function fieldsIn(text: string): Fields {
  const [head = ''] = text.replace(/^\s+/, '').split(/\r?\n\r?\n/, 1);
  const fields = head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1
        ? []
        : [[line.slice(0, colon).trim().toLowerCase(), storableText(line.slice(colon + 1).trim())] as const];
    });
  return Object.fromEntries(fields.slice(0, MAX_FIELDS));
}
const MAX_FIELDS = 100;

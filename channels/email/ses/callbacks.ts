import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json.ts';
import { objectIn, parseJson, textIn } from '../../http.ts';
import type { CallbackReading, CallbackReport, Callbacks } from '../../provider.ts';
import { KEY_TAG } from './adapter.ts';
import { createSnsReader, isSnsUrl, type SnsMessage, type SnsPorts } from './sns.ts';

/** Creates the reader of SES reports from SNS. Confirms the subscriptions of the given topics. */
export function createSesCallbacks(ports: SnsPorts): Callbacks {
  const readSns = createSnsReader(ports);
  return {
    async read({ body }) {
      const reading = await readSns(body);
      if (reading.type !== 'signed') return reading;
      const { sns } = reading;
      if (sns.type === 'SubscriptionConfirmation') return confirm(ports, sns);
      const event = sns.type === 'Notification' ? parseJson(sns.message) : undefined;
      const reports = isObject(event) ? reportsOf(event, sns.id) : [];
      return { type: 'read', reports, inbound: [] };
    },
  };
}

const NOTHING: CallbackReading = { type: 'read', reports: [], inbound: [] };

/** Calls the confirmation link of a subscription, which must point to SNS itself. */
async function confirm({ outbound, topics }: SnsPorts, { subscribeUrl: url }: SnsMessage): Promise<CallbackReading> {
  const topic = topics.find((each) => isSnsUrl(url, each) && new URL(url).searchParams.get('TopicArn') === each);
  if (topic === undefined || new URL(url).searchParams.get('Action') !== 'ConfirmSubscription')
    return { type: 'refused', reason: 'the confirmation link doesn’t point to SNS, or is for another topic' };
  const reply = await outbound.send({ method: 'GET', url, headers: {} });
  return reply.type === 'answered' && reply.status === 200
    ? NOTHING
    : { type: 'later', reason: 'SNS didn’t confirm the subscription' };
}

type Meaning = Pick<CallbackReport, 'status' | 'isPermanent' | 'reason' | 'url'>;
interface Reported {
  readonly meaning: Meaning;
  readonly address?: string | undefined;
}

/** Returns the reports of an event: one for each recipient that it names. */
function reportsOf(event: JsonObject, id: string): readonly CallbackReport[] {
  const mail = objectIn(event.mail);
  const [destination] = listIn(mail.destination).map((each) => textIn(each));
  const key = keyIn(mail);
  const providerId = textIn(mail.messageId);
  return reportedBy(event).map(({ meaning, address = destination }) => ({
    ...meaning,
    ...(key !== undefined && { key }),
    ...(providerId !== undefined && { providerId }),
    ...(address !== undefined && { address }),
    ...timeOf(event),
    dedupe: `${id}:${address ?? ''}`,
    raw: event,
  }));
}

/** Topics of a configuration set name the `eventType`, topics of an identity the `notificationType`. */
function reportedBy(event: JsonObject): readonly Reported[] {
  switch (event.eventType ?? event.notificationType) {
    case 'Send':
    case 'DeliveryDelay':
      return [{ meaning: { status: 'accepted' } }];
    case 'Delivery':
      return [{ meaning: { status: 'delivered' } }];
    case 'Open':
      return [{ meaning: { status: 'viewed' } }];
    case 'Click':
      return [{ meaning: { status: 'clicked', ...urlField(objectIn(event.click).link) } }];
    case 'Bounce':
      return bouncesIn(objectIn(event.bounce));
    case 'Complaint':
      return complaintsIn(objectIn(event.complaint));
    case 'Reject':
      return [{ meaning: { status: 'failed', ...reasonField('Reject', objectIn(event.reject).reason) } }];
    case 'Rendering Failure':
      return [
        { meaning: { status: 'failed', ...reasonField('Rendering Failure', objectIn(event.failure).errorMessage) } },
      ];
    default:
      return [];
  }
}

/** Temporary bounces because of the text or its size, which don't affect the address. */
const OF_THE_TEXT = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected'];

function bouncesIn({ bounceType: type, bounceSubType: subType, bouncedRecipients }: JsonObject): readonly Reported[] {
  return listIn(bouncedRecipients)
    .map(objectIn)
    .map((recipient) => {
      const reason = reasonField(type, subType, recipient.diagnosticCode);
      return { address: textIn(recipient.emailAddress), meaning: { ...bounceOf(type, subType, recipient), ...reason } };
    });
}

/** A temporary bounce without a status is usually an automatic reply, such as “out of office”. */
function bounceOf(type: JsonValue | undefined, subType: JsonValue | undefined, { status }: JsonObject): Meaning {
  if (type === 'Permanent') return { status: 'bounced', isPermanent: true };
  if (OF_THE_TEXT.includes(textIn(subType) ?? '')) return { status: 'failed' };
  if (subType === 'General' && textIn(status) === undefined) return { status: 'accepted' };
  return { status: 'bounced', isPermanent: false };
}

const complaintsIn = ({ complainedRecipients, complaintFeedbackType: type }: JsonObject): readonly Reported[] =>
  type === 'not-spam'
    ? []
    : listIn(complainedRecipients)
        .map(objectIn)
        .map(({ emailAddress }) => ({
          address: textIn(emailAddress),
          meaning: { status: 'complained', ...reasonField('Complaint', type) },
        }));

const listIn = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value.slice(0, 50) : []);

/** Reads Sojourn's key from the tags, whose values are lists. */
function keyIn(mail: JsonObject): string | undefined {
  const [tag] = listIn(objectIn(mail.tags)[KEY_TAG]).map((each) => textIn(each));
  return tag === undefined ? undefined : Buffer.from(tag, 'base64url').toString('utf8');
}

/** Finds the time of an event. Each kind of event has its own time field, in addition to the mail's time. */
function timeOf(event: JsonObject): Pick<CallbackReport, 'at'> {
  const parts = ['bounce', 'complaint', 'delivery', 'open', 'click', 'deliveryDelay'].map((name) =>
    objectIn(event[name]),
  );
  const given = parts.map(({ timestamp }) => textIn(timestamp)).find((time) => time !== undefined);
  const at = Date.parse(given ?? textIn(objectIn(event.mail).timestamp) ?? '');
  return Number.isNaN(at) ? {} : { at };
}

const urlField = (link: JsonValue | undefined): Pick<CallbackReport, 'url'> => {
  const url = textIn(link);
  return url === undefined ? {} : { url };
};

function reasonField(...words: readonly (JsonValue | undefined)[]): Pick<CallbackReport, 'reason'> {
  const reason = words.flatMap((each) => textIn(each) ?? []).join(': ');
  return reason === '' ? {} : { reason: reason.slice(0, 500) };
}

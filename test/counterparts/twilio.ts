import { createHmac, randomBytes } from 'node:crypto';
import { type Asked, type Counterpart, type Reply, startCounterpart } from './counterpart.ts';

type Fields = Readonly<Record<string, string>>;
export interface Twilio extends Counterpart<Fields> {
  /** Sets the status that requests about the latest message to a number return. Default: queued. */
  become(to: string, status: string, errorCode?: number): void;
  /** Requests about messages. */
  readonly asked: readonly string[];
}

export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
export const AUTH_TOKEN = 'f'.repeat(32);

/**
 * Starts Twilio's Messages API, written from its documentation:
 * https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/usage/security,
 * https://www.twilio.com/docs/usage/twilios-response.
 */
export async function startTwilio(): Promise<Twilio> {
  const taken = new Map<string, Stored>();
  const fates = new Map<string, Pick<Stored, 'status' | 'error_code'>>();
  const asked: string[] = [];
  const counterpart = await startCounterpart<Fields>((request) => {
    const sid = FETCH.exec(request.path)?.[1];
    if (request.method === 'GET' && sid !== undefined) {
      asked.push(sid);
      return fetchReply(request, taken.get(sid), fates);
    }
    const answer = reply(request);
    if (answer.takes) taken.set((answer.body as Stored).sid, answer.body as Stored);
    return answer;
  });
  return {
    ...counterpart,
    asked,
    become: (to, status, code) => fates.set(to, { status, error_code: code ?? null }),
  };
}

interface Stored {
  readonly sid: string;
  readonly to: string;
  readonly status: string;
  readonly error_code: number | null;
}
const FETCH = new RegExp(`^/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/(SM[0-9a-f]{32})\\.json$`);

function fetchReply(
  { headers }: Asked,
  stored: Stored | undefined,
  fates: ReadonlyMap<string, Pick<Stored, 'status' | 'error_code'>>,
): Reply<Fields> {
  if (headers.authorization !== BASIC) return twilioError(401, 20003, 'Authenticate');
  if (!stored) return twilioError(404, 20404, 'The requested resource was not found');
  return { status: 200, body: { ...stored, ...fates.get(stored.to) } };
}

/** An error in Twilio's shape. */
export const twilioError = (status: number, code: number, message = 'Something is wrong'): Reply<Fields> => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

const BASIC = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;

function reply({ method, path, headers, body }: Asked): Reply<Fields> {
  if (method !== 'POST' || path !== `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`)
    return twilioError(404, 20404, `The requested resource ${path} was not found`);
  if (headers.authorization !== BASIC) return twilioError(401, 20003, 'Authenticate');
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  const fields = Object.fromEntries(isForm ? new URLSearchParams(body) : []) as Fields;
  const flaw = findFlaw(fields);
  if (flaw) return twilioError(400, ...flaw);
  const status = fields.MessagingServiceSid === undefined ? 'queued' : 'accepted';
  const sid = `SM${randomBytes(16).toString('hex')}`;
  return {
    ...{ status: 201, takes: fields },
    body: { sid, status, error_code: null, error_message: null, num_segments: '1', to: fields.To, price: null },
  };
}

const E164 = /^\+[1-9]\d{1,14}$/;

function findFlaw(fields: Fields): [code: number, message: string] | undefined {
  const { To = '', From, MessagingServiceSid, Body, StatusCallback } = fields;
  if (To === '') return [21604, "A 'To' phone number is required."];
  if (!E164.test(To)) return [21211, `The 'To' number ${To} is not a valid phone number.`];
  if (From === undefined && MessagingServiceSid === undefined) return [21603, "A 'From' phone number is required."];
  if (MessagingServiceSid !== undefined && !/^MG[0-9a-f]{32}$/.test(MessagingServiceSid))
    return [21701, 'No such service'];
  if (Body === undefined || Body === '') return [21602, 'Message body is required.'];
  if (Body.length > 1_600) return [21617, 'The concatenated message body exceeds the 1600 character limit'];
  if (StatusCallback !== undefined && (!URL.canParse(StatusCallback) || new URL(StatusCallback).host.includes('_')))
    return [21609, "The 'StatusCallback' URL is not a valid url."];
  return undefined;
}

/** Signs a callback: the URL, then each field's name and value, sorted by name. */
export function signTwilio(url: string, fields: Readonly<Record<string, string>>, token: string): string {
  const signed = Object.keys(fields)
    .sort()
    .reduce((text, name) => text + name + fields[name], url);
  return createHmac('sha1', token).update(Buffer.from(signed, 'utf-8')).digest('base64');
}

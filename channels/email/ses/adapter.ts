import { AwsV4Signer } from 'aws4fetch';
import MailComposer from 'nodemailer/lib/mail-composer';
import { answerUnanswered, callProvider } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Adapter } from '../../port.ts';
import { mailOf } from '../adapter.ts';
import type { Email } from '../compose.ts';
import { composeFor } from '../compose-for.ts';
import { answerOfSes } from './answer.ts';
import type { FindCredentials, SesCredentials } from './credentials.ts';

export interface SesPorts {
  readonly outbound: Outbound;
  readonly apiUrl: string;
  readonly region: string;
  readonly findCredentials: FindCredentials;
  /** Its event destinations report the results of messages. */
  readonly configurationSet: string | undefined;
  readonly from: string;
  readonly perSecond?: number | undefined;
  readonly now: () => number;
}

/** Name of the tag that returns Sojourn's key in every event. */
export const KEY_TAG = 'sojourn_key';
const MAX_TAG = 256;

/**
 * Creates the adapter that sends email by Amazon SES v2, which has no keys against repeats. It gets the whole mail, so
 * that its headers are ours; SES signs it by DKIM and gives it a Message-ID of its own.
 */
export const createSesAdapter = (ports: SesPorts): Adapter<'email'> => ({
  channel: 'email',
  provider: 'ses',
  delivery: 'at-most-once',
  ...(ports.perSecond !== undefined && { perSecond: ports.perSecond }),

  async deliver(parcel) {
    const composed = composeFor('Amazon SES', parcel, ports.from);
    if (!composed.ok) return composed.answer;
    const found = await ports.findCredentials();
    if (!found.ok) return found.answer;
    const url = `${ports.apiUrl}/v2/email/outbound-emails`;
    const bytes = JSON.stringify(await bodyOf(composed.email, parcel.key, ports.configurationSet));
    const reply = await callProvider(ports.outbound, {
      url,
      headers: await sign({ ...ports, ...found }, url, bytes),
      body: { type: 'raw', contentType: 'application/json', bytes },
    });
    return reply.type === 'answered' ? answerOfSes(reply) : answerUnanswered(reply);
  },
});

async function bodyOf(email: Email, key: string, configurationSet: string | undefined) {
  const composer = new MailComposer({ ...mailOf(email), disableFileAccess: true, disableUrlAccess: true });
  const mail = await composer.compile().build();
  const tag = Buffer.from(key).toString('base64url'); // tags take only letters, digits, - and _
  return {
    Destination: { ToAddresses: [email.to] },
    Content: { Raw: { Data: mail.toString('base64') } },
    ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    ...(tag.length <= MAX_TAG && { EmailTags: [{ Name: KEY_TAG, Value: tag }] }),
  };
}

/** Returns the headers that prove who calls (SigV4). */
async function sign(
  { credentials, region, now }: Pick<SesPorts, 'region' | 'now'> & { readonly credentials: SesCredentials },
  url: string,
  body: string,
): Promise<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new AwsV4Signer({
    ...{ method: 'POST', url, body, region, service: 'ses', accessKeyId, secretAccessKey },
    ...(sessionToken !== undefined && { sessionToken }),
    datetime: new Date(now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  const { headers } = await signer.sign();
  return Object.fromEntries(headers);
}

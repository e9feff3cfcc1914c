import { createHash, createHmac, createSign, type KeyObject, randomUUID } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import { type Asked, type Counterpart, type Reply, startCounterpart } from './counterpart.ts';

/**
 * Amazon SES v2, written from its documentation: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html. It checks the signature itself.
 */
export const ACCESS_KEY = 'AKIATESTTESTTESTTEST';
export const SECRET_KEY = 'secret/test+key';
export const REGION = 'eu-west-1';

interface SendEmail {
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly Content?: { readonly Raw?: { readonly Data?: string } };
  readonly ConfigurationSetName?: string;
  readonly EmailTags?: readonly { readonly Name: string; readonly Value: string }[];
}

export const startSes = (now: () => number): Promise<Counterpart<SendEmail>> =>
  startCounterpart((asked: Asked): Reply<SendEmail> => {
    if (asked.method !== 'POST' || asked.path !== '/v2/email/outbound-emails')
      return sesError(404, 'UnknownOperationException', 'no such operation');
    const refusal = checkSignature(asked, now());
    if (refusal) return refusal;
    const request = JSON.parse(asked.body) as SendEmail;
    const flaw = findFlaw(request);
    if (flaw !== undefined) return sesError(400, 'BadRequestException', flaw);
    return { status: 200, body: { MessageId: `0100-${randomUUID()}-000000` }, takes: request };
  });

/** An error in the shape of AWS. */
export const sesError = (status: number, name: string, message: string): Reply<SendEmail> => ({
  ...{ status, body: { message }, headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/` } },
});

/** The mail that a request carries. */
export const mailIn = ({ Content }: SendEmail): Promise<ParsedMail> =>
  simpleParser(Buffer.from(Content?.Raw?.Data ?? '', 'base64'));

const FORMAT =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

function checkSignature({ method, path, headers, body }: Asked, now: number): Reply<SendEmail> | undefined {
  const fields = FORMAT.exec(headers.authorization ?? '');
  if (!fields) return sesError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  const [, key, day = '', region, service, names = '', signature] = fields;
  if (key !== ACCESS_KEY) return sesError(403, 'UnrecognizedClientException', 'The security token is invalid.');
  if (region !== REGION || service !== 'ses')
    return sesError(403, 'InvalidSignatureException', `Credential should be scoped to ${REGION}/ses`);
  const date = String(headers['x-amz-date']);
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(at - now) <= 300_000) || !date.startsWith(day))
    return sesError(403, 'InvalidSignatureException', 'Signature expired');
  if (!['host', 'x-amz-date'].every((name) => names.split(';').includes(name)))
    return sesError(403, 'InvalidSignatureException', 'host and x-amz-date must be signed');
  const canonical = [
    ...[method, path, ''],
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}`),
    ...['', names, sha256(body)],
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const signingKey = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET_KEY}`);
  return hmac(signingKey, toSign).toString('hex') === signature
    ? undefined
    : sesError(403, 'InvalidSignatureException', 'The request signature we calculated does not match');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function findFlaw({ Destination, Content, EmailTags = [] }: SendEmail): string | undefined {
  const to = Destination?.ToAddresses ?? [];
  if (to.length < 1 || to.length > 50) return 'Destination needs 1 to 50 addresses';
  if (to.some((address) => !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(address))) return 'Illegal address';
  const raw = Buffer.from(Content?.Raw?.Data ?? '', 'base64');
  if (raw.length === 0 || raw.length > 40 * 1_048_576) return 'Raw.Data must have 1 byte to 40 MB';
  if (!/^from: /im.test(raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '')) return 'The mail has no From';
  return EmailTags.some(({ Name, Value }) => !/^[\w-]{1,256}$/.test(Name) || !/^[\w-]{1,256}$/.test(Value))
    ? 'Tags take ASCII letters, digits, _ and -'
    : undefined;
}

type Envelope = Readonly<Record<string, string>>;

/** Signs a message of SNS: the fields of its type, in order, each by name and value. */
export function signSns(envelope: Envelope, key: KeyObject): Envelope {
  const names =
    envelope.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (envelope[name] === undefined ? [] : [`${name}\n${envelope[name]}\n`])).join('');
  const hash = envelope.SignatureVersion === '2' ? 'sha256' : 'sha1';
  return { ...envelope, Signature: createSign(hash).update(text).sign(key, 'base64') };
}

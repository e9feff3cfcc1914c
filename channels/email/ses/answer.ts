import { answerByClass, type FaultClass } from '../../fault-class.ts';
import { type Answered, answerByStatus, objectIn, textIn } from '../../http.ts';
import type { Answer } from '../../port.ts';

/** A daily quota frees up gradually, as yesterday's messages leave the 24-hour window. */
const QUOTA_MS = 3_600_000;

/**
 * Names of errors, of SES itself and of AWS (https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html).
 */
const FAULTS: Readonly<Record<string, FaultClass>> = {
  TooManyRequestsException: 'rate',
  ThrottlingException: 'rate',
  Throttling: 'rate',
  RequestThrottled: 'rate',
  ConcurrentModificationException: 'retry',
  MessageRejected: 'message',
  BadRequestException: 'message',
  ValidationException: 'message',
  ...setup('AccountSuspendedException', 'SendingPausedException', 'MailFromDomainNotVerifiedException'),
  ...setup('NotFoundException', 'LimitExceededException', 'AccessDeniedException', 'AccessDenied', 'OptInRequired'),
  ...setup('UnrecognizedClientException', 'InvalidClientTokenId', 'ExpiredTokenException', 'ExpiredToken'),
  ...setup('SignatureDoesNotMatch', 'InvalidSignatureException', 'IncompleteSignature', 'IncompleteSignatureException'),
  ...setup('MissingAuthenticationToken', 'MissingAuthenticationTokenException', 'NotAuthorized', 'RequestExpired'),
};

function setup(...names: readonly string[]): Readonly<Record<string, FaultClass>> {
  return Object.fromEntries(names.map((name) => [name, 'setup']));
}

/** Translates SES's answer. An error's name counts before its status. */
export function answerOfSes(reply: Answered): Answer {
  const { status, json } = reply;
  const { MessageId: id, message, Message } = objectIn(json);
  const providerId = textIn(id);
  if (status === 200 && providerId !== undefined) return { type: 'accepted', providerId };
  const name = nameOf(reply);
  const words = textIn(message) ?? textIn(Message) ?? '';
  const fault = status < 400 || status >= 500 ? undefined : faultOf(name, words);
  if (!fault) return answerByStatus(reply, name === '' ? undefined : `${name}: ${words}`);
  const answer = answerByClass(fault, reply, `Amazon SES answered ${name}: ${words}`);
  const isQuota = answer.type === 'busy' && /daily|24.hour/i.test(words);
  return isQuota ? { ...answer, retryAfterMs: QUOTA_MS } : answer;
}

/** Reads `TooManyRequestsException:http://internal…`, or `com.amazonaws…#ThrottlingException` in the body. */
function nameOf({ headers, json }: Answered): string {
  const header = headers['x-amzn-errortype'];
  const given = typeof header === 'string' ? header : (textIn(objectIn(json).__type) ?? '');
  return given.replace(/:.*$/s, '').replace(/^.*#/s, '').slice(0, 100);
}

/** An operator has to verify a sender or move an account out of the sandbox. */
function faultOf(name: string, words: string): FaultClass | undefined {
  if (name === 'MessageRejected' && /not verified|sandbox/i.test(words)) return 'setup';
  return Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
}

import type { Undelivered } from '../../../journey/people/report-effects.ts';
import { answerByClass, tabulateFaults } from '../../fault-class.ts';
import { type Answered, answerByStatus, objectIn, textIn } from '../../http.ts';
import type { Answer } from '../../port.ts';

/**
 * Codes of Twilio's answers (https://www.twilio.com/docs/api/errors). A pair of sender and recipient that doesn't work
 * (21612), a number that a trial account hasn't verified (21608) and a country that isn't enabled (21408) concern one
 * recipient each. So they fail that message, and hold nobody else's.
 */
const FAULTS = tabulateFaults({
  rate: [20429],
  unknown: [20500],
  setup: [20003, 21603, 21606, 21609, 21659, 21660, 21703, 21704],
  recipient: [21211, 21217, 21408, 21608, 21610, 21612, 21614],
  message: [21602, 21605, 21617, 21619, 21620],
});

/** Returns what an error of Twilio's API means for the message. */
export function answerOfTwilio(reply: Answered): Answer {
  const { code, message } = objectIn(reply.json);
  const fault = typeof code === 'number' ? FAULTS.get(code) : undefined;
  const words = typeof code === 'number' ? `${code}: ${textIn(message) ?? ''}` : undefined;
  return fault && reply.status >= 400
    ? answerByClass(
        fault,
        reply,
        `Twilio answered ${words}${ADVICE.get(Number(code)) ?? ''}`,
        undeliveredBy(Number(code)),
      )
    : answerByStatus(reply, words);
}

const ADVICE: ReadonlyMap<number, string> = new Map([
  [21408, '. Enable the country in Twilio’s geo permissions, or leave it out of SMS_COUNTRIES'],
  [21610, '. The user has sent STOP to this sender'],
]);

/** Error codes of messages that were refused, or accepted but not delivered. */
const UNDELIVERED: ReadonlyMap<number, Undelivered> = new Map<number, Undelivered>([
  ...[21211, 21614, 30004, 30005, 30006].map((code) => [code, { status: 'bounced', isPermanent: true }] as const),
  ...[30003, 30008].map((code) => [code, { status: 'bounced', isPermanent: false }] as const),
  [21610, { status: 'unsubscribed' }] as const,
]);

/** Returns an error code's effect on the recipient. Codes about sender, content or carrier don't affect the address. */
export const undeliveredBy = (code: number): Undelivered => UNDELIVERED.get(code) ?? { status: 'failed' };

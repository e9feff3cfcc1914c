import type { Undelivered } from '../../journey/people/report-effects.ts';
import { answerByClass, tabulateFaults } from '../fault-class.ts';
import { type Answered, answerByStatus, objectIn, textIn } from '../http.ts';
import type { Answer } from '../port.ts';

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/**
 * Error codes of the Cloud API, in answers and statuses. The pair rate limit (131056) affects one user for seconds.
 * The cap on marketing messages (131049) and Meta's experiment (130472) affect the user for a day, so messages fail.
 */
const FAULTS = tabulateFaults({
  setup: [
    ...[0, 3, 10, 190, 368, 131005, 131031, 131042, 131045, 131048, 132001, 132007, 132015, 132016, 132068, 132069],
    ...range(200, 299),
    ...range(133000, 133016),
  ],
  rate: [4, 80007, 130429, 131056],
  recipient: [130472, 130497, 131021, 131026, 131049, 131050],
  message: [100, 131008, 131009, 131047, 131051, 131052, 131053, 131062, 132000, 132005, 132012],
  retry: [1, 2, 131000, 131016, 131057],
});

/** Code for more than one message to one user in about six seconds. */
const PAIR_RATE = 131056;

/** Translates an error of the Cloud API. The HTTP status only counts if the code is unknown. */
export function answerOfWhatsApp(reply: Answered): Answer {
  const { code, message, error_data: data } = objectIn(objectIn(reply.json).error);
  if (typeof code !== 'number') return answerByStatus(reply);
  const details = textIn(objectIn(data).details) ?? textIn(message) ?? '';
  const fault = FAULTS.get(code);
  const words = `${code}: ${details}${code === 131047 ? '. After 24 hours, use content.whatsappTemplate' : ''}`;
  if (!fault) return answerByStatus(reply, words);
  const answer = answerByClass(fault, reply, `WhatsApp answered ${words}`, undeliveredBy(code));
  return code === PAIR_RATE && answer.type === 'busy' ? { ...answer, isOfRecipient: true } : answer;
}

/**
 * Returns the effect of an error on the recipient, in an answer or a `failed` status. 131026 is vague, so it doesn't
 * suppress the number immediately. A country that the account can't reach (130497) doesn't affect the number.
 */
export function undeliveredBy(code: number): Undelivered {
  if (code === 131050) return { status: 'unsubscribed' };
  if (code === 131021) return { status: 'bounced', isPermanent: true };
  return code === 131026 ? { status: 'bounced', isPermanent: false } : { status: 'failed' };
}

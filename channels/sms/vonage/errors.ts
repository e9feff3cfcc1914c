import type { Undelivered } from '../../../journey/people/report-effects.ts';
import { type FaultClass, tabulateFaults } from '../../fault-class.ts';

/** `status` of the SMS API, which answers 200 to everything. */
export const SMS_FAULTS = tabulateFaults({
  rate: [1, 10],
  message: [2, 3, 12],
  setup: [4, 8, 9, 11, 14, 15],
  unknown: [5],
  recipient: [6, 7],
});

/** Codes of the Messages API, in answers and in status callbacks. */
export const MESSAGES_FAULTS = tabulateFaults({
  rate: [1000],
  message: [1010, 1020, 1021, 1022, 1090, 1130],
  unknown: [1030, 1100],
  recipient: [1040, 1050],
  setup: [1060, 1070, 1080, 1120],
});

/** `status` of the SMS API's answers. A number can be unroutable (6) for a while; a barred one (7) stays barred. */
export function undeliveredByStatus(status: number): Undelivered {
  return status === 6 || status === 7 ? { status: 'bounced', isPermanent: status === 7 } : { status: 'failed' };
}

/** `err-code` of the SMS API's receipts, another list than its `status`. */
export function undeliveredByReceipt(code: number): Undelivered {
  if ([3, 4, 9, 14].includes(code)) return { status: 'bounced', isPermanent: true };
  return [2, 7, 8].includes(code) ? { status: 'bounced', isPermanent: false } : { status: 'failed' };
}

/** Code of an answer or a status callback of the Messages API. 1040 can also mean a malformed message. */
export function undeliveredByMessage(code: number): Undelivered {
  if (code === 1050) return { status: 'bounced', isPermanent: true };
  return code === 1040 ? { status: 'bounced', isPermanent: false } : { status: 'failed' };
}

/** Returns the code at the end of an error's `type`: `https://developer.vonage.com/api-errors/messages#1050`. */
export const codeIn = (type: string): number => Number(/#?(\d{4})$/.exec(type)?.[1] ?? 0);

export const faultOfMessage = (code: number): FaultClass | undefined => MESSAGES_FAULTS.get(code);

import { type FaultClass, tabulateFaults } from '../../fault-class.ts';
import type { CallbackReport } from '../../provider.ts';

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

type Undelivered = Pick<CallbackReport, 'status' | 'isPermanent'>;

/** `err-code` of the SMS API's receipts, another list than its `status`. */
export function undeliveredByReceipt(code: number): Undelivered {
  if ([3, 4, 9, 14].includes(code)) return { status: 'bounced', isPermanent: true };
  return [2, 7, 8].includes(code) ? { status: 'bounced', isPermanent: false } : { status: 'failed' };
}

/** Code of a status callback of the Messages API. 1040 can also mean a malformed message. */
export function undeliveredByMessage(code: number): Undelivered {
  if (code === 1050) return { status: 'bounced', isPermanent: true };
  return code === 1040 ? { status: 'bounced', isPermanent: false } : { status: 'failed' };
}

/** Returns the code at the end of an error's `type`: `https://developer.vonage.com/api-errors/messages#1050`. */
export const codeIn = (type: string): number => Number(/#?(\d{4})$/.exec(type)?.[1] ?? 0);

export const faultOfMessage = (code: number): FaultClass | undefined => MESSAGES_FAULTS.get(code);

import { callProvider, knowsNothing, objectIn, reasonOf, textIn } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Ask } from '../../provider.ts';
import { reportOfResend } from './callbacks.ts';

export interface ResendAskPorts {
  readonly outbound: Outbound;
  readonly apiUrl: string;
  readonly apiKey: string;
}

/** Creates a function that reads an email by its ID: https://resend.com/docs/api-reference/emails/retrieve-email. */
export const createResendAsk =
  ({ outbound, apiUrl, apiKey }: ResendAskPorts): Ask =>
  async (id) => {
    const url = `${apiUrl}/emails/${encodeURIComponent(id)}`;
    const reply = await callProvider(outbound, { method: 'GET', url, headers: { authorization: `Bearer ${apiKey}` } });
    if (reply.type !== 'answered') return { type: 'busy', reason: reply.reason };
    if (knowsNothing(reply)) return { type: 'answered', reports: [] };
    const { last_event: given, to } = objectIn(reply.json);
    const event = textIn(given);
    if (reply.status !== 200 || event === undefined)
      return { type: 'busy', reason: reasonOf(`answered ${reply.status}: ${reply.text}`) };
    // the answer doesn't say why an email bounced, so it never suppresses an address permanently
    const report = reportOfResend(
      { type: `email.${event}`, data: { email_id: id, ...(to !== undefined && { to }) } },
      `asked:${id}:${event}`,
    );
    return { type: 'answered', reports: report && report.status !== 'accepted' ? [report] : [] };
  };

import { incomingOf } from '../../api/callbacks/incoming.ts';
import type { Asked } from '../../channels/ask.ts';
import type { Sql } from '../../store/base/sql.ts';
import { storeCallbacks } from '../../store/callbacks/callbacks.ts';
import { claimToAsk, type MessageToAsk, noteUnasked } from '../../store/messages/to-ask.ts';

export interface AskOutcomesPorts {
  readonly sql: Sql;
  readonly asks: readonly Asked[];
  /** Called when callbacks have been stored. */
  readonly ring: () => void;
  readonly log: { warn(about: object, message: string): void };
}

/** Maximum messages of a provider per round. With a round every 10 s, a worker asks each provider 3 times a second. */
const ROUND = 30;

/**
 * Creates the job that asks providers about messages without a final report, since callbacks get lost. Stores and
 * applies their answers like the lost callbacks. Skips a busy provider until the next round.
 */
export const createAskOutcomes =
  ({ sql, asks, ring, log }: AskOutcomesPorts) =>
  async (): Promise<void> => {
    for (const asked of asks) {
      const messages = await claimToAsk(sql, { ...asked, atMost: ROUND });
      const left = await askAbout(sql, asked, messages, log);
      for (const message of left) await noteUnasked(sql, message);
      if (messages.length > left.length) ring();
    }
  };

/** Asks about messages. Returns the messages without an answer. */
async function askAbout(
  sql: Sql,
  { channel, provider, ask }: Asked,
  messages: readonly MessageToAsk[],
  log: AskOutcomesPorts['log'],
): Promise<readonly MessageToAsk[]> {
  for (const [index, { workspace, key, providerId }] of messages.entries()) {
    const answer = await ask(providerId);
    if (answer.type === 'busy') {
      log.warn({ channel, provider, reason: answer.reason }, 'a provider doesn’t answer questions about its messages');
      return messages.slice(index);
    }
    const reports = answer.reports.map((report) => ({ ...report, key, isAsked: true }));
    await storeCallbacks(sql, { workspace, channel, provider }, incomingOf(reports, []));
  }
  return [];
}

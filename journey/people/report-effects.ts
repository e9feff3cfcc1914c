import type { SuppressionReason } from './suppression.ts';

/** The parts of a provider's report that can change what its recipient gets in future. */
interface Report {
  readonly kind: string;
  /** The address will never accept messages. */
  readonly permanent?: boolean | undefined;
}

/**
 * How a failed delivery affects the recipient, from the provider's answer or a later callback. `failed`: no effect.
 */
export interface Undelivered {
  readonly status: 'failed' | 'bounced' | 'unsubscribed';
  /** For `bounced`: the address is dead. */
  readonly isPermanent?: boolean;
}

/** Changes something for the recipient. */
export type ReportEffect =
  | { readonly type: 'suppress'; readonly reason: Extract<SuppressionReason, 'hard-bounce' | 'complaint'> }
  /** The bounce counts: after several, the address is suppressed for a while. */
  | { readonly type: 'count-soft-bounce' }
  /** The recipient says no to the message's topic or, if it has none, to the channel. */
  | { readonly type: 'withdraw' };

/** Returns what a report about a message changes for its recipient (case M2). Undefined for most reports. */
export function effectOfReport({ kind, permanent = false }: Report): ReportEffect | undefined {
  switch (kind) {
    case 'bounced':
      return permanent ? { type: 'suppress', reason: 'hard-bounce' } : { type: 'count-soft-bounce' };
    case 'complained':
      return { type: 'suppress', reason: 'complaint' };
    case 'unsubscribed':
      return { type: 'withdraw' };
    default:
      return undefined;
  }
}

import type { NodeId } from '../../base/ids.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { type Channel, isMessageChannel, type Outcome } from '../../delivery/channel.ts';
import type { Effect } from '../../engine/apply.ts';
import { expiryIn } from '../../engine/send-terms.ts';
import { nodeAt, type Version } from '../../engine/version.ts';
import { findRecipientBar } from '../../people/recipient.ts';
import type { Undelivered } from '../../people/report-effects.ts';
import type { Instant } from '../../time/time.ts';
import { type EnginePass, recipientOf } from '../state/pass.ts';
import type { Answering, Delivered } from '../world.ts';

/** Renders a node's message for one user, from the current profile and context. */
export type Write = (version: Version, node: NodeId, reader: Reader) => Written;

interface Reader {
  readonly userId: string;
  readonly profile: JsonObject;
  readonly context: JsonObject;
  readonly now: Instant;
}

type Written =
  | { readonly ok: true; readonly to: string; readonly content: { readonly template: string } }
  | {
      readonly ok: false;
      readonly reason: string;
      /** True if the template has ended the message by `abort`. */
      readonly isAborted?: true;
    };

/** Creates providers that take messages, and answer as a scenario or a rehearsal says. */
export function createProviders(passes: readonly EnginePass[], write: Write) {
  const delivered: Delivered[] = [];
  const answers = new Map<Channel, Answering>();

  return { deliver, delivered, answers };

  function deliver(one: EnginePass, { channel, node, visit }: Effect, now: Instant): Settled | Busy {
    const barred = barredBy(one, node, visit, now);
    if (barred) return barred;
    const { profile } = one.person;
    const written = write(one.version, node, { userId: one.user, profile, context: one.context, now });
    if (!written.ok) return settleUnwritten(written, channel);
    const answer = answers.get(channel) ?? { type: 'accepted' };
    if (answer.type === 'rejected') {
      const { type: _, reason: detail, ...rejected } = answer;
      return { ...rejected, outcome: 'failed', detail };
    }
    if (answer.type === 'busy') return { ...answer, type: 'busy' };
    const { to } = written;
    const { template, ...content } = written.content;
    const pass = passes.indexOf(one);
    delivered.push({ user: one.user, pass, channel, node, visit, template, to, content: content as JsonObject });
    return { outcome: 'sent', response: answer.response };
  }
}

/** A message that its own template has ended is suppressed, as `activities/send.ts` does. */
const settleUnwritten = ({ reason, isAborted }: Extract<Written, { ok: false }>, channel: Channel): Settled => ({
  outcome: isAborted && isMessageChannel(channel) ? 'suppressed' : 'failed',
  detail: reason,
});

/** Returns why a message isn't sent, by the checks of the claim and of the last gate. */
function barredBy(one: EnginePass, node: NodeId, visit: number, now: Instant): Settled | undefined {
  const { instance, version, context, person } = one;
  const expiry = expiryIn(version, { node, visit }, { arrivedAt: instance.arrivedAt, context });
  if (expiry !== undefined && now > expiry) return { outcome: 'expired', detail: 'its time to be sent had passed' };
  const at = nodeAt(version, node);
  if (at.type !== 'message') return undefined;
  const bar = findRecipientBar({ ...recipientOf(person), now }, at, version.document.phoneCountry);
  return bar && { outcome: bar.outcome, detail: bar.detail };
}

/** An answer after which the send is tried again. */
export interface Busy {
  readonly type: 'busy';
  readonly reason: string;
  readonly status?: number;
  readonly response?: JsonValue;
}

export interface Settled {
  readonly outcome: Outcome;
  readonly detail?: string | undefined;
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
  readonly undelivered?: Undelivered | undefined;
}

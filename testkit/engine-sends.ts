import { WRITINGS, type Written } from '../activities/send.ts';
import { createWrite } from '../activities/write.ts';
import { createRenderer } from '../channels/templates.ts';
import type { Channel, Outcome } from '../journey/channel.ts';
import type { Effect } from '../journey/engine/apply.ts';
import { nodeAt } from '../journey/engine/version.ts';
import type { JsonObject, JsonValue } from '../journey/json.ts';
import { addressOf, hasConsent } from '../journey/profile.ts';
import type { Instant } from '../journey/time.ts';
import type { EnginePass } from './engine-pass.ts';
import type { Answering, Delivered } from './world.ts';

/** Writes messages as the product does, and hands them to providers that answer as they are told to. */
export function createEngineSends(passes: readonly EnginePass[]) {
  const delivered: Delivered[] = [];
  const answers = new Map<Channel, Answering>();
  const write = createWrite(createRenderer());

  return { send, delivered, answers };

  function send(one: EnginePass, { channel, node, visit }: Effect, now: Instant): Settled {
    const { profile } = one.person;
    const at = nodeAt(one.version, node);
    if (at.type === 'message' && !at.transactional && !hasConsent(profile, channel)) return { outcome: 'suppressed' };
    if (at.type === 'message' && addressOf(profile, channel) === undefined) return { outcome: 'unreachable' };
    const { id: instance, workspace, person, journey, version } = one.instance;
    const written = patiently(() =>
      write(
        one.version,
        { type: 'send', channel, node, visit, instance, workspace, person, journey, version },
        { is: 'claimed', now, userId: one.user, profile, context: one.context, attempt: 1 },
      ),
    );
    if (!written.ok) return { outcome: 'failed', detail: written.reason };
    const answer = answers.get(channel) ?? { type: 'accepted' };
    if (answer.type === 'rejected') return { ...answer, outcome: 'failed', detail: answer.reason };
    const { to } = written;
    const { template, ...content } = written.content;
    const pass = passes.indexOf(one);
    delivered.push({ user: one.user, pass, channel, node, visit, template, to, content: content as JsonObject });
    return { outcome: 'sent', response: answer.response };
  }
}

/** What took too long is tried again, as the activity is. */
function patiently(writing: () => Written): Written {
  let written = writing();
  for (let nth = 1; nth < WRITINGS && !written.ok && written.isLate; nth += 1) written = writing();
  return written;
}

export interface Settled {
  readonly outcome: Outcome;
  readonly detail?: string | undefined;
  readonly status?: number | undefined;
  readonly response?: JsonValue | undefined;
}

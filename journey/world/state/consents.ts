import { type Channel, isMessageChannel } from '../../delivery/channel.ts';
import type { ConsentSaid } from '../../people/consent.ts';
import { effectOfReport } from '../../people/report-effects.ts';
import { normalizedAddressOf, SOFT_BOUNCES, type Suppression } from '../../people/suppression.ts';
import { type Instant, instant } from '../../time/time.ts';
import type { EnginePerson, EngineWorkspace } from './pass.ts';

/** Stores what a user says. A field that is left out stays as it is. */
export function say(person: EnginePerson, { channel, topic: about, state, pausedUntil }: ConsentSaid): void {
  const topic = about ?? null;
  const before = person.consents.find((each) => each.channel === channel && each.topic === topic);
  person.consents = [
    ...person.consents.filter((each) => each !== before),
    {
      channel,
      topic,
      state: state ?? before?.state ?? null,
      pausedUntil: pausedUntil === undefined ? (before?.pausedUntil ?? null) : pausedUntil,
    },
  ];
}

interface Reported {
  readonly kind: string;
  readonly permanent?: boolean | undefined;
  readonly channel: Channel;
  readonly topic: string | null;
}

/**
 * Applies what a report about a message means for its recipient. Returns what the recipient has said with it, which is
 * recorded as events.
 */
export function applyReport(person: EnginePerson, report: Reported, now: Instant): ConsentSaid | undefined {
  const { channel, topic } = report;
  const effect = effectOfReport(report);
  if (!effect || !isMessageChannel(channel)) return undefined;
  if (effect.type === 'withdraw') return { channel, ...(topic !== null && { topic }), state: 'no' };
  const address = normalizedAddressOf(person.profile, channel);
  if (address === undefined) return undefined;
  const { workspace } = person;
  if (effect.type === 'suppress') suppress(workspace, { channel, address, reason: effect.reason, until: null });
  else if (countSoftBounce(workspace, `${channel}/${address}`, now))
    suppress(workspace, { channel, address, reason: 'soft-bounces', until: instant(now + SOFT_BOUNCES.forMs) });
  return undefined;
}

export function suppress(workspace: EngineWorkspace, suppression: Suppression): void {
  workspace.suppressions = [...workspace.suppressions, suppression];
}

function countSoftBounce({ softBounces }: EngineWorkspace, of: string, now: Instant): boolean {
  softBounces.push({ of, at: now });
  return (
    softBounces.filter((each) => each.of === of && each.at > now - SOFT_BOUNCES.withinMs).length >= SOFT_BOUNCES.most
  );
}

import type { Effect } from '../../engine/apply.ts';
import { openPause } from '../../engine/pauses.ts';
import { expiryIn, type SendTerms, termsOf } from '../../engine/send-terms.ts';
import type { Version } from '../../engine/version.ts';
import { eventOfOutcome, messageProperties } from '../../events/message-events.ts';
import type { Undelivered } from '../../people/report-effects.ts';
import { settledAt } from '../../time/punctual.ts';
import { type Instant, inMs, instant } from '../../time/time.ts';
import type { createEngineRoad } from '../road/road.ts';
import { applyReport } from '../state/consents.ts';
import type { createEngineDue } from '../state/due.ts';
import { type EnginePass, takeSlot } from '../state/pass.ts';
import { acceptConsents } from './consents.ts';
import type { createProviders, Settled } from './providers.ts';

interface Surroundings {
  now(): Instant;
  versions(): readonly Version[];
  readonly road: Pick<ReturnType<typeof createEngineRoad>, 'accept' | 'nextPosition'>;
  readonly due: Pick<ReturnType<typeof createEngineDue>, 'later' | 'never'>;
  readonly providers: Pick<ReturnType<typeof createProviders>, 'deliver'>;
}

/** Creates the sends of a world: tries, tries again and settles them, like the activity `send`. */
export function createEngineSends({ now, versions, road, due, providers }: Surroundings) {
  return { issueSends, retrySend };

  /** Issues a decision's effects. A send of an earlier visit is not tried again. */
  function issueSends(one: EnginePass, effects: readonly Effect[]): void {
    if (effects.length > 0 || one.instance.exit || one.retrying?.visit !== one.instance.visit) dropRetry(one);
    for (const effect of effects) trySend(one, effect);
  }

  /**
   * Hands a message to its provider. If the provider is busy, tries again when its answer changes, and for the last
   * time when the node gives up or the message expires.
   */
  function trySend(one: EnginePass, effect: Effect) {
    const { instance, version, context } = one;
    const answer = providers.deliver(one, effect, now());
    if (!('type' in answer)) return settleSend(one, effect, answer);
    const { giveUpAfter } = termsOf(version, effect.node);
    const givesUpAt = instance.arrivedAt + inMs(giveUpAfter);
    if (now() >= givesUpAt)
      return settleSend(one, effect, { ...answer, outcome: 'failed', detail: `gave up: ${answer.reason}` });
    const expiry = expiryIn(version, effect, { arrivedAt: instance.arrivedAt, context });
    one.retrying = effect;
    const lastAt = instant(Math.min(givesUpAt, expiry === undefined ? givesUpAt : expiry + 1));
    due.later('send', instance.id, lastAt, () => retrySend(one));
  }

  /** Tries again the send that waits, or hands it back to its node in a pause. */
  function retrySend(one: EnginePass) {
    const { retrying, instance, journey } = one;
    dropRetry(one);
    if (!retrying || retrying.visit !== instance.visit || instance.exit) return;
    if (instance.pausedAt === null && openPause(journey.pauses) === undefined) trySend(one, retrying);
    else settleSend(one, retrying, { outcome: 'look-again' });
  }

  function dropRetry(one: EnginePass) {
    if (one.retrying) due.never('send', one.instance.id);
    one.retrying = undefined;
  }

  /** Records the outcome for the next decision, takes a slot of the frequency caps, and announces the result. */
  function settleSend(one: EnginePass, { node, visit }: Effect, settled: Settled | { readonly outcome: 'look-again' }) {
    const {
      outcome,
      detail = null,
      status = null,
      response = null,
    } = { detail: null, status: null, response: null, ...settled };
    const position = road.nextPosition();
    one.rows.push({ type: 'outcome', at: now(), position, node, visit, outcome, detail, status, response });
    const { channel, tags, topic, template, counts } = termsOf(one.version, node);
    const about = messageProperties({ ...one.instance, instance: one.instance.id, node, visit, channel }, template);
    if (outcome === 'sent' && counts) {
      const at = settledAt(one.instance.arrivedAt, now());
      takeSlot(one, { key: String(about.key), channel, tags, topic, at });
    }
    if (outcome === 'look-again') return;
    const event = eventOfOutcome(channel, outcome);
    if (event && versions().some(({ mentioned }) => mentioned.includes(event)))
      road.accept([{ user: one.user, event, properties: { ...about, outcome, detail } }]);
    if ('undelivered' in settled && settled.undelivered && outcome === 'failed')
      blameRecipient(one, { channel, topic, undelivered: settled.undelivered });
  }

  /** Applies the effects of a provider's answer on the recipient. */
  function blameRecipient(one: EnginePass, { undelivered, ...about }: Blame): void {
    const { status: kind, isPermanent: permanent } = undelivered;
    const said = applyReport(one.person, { ...about, kind, permanent }, now());
    if (said) acceptConsents({ ...one, road }, [said], 'callback');
  }
}

interface Blame extends Pick<SendTerms, 'channel' | 'topic'> {
  readonly undelivered: Undelivered;
}

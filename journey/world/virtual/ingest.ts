import { NodeId } from '../../base/ids.ts';
import { normalizeAddress } from '../../delivery/address.ts';
import { addressKindOf } from '../../delivery/channels/address-of.ts';
import { termsOf } from '../../engine/send-terms.ts';
import { messageProperties } from '../../events/message-events.ts';
import { ENTER_EVENT, engagementEvent } from '../../events/own-events.ts';
import { applyReport, suppress } from '../state/consents.ts';
import { takesEntries } from '../state/journey.ts';
import { acceptConsents } from '../steps/consents.ts';
import type { VirtualWorld } from '../world.ts';
import { type Engine, settle } from './engine.ts';

/** Creates the part of a world that takes what services and providers report: events, entries and engagement. */
export function createEngineIngest(engine: Engine) {
  const { state, road, entries, providers } = engine;
  return {
    async tell(told) {
      road.accept(told);
      settle(engine);
    },
    async enter(user, journey, properties) {
      const version = state.runningOf(journey);
      if (takesEntries(state.journeyOf(journey), state.clock)) {
        const event = road.record({ user, event: ENTER_EVENT, properties: { ...properties, $journey: journey } });
        entries.admit(user, version, event, { onMeet: 'refuse' });
        road.announce(user, event);
      }
      settle(engine);
    },
    async engage(user, what, kind, { permanent = false } = {}) {
      const message = providers.delivered.findLast(
        (each) => each.user === user && (each.template === what || each.node === what),
      );
      const one = message && state.passes[message.pass];
      if (!one) throw new Error(`${user} has got no message "${what}"`);
      const about = { ...one.instance, ...message, instance: one.instance.id, node: NodeId.parse(message.node) };
      const properties = { ...messageProperties(about, message.template), ...(kind === 'bounced' && { permanent }) };
      road.accept([{ user, event: engagementEvent(kind), properties }]);
      const { channel, topic } = termsOf(one.version, about.node);
      const said = applyReport(one.person, { kind, permanent, channel, topic }, state.clock);
      if (said) acceptConsents({ ...one, road }, [said], 'callback');
      settle(engine);
    },
    async consent(user, changes) {
      acceptConsents({ user, person: state.personOf(user), road }, changes, 'api');
      settle(engine);
    },
    async suppress(channel, address) {
      const normalized = normalizeAddress(addressKindOf(channel), address);
      if (normalized === undefined) throw new Error(`${address} is no address`);
      suppress(state.workspace, { channel, address: normalized, reason: 'manual', until: null });
    },
    async setPolicies(policies) {
      state.workspace.policies = { ...state.workspace.policies, ...policies };
    },
  } satisfies Pick<VirtualWorld, 'tell' | 'enter' | 'engage' | 'consent' | 'suppress' | 'setPolicies'>;
}

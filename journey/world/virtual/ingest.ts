import { NodeId } from '../../base/ids.ts';
import { messageProperties } from '../../events/message-events.ts';
import { ENTER_EVENT, engagementEvent } from '../../events/own-events.ts';
import { takesEntries } from '../state/journey.ts';
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
        entries.admit(user, version, event, { isAsked: true });
        road.announce(user, event);
      }
      settle(engine);
    },
    async engage(user, what, kind) {
      const message = providers.delivered.findLast(
        (each) => each.user === user && (each.template === what || each.node === what),
      );
      const one = message && state.passes[message.pass];
      if (!one) throw new Error(`${user} has got no message "${what}"`);
      const about = { ...one.instance, ...message, instance: one.instance.id, node: NodeId.parse(message.node) };
      road.accept([{ user, event: engagementEvent(kind), properties: messageProperties(about, message.template) }]);
      settle(engine);
    },
  } satisfies Pick<VirtualWorld, 'tell' | 'enter' | 'engage'>;
}

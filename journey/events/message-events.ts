import { type InstanceId, type JourneyId, type NodeId, sendKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Channel, Outcome } from '../delivery/channel.ts';
import { MESSAGE_FAILED, MESSAGE_SENT } from './own-events.ts';

/** Events about messages (design.md §8): the outcome of a send, and what its recipient did. */

/** Outcomes that are events. Recorded only if a running journey names them. */
export const OUTCOME_EVENTS = [MESSAGE_SENT, MESSAGE_FAILED] as const;

/** Returns the event for an outcome; undefined for outcomes without one. Webhooks and activities aren't messages. */
export function eventOfOutcome(channel: Channel, outcome: Outcome): (typeof OUTCOME_EVENTS)[number] | undefined {
  if (channel === 'webhook' || channel === 'activity') return undefined;
  if (outcome === 'sent') return MESSAGE_SENT;
  return outcome === 'failed' || outcome === 'unknown' || outcome === 'expired' ? MESSAGE_FAILED : undefined;
}

interface SendOf {
  readonly instance: InstanceId;
  readonly node: NodeId;
  readonly visit: number;
  readonly channel: Channel;
  readonly journey: JourneyId;
  readonly version: number;
}

/** Returns the properties of every event about a message. `key` identifies the send. */
export const messageProperties = (
  { instance, node, visit, channel, journey, version }: SendOf,
  template: string,
): JsonObject => ({ key: sendKey(instance, node, visit), node, visit, channel, template, journey, version, instance });

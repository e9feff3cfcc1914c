import { type InstanceId, type NodeId, sendKey } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import type { Channel, Outcome } from '../delivery/channel.ts';
import { MESSAGE_FAILED, MESSAGE_SENT } from './own-events.ts';

/** Messages on the one road (design.md §8): what became of a send, and what its receiver did with it. */

/** Outcomes that are events: recorded where a running journey names them, since nobody else could hear of them. */
export const OUTCOME_EVENTS = [MESSAGE_SENT, MESSAGE_FAILED] as const;

/** The others call nobody's attention; and what a webhook or an activity does is no message. */
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
  readonly journey: string;
  readonly version: number;
}

/** What every event about a message says of it. `key` tells sends apart. */
export const messageProperties = (
  { instance, node, visit, channel, journey, version }: SendOf,
  template: string,
): JsonObject => ({ key: sendKey(instance, node, visit), node, visit, channel, template, journey, version, instance });

import type { JsonObject } from '../base/json.ts';
import type { MessageChannel } from '../delivery/channel.ts';

/** Creates a node whose message tests a channel. It belongs to no journey. */
export const createTrialMessage = (channel: MessageChannel, content: JsonObject): JsonObject => ({
  ...{ type: 'message', channel, content },
});

import type { AddressKind } from '../address.ts';
import type { MessageChannel } from '../channel.ts';
import type { MessageChannelDefinition } from './define.ts';
import { MESSAGE_CHANNELS } from './index.ts';

const definitionOf = (channel: MessageChannel): MessageChannelDefinition => MESSAGE_CHANNELS[channel];

/** Returns the trait that holds a user's address for a channel; null if the channel needs none. */
export const addressTraitOf = (channel: MessageChannel): string | null => definitionOf(channel).address;

/** Returns how addresses of a channel are compared. */
export const addressKindOf = (channel: MessageChannel): AddressKind => definitionOf(channel).addressKind ?? 'exact';

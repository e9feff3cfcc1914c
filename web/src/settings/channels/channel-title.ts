import { MESSAGE_CHANNELS } from '../../../../journey/delivery/channels/index';
import { words } from '../../words';

const TITLES: Readonly<Record<string, { readonly title: string }>> = MESSAGE_CHANNELS;

/** Returns a channel's display name. */
export const titleOf = (channel: string): string => TITLES[channel]?.title ?? words.channels.titles[channel] ?? channel;

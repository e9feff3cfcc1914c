import { MESSAGE_CHANNELS } from '../../../../journey/delivery/channels/index';
import { words } from '../../words';

const TITLES: Readonly<Record<string, { readonly title: string }>> = MESSAGE_CHANNELS;

/** Returns a channel's name for people. */
export const titleOf = (channel: string): string => TITLES[channel]?.title ?? words.channels.titles[channel] ?? channel;

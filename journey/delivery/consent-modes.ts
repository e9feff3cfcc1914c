import { z } from 'zod';
import { MessageChannel } from './channel.ts';
import type { MessageChannelDefinition } from './channels/define.ts';
import { MESSAGE_CHANNELS } from './channels/index.ts';

/** A channel that is `opt-in` needs a yes before a message is sent, one that is `opt-out` only the absence of a no. */
export const CONSENT_MODES = ['opt-in', 'opt-out'] as const;
export type ConsentMode = (typeof CONSENT_MODES)[number];

/** Channels with the consent that they need. A channel that isn't named is as its definition says. */
export type ConsentModes = Readonly<Partial<Record<MessageChannel, ConsentMode>>>;

/** Returns the consent that a channel needs in a workspace. */
export function consentModeOf(modes: ConsentModes, channel: MessageChannel): ConsentMode {
  const { consent }: MessageChannelDefinition = MESSAGE_CHANNELS[channel];
  return modes[channel] ?? consent ?? 'opt-out';
}

const mode = z.enum(CONSENT_MODES).optional();

export const ConsentModes = z
  .strictObject(
    Object.fromEntries(MessageChannel.options.map((channel) => [channel, mode])) as Record<MessageChannel, typeof mode>,
  )
  .meta({
    id: 'ConsentModes',
    description:
      '`opt-in`: nothing is sent without a yes. `opt-out`: unless there is a no. Default: `opt-in` for WhatsApp, else `opt-out`.',
  });

import { z } from 'zod';
import { MessageChannel } from './channel.ts';
import type { MessageChannelDefinition } from './channels/define.ts';
import { MESSAGE_CHANNELS } from './channels/index.ts';

/** An `opt-in` channel sends only after a yes. An `opt-out` channel sends unless there is a no. */
export const CONSENT_MODES = ['opt-in', 'opt-out'] as const;
export type ConsentMode = (typeof CONSENT_MODES)[number];

/** Consent modes by channel. A channel that isn't named has the mode in its definition. */
export type ConsentModes = Readonly<Partial<Record<MessageChannel, ConsentMode>>>;

/** Returns a channel's consent mode in a workspace. */
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
      '`opt-in`: messages are sent only after a yes. `opt-out`: messages are sent unless there is a no. Default: `opt-in` for WhatsApp, `opt-out` for other channels.',
  });

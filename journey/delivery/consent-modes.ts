import { z } from 'zod';
import { MessageChannel } from './channel.ts';

/** A channel that is `opt-in` needs a yes before a message is sent, one that is `opt-out` only the absence of a no. */
export const CONSENT_MODES = ['opt-in', 'opt-out'] as const;
export type ConsentMode = (typeof CONSENT_MODES)[number];

/** Channels with the consent that they need. A channel that isn't named is `opt-out`. */
export type ConsentModes = Readonly<Partial<Record<MessageChannel, ConsentMode>>>;

const mode = z.enum(CONSENT_MODES).optional();

export const ConsentModes = z
  .strictObject(
    Object.fromEntries(MessageChannel.options.map((channel) => [channel, mode])) as Record<MessageChannel, typeof mode>,
  )
  .meta({
    id: 'ConsentModes',
    description: '`opt-in`: nothing is sent without a yes. `opt-out`: unless there is a no.',
  });

import type { MessageChannel } from '../journey/delivery/channel.ts';
import type { Outbound } from './outbound.ts';
import type { Ask } from './provider.ts';
import type { ChosenProvider } from './providers.ts';

/** A provider in use that can be asked about messages. */
export interface Asked {
  readonly channel: MessageChannel;
  readonly provider: string;
  readonly ask: Ask;
}

/** Creates the functions that ask the providers in use about messages. Leaves out providers that can't be asked. */
export const createAsks = (
  providers: readonly ChosenProvider[],
  { trusted }: { readonly trusted: Outbound },
): readonly Asked[] =>
  providers.flatMap(({ provider: { channel, name, createAsk }, given }) =>
    createAsk ? [{ channel, provider: name, ask: createAsk(given, { trusted, now: Date.now }) }] : [],
  );

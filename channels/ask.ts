import type { MessageChannel } from '../journey/delivery/channel.ts';
import type { Outbound } from './outbound.ts';
import type { Ask } from './provider.ts';
import type { ChosenProvider } from './providers.ts';

/** A chosen provider that can be asked. */
export interface Asked {
  readonly channel: MessageChannel;
  readonly provider: string;
  readonly ask: Ask;
}

/** Creates what asks the chosen providers, as far as they can be asked. */
export const createAsks = (
  providers: readonly ChosenProvider[],
  { trusted }: { readonly trusted: Outbound },
): readonly Asked[] =>
  providers.flatMap(({ provider: { channel, name, createAsk }, given }) =>
    createAsk ? [{ channel, provider: name, ask: createAsk(given, { trusted, now: Date.now }) }] : [],
  );

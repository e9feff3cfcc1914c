import { trimSlashes } from '../journey/base/trim-slashes.ts';
import type { MessageChannel } from '../journey/delivery/channel.ts';
import type { Outbound } from './outbound.ts';
import type { Callbacks } from './provider.ts';
import type { ChosenProvider } from './providers.ts';

/** Finds the reader of a provider's callbacks; undefined if the provider isn't chosen, or makes none. */
export type FindCallbacks = (channel: string, provider: string) => Callbacks | undefined;

/** Returns the path of the URL that a provider calls. */
const callbackPath = (channel: MessageChannel, provider: string): string => `/v1/callbacks/${channel}/${provider}`;

/** Returns a function for the URLs that providers call; each is undefined without the API's URL. */
export const callbackUrls =
  (publicUrl: string | undefined) =>
  (channel: MessageChannel, provider: string): string | undefined =>
    publicUrl === undefined ? undefined : `${trimSlashes(publicUrl)}${callbackPath(channel, provider)}`;

interface CallbackClients {
  readonly trusted: Outbound;
  /** For URLs that a caller names. */
  readonly outbound?: Outbound;
  readonly publicUrl: string | undefined;
}

/** Creates the readers of all chosen providers, also of providers that only take over from another one. */
export function createCallbackReaders(
  providers: readonly ChosenProvider[],
  { trusted, outbound, publicUrl }: CallbackClients,
): FindCallbacks {
  const urlOf = callbackUrls(publicUrl);
  const readers = new Map<string, Callbacks>(
    providers.flatMap(({ provider: { channel, name, createCallbacks }, given }) => {
      if (!createCallbacks) return [];
      const callbackUrl = urlOf(channel, name);
      const guarded = outbound && { outbound };
      const means = { trusted, ...guarded, now: Date.now, ...(callbackUrl !== undefined && { callbackUrl }) };
      return [[`${channel}/${name}`, createCallbacks(given, means)] as const];
    }),
  );
  return (channel, provider) => readers.get(`${channel}/${provider}`);
}

import { z } from 'zod';
import { list, text } from '../base/bounded.ts';
import { isObject } from '../base/json.ts';
import type { Flaw } from '../base/refusal.ts';
import { CHANNELS, type Channel } from './channel.ts';
import { LEAST_RATE, MOST_RATE } from './rate.ts';

const MOST_PROVIDERS = 20;
const MOST_WEIGHT = 1_000;
const MOST_BURST = 10_000;

/** Settings of a channel's provider. The environment has the defaults and the credentials. */
export const ProviderSettings = z
  .strictObject({
    name: text(40, { min: 1 }).describe('Name of the provider, as in `SMS_PROVIDER`'),
    isEnabled: z.boolean().describe('False: the provider gets no messages'),
    weight: z
      .int()
      .min(0)
      .max(MOST_WEIGHT)
      .describe(
        'Share of messages that go to this provider first. 0: it only gets messages that the others can’t send.',
      ),
    perSecond: z
      .number()
      .min(LEAST_RATE)
      .max(MOST_RATE)
      .nullable()
      .optional()
      .describe('Messages per second for all workers together. Null: no limit. Default: `<CHANNEL>_PER_SECOND`.'),
    burst: z
      .int()
      .min(1)
      .max(MOST_BURST)
      .optional()
      .describe(
        'Messages that can be sent at once after a pause. With the default of 1, no second has more than `perSecond` messages.',
      ),
  })
  .meta({ id: 'ProviderSettings' });
export type ProviderSettings = z.infer<typeof ProviderSettings>;

/** Providers, in the order Sojourn tries them. A provider that isn't listed comes last, with weight 0. */
const OfChannel = z.strictObject({ providers: list(ProviderSettings, MOST_PROVIDERS, 1) });

/** Settings that operators change while workers run. A channel that isn't named uses the environment's settings. */
export const ChannelsSettings = z
  .strictObject(Object.fromEntries(CHANNELS.map((channel) => [channel, OfChannel.optional()])) as ByChannel)
  .meta({ id: 'ChannelsSettings', description: 'Order, weights, limits and switches of providers, by channel' });
type ByChannel = Record<Channel, z.ZodOptional<typeof OfChannel>>;
export type ChannelsSettings = z.infer<typeof ChannelsSettings>;

/** A provider's settings as far as this release knows them: a limit that it can't read counts as none. */
const { name, isEnabled, weight, perSecond, burst } = ProviderSettings.shape;
const StoredProvider = z.object({
  ...{ name, isEnabled, weight: weight.catch(1) },
  ...{ perSecond: perSecond.catch(undefined), burst: burst.catch(undefined) },
});

/**
 * Reads stored settings. During an upgrade, a newer release may have written some that this one doesn't know. The rest
 * counts all the same, so that no disabled provider gets messages from the old workers.
 */
export function readStoredChannels(stored: unknown): ChannelsSettings {
  const read = ChannelsSettings.safeParse(stored);
  if (read.success) return read.data;
  if (!isObject(stored)) return {};
  return Object.fromEntries(
    CHANNELS.flatMap((channel) => {
      const all = isObject(stored[channel]) ? stored[channel].providers : undefined;
      const known = Array.isArray(all) ? all.flatMap((each) => StoredProvider.safeParse(each).data ?? []) : [];
      return known.length > 0 ? [[channel, { providers: known }]] : [];
    }),
  );
}

/** Returns the flaws that the schema can't detect: unknown and repeated names, and weights that add up to 0. */
export function findChannelFlaws(
  settings: ChannelsSettings,
  namesOf: (channel: Channel) => readonly string[],
): readonly Flaw[] {
  return CHANNELS.flatMap((channel) => {
    const providers = settings[channel]?.providers ?? [];
    const names = namesOf(channel);
    const flaws = providers.flatMap(({ name }, index): readonly Flaw[] => {
      const path = `${channel}.providers.${index}.name`;
      if (!names.includes(name))
        return [{ path, message: `unknown provider "${name}"`, fix: `give one of ${names.join(', ')}` }];
      const isRepeated = providers.findIndex((each) => each.name === name) < index;
      return isRepeated ? [{ path, message: `"${name}" is listed twice`, fix: 'list each provider once' }] : [];
    });
    const enabled = providers.filter(({ isEnabled }) => isEnabled);
    const hasNoWeight = enabled.length > 0 && enabled.every(({ weight }) => weight === 0);
    if (!hasNoWeight) return flaws;
    const fix = 'give at least one enabled provider a weight from 1';
    return [...flaws, { path: `${channel}.providers`, message: 'the weights add up to 0', fix }];
  });
}

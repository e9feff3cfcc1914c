import type { Device } from '../../journey/delivery/device.ts';
import type { Adapter, Pacing } from '../port.ts';

/** Tokens of APNs are hexadecimal. Tokens of FCM have other characters, too. */
const APNS_TOKEN = /^[0-9a-f]{64,400}$/i;

/** Returns the provider that a device's token is from. */
export const providerOf = ({ provider, address }: Pick<Device, 'provider' | 'address'>): string =>
  provider ?? (APNS_TOKEN.test(address) ? 'apns' : 'fcm');

/**
 * Creates one adapter of several, each of which knows the tokens it issued. Which one a message takes depends on the
 * device alone: a token of one provider means nothing to another.
 */
export function createByDeviceAdapter(adapters: readonly [Adapter, ...Adapter[]]): Adapter {
  const [first] = adapters;
  const isAtMostOnce = adapters.some(({ delivery }) => delivery === 'at-most-once');
  return {
    ...first,
    provider: adapters.map(({ provider }) => provider).join(', '),
    promiseOf: (name) => adapters.find(({ provider }) => provider === name),
    health: () => adapters.flatMap((adapter) => adapter.health?.() ?? []),
    pacing: () => addPacings(adapters.flatMap((adapter) => adapter.pacing?.() ?? [])),
    delivery: isAtMostOnce ? 'at-most-once' : first.delivery,
    async deliver(parcel, handingOver) {
      const wanted = providerOf({ provider: parcel.device?.provider ?? null, address: parcel.to });
      const adapter = adapters.find(({ provider }) => provider === wanted);
      if (adapter) return adapter.deliver(parcel, handingOver);
      return { type: 'rejected', reason: `the token is one of ${wanted}, which PUSH_PROVIDER doesn’t name` };
    },
    close: async () => {
      await Promise.all(adapters.map((adapter) => adapter.close?.()));
    },
  };
}

/** A device's message waits for its own provider, so the channel is held only if all of them are. */
function addPacings(pacings: readonly Pacing[]): Pacing {
  const limits = pacings.flatMap(({ perSecond }) => perSecond ?? []);
  return {
    perSecond: limits.length === 0 ? undefined : limits.reduce((sum, perSecond) => sum + perSecond, 0),
    isHeld: pacings.every(({ isHeld }) => isHeld),
    atProvider: pacings.reduce((sum, { atProvider }) => sum + atProvider, 0),
  };
}

import type { Adapter, Answer, Parcel } from '../port.ts';
import { type Guard, type GuardOptions, guardProvider } from './guard.ts';

export interface RouteOptions extends Pick<GuardOptions, 'probeAfterMs' | 'onChange'> {
  /** In the order in which they are tried. At least one. */
  readonly adapters: readonly [Adapter, ...Adapter[]];
}

/**
 * Creates an adapter over the providers of one channel. A message goes to another provider only if the one before
 * certainly doesn't have it. After an ambiguous answer, or if a worker died during the hand-over, it stays with the
 * provider that may have it (`boundTo`). The provider that gets a message decides what is promised.
 */
export function createRoute({ adapters, ...options }: RouteOptions): Adapter {
  const [first, ...others] = adapters;
  const guards = new Map(adapters.map((adapter) => [adapter.provider, guardProvider(adapter, options)]));
  const names = [...guards.keys()];
  const isOne = others.length === 0;

  /** Tells who gets the message before they do, for providers that don't tell when the hand-over begins. */
  async function handTo({ adapter, deliver }: Guard, parcel: Parcel, handingOver?: HandingOver): Promise<Answer> {
    const { provider, announcesHandOver } = adapter;
    if (!handingOver) return deliver(parcel);
    if (!announcesHandOver && !isOne) await handingOver(provider);
    return deliver(parcel, announcesHandOver ? () => handingOver(provider) : undefined);
  }

  /** A device's token is of use only to the provider that issued it. */
  function guardsFor({ boundTo, device }: Parcel): readonly Guard[] {
    const only = guards.get(device?.provider ?? '') ? device?.provider : boundTo;
    const inOrder = only ? [only] : names;
    return inOrder.flatMap((name) => guards.get(name) ?? []);
  }

  return {
    channel: first.channel,
    provider: names.join(', '),
    delivery: weakestOf(adapters),
    perSecond: first.perSecond,
    ...(adapters.some(({ isByDevice }) => isByDevice) && { isByDevice: true }),
    announcesHandOver: isOne ? first.announcesHandOver === true : true,
    promiseOf: (provider) => guards.get(provider)?.adapter,
    health: () => [...guards.values()].map((guard) => guard.health()),

    async deliver(parcel, handingOver) {
      const answers: Answer[] = [];
      for (const guard of guardsFor(parcel)) {
        const answer = guard.waitMs() > 0 ? guard.holding() : await handTo(guard, parcel, handingOver);
        if (!mayFailOver(answer)) return answer;
        answers.push(answer);
      }
      return combineAnswers(answers);
    },

    async close() {
      await Promise.all(adapters.map((adapter) => adapter.close?.()));
    },
  };
}

type HandingOver = NonNullable<Parameters<Adapter['deliver']>[1]>;

const DELIVERIES = ['at-most-once', 'at-least-once', 'honours-keys'] as const satisfies readonly Adapter['delivery'][];

const weakestOf = (adapters: readonly Adapter[]): Adapter['delivery'] =>
  DELIVERIES.find((delivery) => adapters.some((adapter) => adapter.delivery === delivery)) ?? 'at-most-once';

/** Returns whether the provider certainly doesn't have the message, and another may take it. */
const mayFailOver = (answer: Answer): boolean =>
  answer.type === 'misconfigured' || (answer.type === 'busy' && answer.ambiguous !== true);

/**
 * Returns one answer for a message that no provider took. It waits for the provider that is ready first. It is
 * `misconfigured` only if all of them are.
 */
function combineAnswers(answers: readonly Answer[]): Answer {
  const reason = answers.flatMap((answer) => ('reason' in answer ? [answer.reason] : [])).join('; ');
  if (answers.length === 0)
    return { type: 'misconfigured', reason: 'the provider that may have it is no longer chosen' };
  if (answers.every(({ type }) => type === 'misconfigured')) return { type: 'misconfigured', reason };
  const busy = answers.flatMap((answer) => (answer.type === 'busy' ? [answer] : []));
  const waits = busy.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  const status = busy.find((answer) => answer.status !== undefined)?.status;
  return {
    type: 'busy',
    reason,
    ...(waits.length === busy.length && { retryAfterMs: Math.min(...waits) }),
    ...(status !== undefined && { status }),
  };
}

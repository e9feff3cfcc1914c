import type { ProviderSettings } from '../../journey/delivery/channel-settings.ts';
import { beginTurn, createLocalTurns, createPace, type Limit, type Pace, type TakeTurns, WAITS } from '../pace.ts';
import type { Adapter, Answer, Pacing, Parcel } from '../port.ts';
import { applySettings, orderProviders } from './choose.ts';
import { type Guard, type GuardOptions, guardProvider } from './guard.ts';

export interface RouteOptions extends GuardOptions {
  /** At least one adapter, in the order of the environment. */
  readonly adapters: readonly [Adapter, ...Adapter[]];
  /** Order, weights, limits and switches that an operator has set. Called for each message. */
  readonly settings?: () => readonly ProviderSettings[] | undefined;
  /** Returns the source of a provider's turns, which all workers share. Default: turns of this process. */
  readonly turnsOf?: (provider: string) => TakeTurns;
  readonly onFailure?: (cause: unknown) => void;
}

interface Stop {
  readonly guard: Guard;
  readonly pace: Pace;
}

/**
 * Creates an adapter over the providers of one channel. A message goes to another provider only if the one before
 * certainly doesn't have it. After an ambiguous answer, or a worker's crash during the hand-over, it stays with the
 * provider that may have it (`boundTo`). The guarantee is that of the provider that gets the message.
 */
export function createRoute({ adapters, settings = () => undefined, ...options }: RouteOptions): Adapter {
  const [first, ...others] = adapters;
  const names = adapters.map(({ provider }) => provider);
  const settingsNow = () => applySettings(names, settings());
  const limitNow = (adapter: Adapter) => limitOf(adapter, settingsNow());
  const stops = new Map(adapters.map((adapter) => [adapter.provider, createStop(adapter, options, limitNow)]));
  const isOne = others.length === 0;
  const isDisabled = (name: string) => settingsNow().some((each) => each.name === name && !each.isEnabled);
  const enabledStops = () => settingsNow().flatMap(({ name, isEnabled }) => (isEnabled && stops.get(name)) || []);
  // a worker's crash while a message waits for its turn must not make its outcome ambiguous
  const isInDoubt =
    first.delivery !== 'honours-keys' && (options.turnsOf !== undefined || first.perSecond !== undefined);
  const announces = !isOne || isInDoubt;

  /** Returns the answer of a provider that takes no messages now: it is disabled, or held after failures. */
  function answerOfIdle({ guard }: Stop): Answer | undefined {
    if (isDisabled(guard.adapter.provider)) return disabledAnswer(guard.adapter.provider);
    return guard.waitMs() > 0 ? guard.holding() : undefined;
  }

  async function handTo(stop: Stop, parcel: Parcel, handingOver: HandingOver = async () => {}): Promise<Answer> {
    const { guard, pace } = stop;
    const { provider, announcesHandOver } = guard.adapter;
    const turn = await pace.turn(parcel.isUrgent === true);
    if (!turn) return WAITS;
    const idle = answerOfIdle(stop);
    if (idle) return idle;
    const announce = () => handingOver(provider);
    if (announces && !announcesHandOver) await announce();
    if (!(await beginTurn(pace, turn))) return WAITS;
    return guard.deliver(parcel, announcesHandOver ? announce : undefined);
  }

  async function tryStop(name: string, parcel: Parcel, handingOver?: HandingOver): Promise<Answer | undefined> {
    const stop = stops.get(name);
    return stop && (answerOfIdle(stop) ?? handTo(stop, parcel, handingOver));
  }

  /** Only the provider that issued a device's token can use it. */
  function chooseNames({ boundTo, device, key }: Parcel): readonly string[] {
    const only = stops.has(device?.provider ?? '') ? device?.provider : boundTo;
    return only ? [only] : orderProviders(settingsNow(), key);
  }

  return {
    channel: first.channel,
    provider: names.join(', '),
    delivery: weakestOf(adapters),
    ...(adapters.some(({ isByDevice }) => isByDevice) && { isByDevice: true }),
    announcesHandOver: announces || first.announcesHandOver === true,
    promiseOf: (provider) => stops.get(provider)?.guard.adapter,
    health: () => [...stops.values()].map(({ guard }) => guard.health()),
    pacing: () => pacingOf(enabledStops()),

    async deliver(parcel, handingOver) {
      const answers: Answer[] = [];
      for (const name of chooseNames(parcel)) {
        const answer = await tryStop(name, parcel, handingOver);
        if (answer && !mayFailOver(answer)) return answer;
        if (answer) answers.push(answer);
      }
      return combineAnswers(answers, parcel);
    },

    async close() {
      await Promise.all(adapters.map((adapter) => adapter.close?.()));
    },
  };
}

type HandingOver = NonNullable<Parameters<Adapter['deliver']>[1]>;

function createStop(
  adapter: Adapter,
  { turnsOf = createLocalTurns, onFailure, ...options }: Omit<RouteOptions, 'adapters' | 'settings'>,
  limitNow: (adapter: Adapter) => Limit | undefined,
): Stop {
  const take = turnsOf(adapter.provider);
  const pace = createPace({ take, limit: () => limitNow(adapter), ...(onFailure && { onFailure }) });
  return { guard: guardProvider(adapter, options), pace };
}

/** Returns a provider's limit from the settings, or its default. */
export function limitOf(
  { provider, perSecond: byDefault }: Pick<Adapter, 'provider' | 'perSecond'>,
  settings: readonly ProviderSettings[],
): Limit | undefined {
  const { perSecond = byDefault ?? null, burst = 1 } = settings.find(({ name }) => name === provider) ?? {};
  return perSecond === null ? undefined : { perSecond, burst };
}

/** Adds up the limits of a channel's providers. A provider without a limit counts as a worker's number of slots. */
function pacingOf(enabled: readonly Stop[]): Pacing {
  const limits = enabled.flatMap(({ pace }) => pace.limit() ?? []);
  const unlimited = (enabled.length - limits.length) * UNLIMITED;
  return {
    perSecond: limits.length === 0 ? undefined : limits.reduce((sum, { perSecond }) => sum + perSecond, unlimited),
    isHeld: enabled.every(({ guard }) => guard.waitMs() > 0),
    atProvider: enabled.reduce((sum, { guard }) => sum + guard.atProvider(), 0),
  };
}
const UNLIMITED = 100;

/** Returns the answer while an operator has disabled the providers: messages wait without failing. */
const waitWhileDisabled = (reason: string): Answer => ({
  ...{ type: 'busy', reason, isQueued: true, retryAfterMs: DISABLED_MS },
});
const DISABLED_MS = 5_000;
const disabledAnswer = (name: string): Answer =>
  waitWhileDisabled(`${name} is disabled, and no other provider can send the message`);

const DELIVERIES = ['at-most-once', 'at-least-once', 'honours-keys'] as const satisfies readonly Adapter['delivery'][];

const weakestOf = (adapters: readonly Adapter[]): Adapter['delivery'] =>
  DELIVERIES.find((delivery) => adapters.some((adapter) => adapter.delivery === delivery)) ?? 'at-most-once';

/** Returns whether the provider certainly doesn't have the message, and another may take it. */
const mayFailOver = (answer: Answer): boolean =>
  answer.type === 'misconfigured' || (answer.type === 'busy' && answer.ambiguous !== true && answer.isQueued !== true);

/**
 * Returns one answer for a message that no provider took. The message waits for the provider that is ready first. The
 * answer is `misconfigured` only if all providers are.
 */
function combineAnswers(answers: readonly Answer[], { channel, boundTo }: Parcel): Answer {
  const reason = answers.flatMap((answer) => ('reason' in answer ? [answer.reason] : [])).join('; ');
  if (answers.length === 0 && boundTo)
    return { type: 'misconfigured', reason: 'the provider that may have the message is no longer set up' };
  if (answers.length === 0) return waitWhileDisabled(`all providers of ${channel} are disabled`);
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

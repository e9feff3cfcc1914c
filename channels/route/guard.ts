import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult } from 'cockatiel';
import { createMeter } from '../meter.ts';
import type { Adapter, Answer, Parcel, ProviderFault, ProviderHealth } from '../port.ts';

/** Faults in a row after which a provider is held. */
const FAULTS_IN_A_ROW = 5;
/** How long a held provider rests before one message tests it. */
export const PROBE_AFTER_MS = 30_000;
const MOST_FAULTS = 20;
/** Longest rest that a provider can ask for. */
const LONGEST_REST_MS = 3_600_000;

export interface GuardOptions {
  readonly probeAfterMs?: number;
  /** Called when the state changes. */
  readonly onChange?: (health: ProviderHealth) => void;
  /** Called with the first of consecutive answers that the provider is misconfigured. */
  readonly onMisconfigured?: (provider: string, reason: string) => void;
}

/** A provider with its circuit breaker. */
export interface Guard {
  readonly adapter: Adapter;
  /** Milliseconds until the provider takes messages again. 0: it takes messages now. */
  waitMs(): number;
  /** The answer for a message that the provider can't take now. */
  holding(): Answer;
  /** @throws whatever the adapter throws */
  deliver(parcel: Parcel, handingOver?: () => Promise<void>): Promise<Answer>;
  health(): ProviderHealth;
  /** Messages that the provider hasn't answered yet. */
  atProvider(): number;
}

/**
 * Guards a provider with a circuit breaker: after several faults in a row it is held, and one message at a time tests
 * it. A provider that only asks Sojourn to slow down rests for the time it asks for.
 */
export function guardProvider(
  adapter: Adapter,
  { probeAfterMs = PROBE_AFTER_MS, onChange = () => {}, onMisconfigured = () => {} }: GuardOptions = {},
): Guard {
  const meter = createMeter();
  const breaker = circuitBreaker(handleWhenResult(isFault), {
    breaker: new ConsecutiveBreaker(FAULTS_IN_A_ROW),
    halfOpenAfter: probeAfterMs,
  });
  const { provider, delivery } = adapter;
  let faults: readonly ProviderFault[] = [];
  let restsUntil = 0;
  let heldSince: number | undefined;
  let probeAt = 0;
  let wasMisconfigured = false;
  let shown: ProviderHealth['state'] = 'working';
  let since = Date.now();
  let last: Extract<Answer, { type: ProviderFault['type'] }> = { type: 'busy', reason: 'not tried yet' };

  const stateNow = (): ProviderHealth['state'] => {
    if (heldSince !== undefined) return 'held';
    return restsUntil > Date.now() ? 'resting' : 'working';
  };
  const health = (): ProviderHealth => {
    const state = stateNow();
    if (state !== shown) {
      shown = state;
      since = Date.now();
    }
    const until = Math.max(restsUntil, heldSince === undefined ? 0 : probeAt);
    return {
      ...{ provider, delivery, state, since, reason: state === 'working' ? null : last.reason, faults },
      ...(state !== 'working' && { until }),
      perSecond: meter.perSecond(),
    };
  };
  const noteChange = () => {
    const before = shown;
    const after = health();
    if (after.state !== before) onChange(after);
  };
  breaker.onBreak(() => {
    heldSince ??= Date.now();
    probeAt = Date.now() + probeAfterMs;
  });
  breaker.onReset(() => {
    heldSince = undefined;
  });

  const noteConfiguration = (answer: Answer) => {
    if (answer.type === 'misconfigured' && !wasMisconfigured) onMisconfigured(provider, answer.reason);
    wasMisconfigured = answer.type === 'misconfigured';
  };
  const note = (answer: Answer) => {
    noteConfiguration(answer);
    if (answer.type === 'accepted' || answer.type === 'rejected' || isOfRecipient(answer)) return;
    last = answer;
    faults = addFault(faults, answer);
    if (answer.type === 'busy' && isPause(answer))
      restsUntil = Date.now() + Math.min(LONGEST_REST_MS, answer.retryAfterMs ?? 0);
  };

  const waitMs = () => {
    const rest = Math.max(0, restsUntil - Date.now());
    if (breaker.state === CircuitState.Closed) return rest;
    // one message is testing it
    if (breaker.state === CircuitState.HalfOpen) return Math.max(rest, PROBE_MS);
    return Math.max(rest, probeAt - Date.now());
  };
  const holding = (): Answer =>
    last.type === 'misconfigured'
      ? { type: 'misconfigured', reason: `${provider} is held: ${last.reason}` }
      : { type: 'busy', reason: `${provider} is held: ${last.reason}`, retryAfterMs: waitMs() };

  return {
    adapter,
    waitMs,
    holding,
    health,
    atProvider: meter.underWay,
    async deliver(parcel, handingOver) {
      try {
        return await breaker.execute(async () => {
          const answer = await meter.during(() => adapter.deliver(parcel, handingOver));
          note(answer);
          return answer;
        });
      } catch (fault) {
        if (fault instanceof BrokenCircuitError) return holding();
        throw fault;
      } finally {
        noteChange();
      }
    },
  };
}
const PROBE_MS = 1_000;

/** Returns whether a mailbox, a number or a device is busy, but not the provider. */
const isOfRecipient = (answer: Answer): boolean => answer.type === 'busy' && answer.isOfRecipient === true;

/** A provider that names a time is running and asks for a pause because of its limit, which isn't a fault. */
const isPause = (answer: Extract<Answer, { type: 'busy' }>): boolean =>
  answer.ambiguous !== true && answer.retryAfterMs !== undefined;

const isFault = (value: unknown): boolean => {
  const answer = value as Answer; // the breaker runs nothing else
  if (answer.type === 'busy') return !isOfRecipient(answer) && !isPause(answer) && answer.status !== 429;
  return answer.type === 'misconfigured';
};

/** Adds a fault at the front. A repeat of the latest fault increases its count. */
function addFault(
  faults: readonly ProviderFault[],
  { type, reason }: Pick<ProviderFault, 'type' | 'reason'>,
): readonly ProviderFault[] {
  const now = Date.now();
  const [latest, ...rest] = faults;
  return latest?.type === type && latest.reason === reason
    ? [{ ...latest, to: now, count: latest.count + 1 }, ...rest]
    : [{ type, reason, from: now, to: now, count: 1 }, ...faults].slice(0, MOST_FAULTS);
}

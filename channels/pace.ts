import type { AskedTurns, TakenTurns } from '../journey/delivery/turns.ts';
import type { Meter } from './meter.ts';
import type { Adapter, ProviderHealth } from './port.ts';

/** A provider's limit. Any second has at most `perSecond` messages; with a burst, up to `burst - 1` more. */
export interface Limit {
  readonly perSecond: number;
  /** Messages that may go at the same moment after a quiet time. */
  readonly burst: number;
}

export type TakeTurns = (asked: AskedTurns) => Promise<TakenTurns>;

/** The right to hand over one message at its time. */
export interface Turn {
  /** Waits until its time. Resolves to false if its time has passed, so that another turn is needed. */
  begin(): Promise<boolean>;
}

export interface Pace {
  readonly limit: () => Limit | undefined;
  /**
   * Resolves shortly before the caller's turn: urgent callers first, then in order. The caller prepares the hand-over,
   * then waits for `begin`. Resolves to undefined after `PATIENCE_MS`.
   */
  turn(isUrgent: boolean): Promise<Turn | undefined>;
}

/** How late a turn may be used. A process that stands still for longer takes another one. */
const LATE_MS = 40;
/**
 * Length of a second of the limit: longer by the time that a turn may be late, and by a margin, since calls take
 * different times to arrive.
 */
const SECOND_MS = 1000 + LATE_MS + 10;
/** Turns are taken for this long ahead, so that a fast provider doesn't need a statement for each message. */
const STOCK_MS = 200;
/** Longest time ahead for which turns are taken, so that a changed limit holds soon. */
const HORIZON_MS = 500;
/** Longest time before its turn at which a caller learns of it: a worker's crash leaves these messages in doubt. */
const MOST_LEAD_MS = 150;
/** How long a message may hold its claim while it waits for its turn. */
export const PATIENCE_MS = 20_000;
/** Wait before another try if turns can't be taken. */
const RETRY_MS = 500;

export interface PaceOptions {
  readonly take: TakeTurns;
  /** Read for every turn. Undefined: no limit. */
  readonly limit: () => Limit | undefined;
  readonly onFailure?: (cause: unknown) => void;
}

interface Slot {
  readonly opens: number;
  readonly closes: number;
}

/** Creates the queue of one worker for one provider. */
export function createPace({ take, limit, onFailure = () => {} }: PaceOptions): Pace {
  const queue = createQueue();
  const clock = createClock();
  let isRunning = false;
  const lead = createLead();
  let aheadMs = 0;

  async function takeStock({ perSecond, burst }: Limit, wanted: number): Promise<readonly Slot[]> {
    const everyMs = SECOND_MS / perSecond;
    const count = Math.min(wanted, Math.max(burst, Math.floor(STOCK_MS / everyMs), 1));
    const soonest = aheadMs;
    const asked = performance.now();
    const { now, first, count: taken } = await take({ count, everyMs, burst, aheadMs, horizonMs: HORIZON_MS });
    const received = performance.now();
    clock.compare(now, asked, received);
    const early = (burst - 1) * everyMs;
    if (taken === 0) await sleep(Math.min(HORIZON_MS, Math.max(1, first - early - now - HORIZON_MS)));
    const tripMs = received - asked;
    aheadMs = tripMs > LATE_MS / 2 ? Math.min(HORIZON_MS / 2, 2 * tripMs) : 0;
    return Array.from({ length: taken }, (_, nr) => {
      const opens = clock.toLocal(Math.max(now + soonest, first + nr * everyMs - early));
      return { opens, closes: opens + LATE_MS };
    });
  }

  async function use(slots: readonly Slot[]): Promise<void> {
    for (const { opens, closes } of slots) {
      const left = opens - lead.ms() - performance.now();
      if (left > 0) await sleep(Math.ceil(left));
      if (performance.now() <= closes) queue.serveNext({ begin: beginAt({ opens, closes }) });
    }
  }

  function beginAt({ opens, closes }: Slot): Turn['begin'] {
    const served = performance.now();
    return async () => {
      lead.note(performance.now() - served);
      const left = opens - performance.now();
      if (left > 0) await sleep(Math.ceil(left));
      return performance.now() <= closes;
    };
  }

  const takeOrWait = (set: Limit, wanted: number): Promise<readonly Slot[]> =>
    takeStock(set, wanted).catch(async (cause: unknown) => {
      onFailure(cause);
      await sleep(RETRY_MS);
      return [];
    });

  async function serve(): Promise<void> {
    let next: Promise<readonly Slot[]> | undefined;
    while (queue.length() > 0) {
      const set = limit();
      if (!set) {
        queue.serveAll(FREE);
        return;
      }
      const slots = await (next ?? takeOrWait(set, queue.length()));
      // taken while these are used, so that a slow database doesn't leave turns out
      const left = queue.length() - slots.length;
      next = left > 0 && slots.length > 0 ? takeOrWait(set, left) : undefined;
      await use(slots);
    }
  }

  function run(): void {
    if (isRunning) return;
    isRunning = true;
    void serve().finally(() => {
      isRunning = false;
      if (queue.length() > 0) run();
    });
  }

  return {
    limit,
    async turn(isUrgent) {
      if (!limit()) return FREE;
      const turn = queue.wait(isUrgent);
      run();
      return turn;
    },
  };
}

const FREE: Turn = { begin: async () => true };

/** Learns how long before its turn a caller has to know of it, from how long callers took to prepare. */
function createLead() {
  let usualMs = 0;
  return {
    ms: () => Math.min(MOST_LEAD_MS, 2 * usualMs),
    note(tookMs: number) {
      usualMs += (tookMs - usualMs) / 8;
    },
  };
}

type Waiting = (turn: Turn | undefined) => void;

/** Callers that wait for a turn. */
function createQueue() {
  const urgent: Waiting[] = [];
  const others: Waiting[] = [];
  return {
    length: () => urgent.length + others.length,
    serveNext: (turn: Turn) => (urgent.shift() ?? others.shift())?.(turn),
    serveAll(turn: Turn) {
      for (const serve of [...urgent.splice(0), ...others.splice(0)]) serve(turn);
    },
    wait: (isUrgent: boolean) =>
      new Promise<Turn | undefined>((resolve) => {
        const lane = isUrgent ? urgent : others;
        const serve: Waiting = (turn) => {
          clearTimeout(timer);
          resolve(turn);
        };
        const timer = setTimeout(() => {
          const index = lane.indexOf(serve);
          if (index >= 0) lane.splice(index, 1);
          resolve(undefined);
        }, PATIENCE_MS);
        lane.push(serve);
      }),
  };
}

/**
 * Translates instants of another machine's clock. Each answer says that its instant lies between the question and the
 * answer; the intersection of all of them is close to the truth, however slow single answers are.
 */
function createClock() {
  let offset: number | undefined;
  return {
    compare(now: number, asked: number, received: number) {
      const [least, most] = [now - received, now - asked];
      offset = Math.min(most, Math.max(least, offset ?? (least + most) / 2));
    },
    toLocal: (instant: number) => instant - (offset ?? 0),
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Creates a source of turns for one process. Used where nothing is shared with other workers. */
export function createLocalTurns(): TakeTurns {
  let last = Number.NEGATIVE_INFINITY;
  return async ({ count, everyMs, burst, aheadMs, horizonMs }) => {
    const now = performance.now();
    const first = Math.max(last + everyMs, now + aheadMs);
    const fits = Math.floor((now + horizonMs - first) / everyMs) + burst;
    const taken = Math.max(0, Math.min(count, fits));
    if (taken > 0) last = first + (taken - 1) * everyMs;
    return { now, first, count: taken };
  };
}

/** Waits until a turn begins, or until one more if it has passed. Resolves to false if that one doesn't come either. */
export const beginTurn = async (pace: Pick<Pace, 'turn'>, turn: Turn): Promise<boolean> =>
  (await turn.begin()) || ((await (await pace.turn(true))?.begin()) ?? false);

/** Wraps an adapter so that its messages keep the pace. Transactional messages go first. */
export function paceAdapter(adapter: Adapter, pace: Pace, meter: Meter): Adapter {
  const { perSecond: _, ...rest } = adapter;
  const { provider, delivery } = adapter;
  return {
    ...rest,
    pacing: () => ({ perSecond: pace.limit()?.perSecond, isHeld: false, atProvider: meter.underWay() }),
    health: (): readonly ProviderHealth[] => [
      { provider, delivery, state: 'working', since: STARTED, reason: null, faults: [], perSecond: meter.perSecond() },
    ],
    async deliver(parcel, handingOver) {
      const turn = await pace.turn(parcel.isUrgent === true);
      if (!turn || !(await beginTurn(pace, turn))) return WAITS;
      return meter.during(() => adapter.deliver(parcel, handingOver));
    },
  };
}
const STARTED = Date.now();

/** The answer for a message whose turn hasn't come. */
export const WAITS = { type: 'busy', reason: 'it waits for its turn', retryAfterMs: 1_000, isQueued: true } as const;

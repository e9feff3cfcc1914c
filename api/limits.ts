import { isIPv6 } from 'node:net';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { WorkspaceId } from '../journey/base/ids.ts';
import { type Denial, deny } from './problem.ts';

/** Rate limits of one process. 0 turns a limit off. */
export interface LimitOptions {
  /** Requests per second from one address. */
  readonly perAddress: number;
  /** Requests per second with one key, or by one signed-in person. */
  readonly perKey: number;
  /** Events per second of one user in a workspace. */
  readonly perUser: number;
  /** Calls per minute from one address without a valid key. */
  readonly wrongKeysPerMinute: number;
  /** Test messages that one key or signed-in person can send per hour, counted by address. Default: 0. */
  readonly testsPerHour?: number;
}

export const NO_LIMITS: LimitOptions = { perAddress: 0, perKey: 0, perUser: 0, wrongKeysPerMinute: 0 };

/** Per-second limits are averaged over this window, so that short bursts pass. */
const WINDOW_SECONDS = 10;
const HOUR_SECONDS = 3_600;

export interface Limits {
  /** Counts a request of this address. */
  readonly address: Limit;
  /** Counts a request of this key or person. */
  readonly key: Limit;
  /** Counts a call from an address before its key is checked. `giveBack` undoes the count for a valid key. */
  readonly stranger: Limit;
  /**
   * Counts the events of a batch per user, all or none. A user may exceed the limit once per window, so that a large
   * batch passes in the end; a user already over the limit waits for the next window.
   */
  countEvents(workspace: WorkspaceId, events: ReadonlyMap<string, number>): Promise<Denial | undefined>;
  /** Counts test messages of a key. */
  countTests(key: string, count: number): Promise<Denial | undefined>;
}

interface Limit {
  /** Counts one call. Undefined if the limit is off. */
  take(name: string): Promise<Allowance | undefined>;
  /** Returns the denial of a call once the limit has been passed, without counting it. */
  check(name: string): Promise<Denial | undefined>;
  giveBack(name: string): void;
}

export interface Allowance {
  /** The `RateLimit-*` headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set once the limit is reached. */
  readonly denial?: Denial;
}

export function createLimits(options: LimitOptions): Limits {
  const { perAddress, perKey, perUser, wrongKeysPerMinute, testsPerHour = 0 } = options;
  const tests = createCounter(testsPerHour, HOUR_SECONDS);
  const users = createCounter(perUser * WINDOW_SECONDS, WINDOW_SECONDS);
  return {
    address: createLimit(perAddress * WINDOW_SECONDS, WINDOW_SECONDS, 'this address has sent', 'requests'),
    key: createLimit(perKey * WINDOW_SECONDS, WINDOW_SECONDS, 'this key has sent', 'requests'),
    stranger: createLimit(wrongKeysPerMinute, 60, 'this address has sent', 'requests without a valid key'),
    async countEvents(workspace, events) {
      if (!users) return undefined;
      const counted: [string, number][] = [];
      for (const [user, count] of events) {
        const name = `${workspace}/${user}`;
        const now = await users.penalty(name, count);
        counted.push([name, count]);
        if (now.consumedPoints - count < users.points) continue;
        for (const each of counted) void users.reward(...each);
        return denyOverLimit(users, now, `user "${user.slice(0, 100)}" has sent`, 'events');
      }
      return undefined;
    },
    async countTests(key, count) {
      if (!tests) return undefined;
      const now = await tests.penalty(key, count);
      return now.consumedPoints > tests.points
        ? denyOverLimit(tests, now, 'this key has sent', 'test messages')
        : undefined;
    },
  };
}

/** Returns the name that an address is counted under. All addresses of an IPv6 /64 network count as one caller. */
export function addressName(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return `${[...before, ...Array.from({ length: gap }, () => '0'), ...after].slice(0, 4).join(':')}::/64`;
}

const createCounter = (points: number, duration: number): RateLimiterMemory | undefined =>
  points > 0 ? new RateLimiterMemory({ points, duration }) : undefined;

function createLimit(points: number, duration: number, whoDid: string, what: string): Limit {
  const counts = createCounter(points, duration);
  return {
    async take(name) {
      if (!counts) return undefined;
      const now = await counts.penalty(name);
      const headers = headersOf(counts, now);
      return now.consumedPoints > points ? { headers, denial: denyOverLimit(counts, now, whoDid, what) } : { headers };
    },
    async check(name) {
      const now = await counts?.get(name);
      return counts && now && now.consumedPoints > points ? denyOverLimit(counts, now, whoDid, what) : undefined;
    },
    giveBack: (name) => void counts?.reward(name),
  };
}

const headersOf = ({ points, duration }: RateLimiterMemory, now: RateLimiterRes): Record<string, string> => ({
  'RateLimit-Limit': String(points),
  'RateLimit-Remaining': String(Math.max(0, now.remainingPoints)),
  'RateLimit-Reset': String(secondsIn(now)),
  'RateLimit-Policy': `${points};w=${duration}`,
});

const secondsIn = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));

const denyOverLimit = (counts: RateLimiterMemory, now: RateLimiterRes, whoDid: string, what: string): Denial =>
  deny(
    'rate-limited',
    `${whoDid} more than ${counts.points} ${what} in ${counts.duration} seconds`,
    `wait ${secondsIn(now)} s, then send the same request again`,
    { headers: { ...headersOf(counts, now), 'Retry-After': String(secondsIn(now)) } },
  );

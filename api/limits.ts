import { isIPv6 } from 'node:net';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { type Denial, deny } from './problem.ts';

/** Limits of one process. 0 switches a limit off. */
export interface LimitOptions {
  /** Requests a second from one address. */
  readonly perAddress: number;
  /** Requests a second by one key, or by one person who is signed in. */
  readonly perKey: number;
  /** Events a second of one user of a workspace. */
  readonly perUser: number;
  /** Calls a minute from one address that turn out to have no valid key. */
  readonly wrongKeysPerMinute: number;
}

export const NO_LIMITS: LimitOptions = { perAddress: 0, perKey: 0, perUser: 0, wrongKeysPerMinute: 0 };

/** Limits a second are averaged over a window, so that a burst is no offense. */
const WINDOW_SECONDS = 10;

export interface Limits {
  /** Counts a request of this address. */
  readonly address: Limit;
  /** Counts a request of this key or person. */
  readonly key: Limit;
  /** Counts a call of an address whose key isn't known yet; `giveBack` takes the count back once it is. */
  readonly stranger: Limit;
  /**
   * Counts events of users, all or none. A user may go over the limit once in a window, so that no batch is too large for
   * ever; whoever is over it already waits for the next window.
   */
  countEvents(workspace: string, events: ReadonlyMap<string, number>): Promise<Denial | undefined>;
}

interface Limit {
  /** Undefined where there is no limit. */
  take(name: string): Promise<Allowance | undefined>;
  giveBack(name: string): void;
}

export interface Allowance {
  /** `RateLimit-*`, as most clients read them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set once the limit is reached. */
  readonly denial?: Denial;
}

export function createLimits({ perAddress, perKey, perUser, wrongKeysPerMinute }: LimitOptions): Limits {
  const users = counter(perUser * WINDOW_SECONDS, WINDOW_SECONDS);
  return {
    address: limit(perAddress * WINDOW_SECONDS, WINDOW_SECONDS, 'this address has sent', 'requests'),
    key: limit(perKey * WINDOW_SECONDS, WINDOW_SECONDS, 'this key has sent', 'requests'),
    stranger: limit(wrongKeysPerMinute, 60, 'this address has sent', 'requests without a valid key'),
    async countEvents(workspace, events) {
      if (!users) return undefined;
      const counted: [string, number][] = [];
      for (const [user, count] of events) {
        const name = `${workspace}/${user}`;
        const now = await users.penalty(name, count);
        counted.push([name, count]);
        if (now.consumedPoints - count < users.points) continue;
        for (const each of counted) void users.reward(...each);
        return limited(users, now, `user "${user.slice(0, 100)}" has sent`, 'events');
      }
      return undefined;
    },
  };
}

/** What a caller's address counts as: an IPv6 network of 64 bits is one household. */
export function addressName(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return `${[...before, ...Array.from({ length: gap }, () => '0'), ...after].slice(0, 4).join(':')}::/64`;
}

const counter = (points: number, duration: number): RateLimiterMemory | undefined =>
  points > 0 ? new RateLimiterMemory({ points, duration }) : undefined;

function limit(points: number, duration: number, whoDid: string, what: string): Limit {
  const counts = counter(points, duration);
  return {
    async take(name) {
      if (!counts) return undefined;
      const now = await counts.penalty(name);
      const headers = headersOf(counts, now);
      return now.consumedPoints > points ? { headers, denial: limited(counts, now, whoDid, what) } : { headers };
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

const limited = (counts: RateLimiterMemory, now: RateLimiterRes, whoDid: string, what: string): Denial =>
  deny(
    'rate-limited',
    `${whoDid} more than ${counts.points} ${what} in ${counts.duration} seconds`,
    `wait ${secondsIn(now)} s, then send the same request again`,
    { headers: { ...headersOf(counts, now), 'Retry-After': String(secondsIn(now)) } },
  );

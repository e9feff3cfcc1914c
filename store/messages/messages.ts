import type { Outcome } from '../../journey/delivery/channel.ts';
import type { DeviceResults } from '../../journey/delivery/device.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { Store } from '../person.ts';
import { claim } from './claim.ts';
import {
  type Claim,
  type Delivery,
  keyOf,
  LEASE_MS,
  type NotNow,
  type Released,
  type SendRef,
  type Settlement,
} from './message.ts';
import { release } from './release.ts';
import { settle } from './settle.ts';

export interface Messages {
  /**
   * Claims a message, under the person's lock: the last check before it goes out. Minutes may have passed since the
   * decision (design.md §8), and quiet hours may have begun. If an earlier attempt may have reached a provider that
   * must not get the message twice, it is settled as `unknown`.
   *
   * @param delivery Of the channel's adapter, and of the one that captures messages of test users.
   */
  claim(send: SendRef, version: Version, delivery: Delivery & { readonly captured?: Delivery }): Promise<Claim>;
  /**
   * Records that the hand-over to a provider begins, for adapters that report it. Returns false if another attempt has
   * the message or it is settled; then don't hand it over.
   */
  handOver(send: SendRef, attempt: number, provider: string): Promise<boolean>;
  /**
   * Records that the hand-over to a device begins, and the results so far. Returns false as `handOver` does. If the
   * worker dies now, that device doesn't get the message again from an at-most-once channel.
   */
  handOverToDevice(send: SendRef, attempt: number, results: DeviceResults): Promise<boolean>;
  /** Renews the claim while the provider is slow. */
  renew(send: SendRef, attempt: number): Promise<void>;
  /** Gives up a claim before anything was sent. */
  yieldClaim(send: SendRef, attempt: number): Promise<void>;
  /**
   * Schedules another attempt. If the node's time for attempts has passed, the message has failed with the last answer.
   */
  release(send: SendRef, version: Version, notNow: NotNow): Promise<Released>;
  /** Settles a message. The first settlement stands. */
  settle(send: SendRef, settlement: Settlement): Promise<Outcome>;
}

/** Creates the operations on messages. `ring` is called when the outbox has something new. */
export const createMessages = (store: Store, ring: () => void = () => {}): Messages => ({
  claim: (send, version, delivery) =>
    ringAfterNews(ring, (tell) =>
      store.personIn(send, (sql, now, test) => claim({ sql, now, tell, test }, send, version, delivery)),
    ),
  handOver: (send, attempt, provider) =>
    store.person(send, async (sql) => {
      const mine = await sql`
        update messages set handed = true, provider = ${provider}
         where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed' and attempts = ${attempt}
        returning key`;
      return mine.length > 0;
    }),
  handOverToDevice: (send, attempt, results) =>
    store.person(send, async (sql) => {
      const mine = await sql`
        update messages set devices = coalesce(devices, '{}') || ${results}::jsonb
         where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed' and attempts = ${attempt}
        returning key`;
      return mine.length > 0;
    }),
  renew: (send, attempt) =>
    store.person(send, async (sql) => {
      await sql`
        update messages set lease_until = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
         where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed' and attempts = ${attempt}`;
    }),
  yieldClaim: (send, attempt) =>
    store.person(send, async (sql) => {
      await sql`
        update messages set state = 'reserved', lease_until = null
         where workspace = ${send.workspace} and key = ${keyOf(send)} and state = 'claimed' and attempts = ${attempt}`;
    }),
  release: (send, version, notNow) =>
    ringAfterNews(ring, (tell) => store.person(send, (sql, now) => release({ sql, now, tell }, send, version, notNow))),
  settle: (send, settlement) =>
    ringAfterNews(ring, (tell) => store.person(send, (sql, now) => settle({ sql, now, tell }, send, settlement))),
});

/** Calls `ring` after the work's commit, if the work recorded an event. */
async function ringAfterNews<T>(ring: () => void, work: (tell: () => void) => Promise<T>): Promise<T> {
  let hasNews = false;
  const answer = await work(() => {
    hasNews = true;
  });
  if (hasNews) ring();
  return answer;
}

import { ApplicationFailure, activityInfo, heartbeat } from '@temporalio/activity';
import type { Adapter, Answer, Parcel } from '../channels/port.ts';
import { storableText } from '../channels/storable.ts';
import type { Reader, Written } from '../channels/write.ts';
import { assertNever } from '../journey/base/assert-never.ts';
import { type NodeId, sendKey } from '../journey/base/ids.ts';
import type { Channel, Outcome } from '../journey/delivery/channel.ts';
import { retryDelayMs } from '../journey/delivery/give-up.ts';
import { nodeAt, type Version } from '../journey/engine/version.ts';
import { addressOf, hasConsent } from '../journey/people/profile.ts';
import type { Versions } from '../store/journeys/versions.ts';
import {
  type Claim,
  type Claimed,
  LEASE_MS,
  type Messages,
  type NotNow,
  type SendRef,
  type Settlement,
} from '../store/messages/messages.ts';

export interface SendPorts {
  readonly messages: Messages;
  readonly versions: Versions;
  readonly adapters: Readonly<Record<Channel, Adapter>>;
  /** Writes what a node says for one person; a template that fails says where. */
  readonly write: (version: Version, node: NodeId, reader: Reader) => Written;
  /** Labelled points of the road, where tests kill or hold the worker. */
  readonly passing?: (point: 'begun' | 'claimed' | 'handing-over' | 'delivered' | 'settled') => void | Promise<void>;
  readonly onSent?: (send: SendRef, startedAt: number) => void;
}

/** What the workflow learns of a send: the rest is a row. */
export type Sent = Outcome | 'look-again';

/**
 * Sends one message once: claimed before, settled after, its key given to the provider (design.md §7.11, §8). The claim
 * is the last gate: minutes may lie between the decision and this.
 * @throws ApplicationFailure `ProviderBusy`, `ProviderMisconfigured`: retried by Temporal, when the provider says.
 */
export const createSend =
  ({ messages, versions, adapters, write, passing = () => {}, onSent = () => {} }: SendPorts) =>
  async (send: SendRef): Promise<Sent> => {
    onSent(send, Date.now());
    await passing('begun');
    const adapter = adapters[send.channel];
    const version = await versions.get(send.workspace, send.journey, send.version);
    const { delivery, announcesHandOver = false } = adapter;
    const asked = performance.now();
    const claim = await messages.claim(send, version, { atMostOnce: delivery === 'at-most-once', announcesHandOver });
    if (claim.type !== 'claimed') return unclaimed(claim);
    await passing('claimed');

    const barred = gateAgain(version, send, claim);
    if (barred) return messages.settle(send, barred);
    const written = write(version, send.node, claim);
    if (performance.now() - asked > LEASE_MS) await standBack(messages, send, claim);
    const announce = async () => {
      if (!(await messages.handOver(send, claim.attempt)))
        throw new Superseded(`attempt ${claim.attempt} came too late`);
      await passing('handing-over');
    };
    const renew = () => messages.renew(send, claim.attempt);
    const { answer, template } = await handOver(adapter, send, claim, { written, announce, renew });
    await passing('delivered');
    const settlement = settlementOf(answer, adapter);
    if (settlement) {
      const outcome = await messages.settle(send, { ...settlement, template });
      await passing('settled');
      return outcome;
    }
    const released = await messages.release(send, version, notNow(answer, claim.attempt));
    if (released.type === 'settled') return released.outcome;
    throw later(answer, released.ms);
  };

interface HandingOver {
  readonly written: Written;
  readonly announce: () => Promise<void>;
  /** Keeps the claim alive. */
  readonly renew: () => Promise<void>;
}

async function handOver(
  adapter: Adapter,
  { instance, node, visit, workspace, journey }: SendRef,
  { attempt }: Claimed,
  { written, announce, renew }: HandingOver,
): Promise<{ readonly answer: Answer; readonly template?: string }> {
  if (!written.ok) return { answer: unwritten(written) };
  const { ok: _, ...said } = written;
  const parcel: Parcel = { key: sendKey(instance, node, visit), workspace, journey, attempt, ...said };
  let mayBeOut = adapter.announcesHandOver !== true;
  const handingOver = async () => {
    await announce();
    mayBeOut = true;
  };
  const deliver = () =>
    adapter.deliver(parcel, handingOver).catch((fault: unknown) => faulty(adapter, fault, mayBeOut));
  return { answer: await whileAlive(renew, deliver), template: said.content.template };
}

/** Another attempt has the message, or it has been settled: this one hands nothing over. */
class Superseded extends Error {}

/**
 * A fault of an adapter is tried again like a busy provider, and as long: nobody knows how far it had come. Where that
 * must not be, the next claim settles it.
 */
function faulty({ delivery }: Adapter, fault: unknown, mayBeOut: boolean): Answer {
  if (fault instanceof Superseded || (delivery === 'at-most-once' && mayBeOut)) throw fault;
  const reason = storableText(fault instanceof Error ? fault.message : String(fault)).slice(0, MAX_REASON);
  return { type: 'busy', reason: `the adapter failed: ${reason}`, ...(mayBeOut && { ambiguous: true }) };
}
const MAX_REASON = 300;

/** Attempts at a template that takes too long, before the message has failed for good. */
export const WRITINGS = 5;

const unwritten = ({ reason, isLate }: Extract<Written, { ok: false }>): Answer =>
  isLate && activityInfo().attempt < WRITINGS ? { type: 'busy', reason } : { type: 'rejected', reason };

function unclaimed(claim: Exclude<Claim, Claimed>): Sent {
  if (claim.type === 'under-way') throw underWay(claim.waitMs);
  return claim.type === 'settled' ? claim.outcome : 'look-again';
}

/** This process stood still after its claim: another attempt may hold it by now. */
async function standBack(messages: Messages, send: SendRef, { attempt }: Claimed): Promise<never> {
  await messages.yieldClaim(send, attempt);
  throw underWay(0);
}

/**
 * The attempt that holds the claim is of a run that has continued as new, or of a worker that is not known to be dead
 * yet.
 */
const underWay = (waitMs: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: 'SendUnderWay',
    message: 'another attempt of this send is under way',
    nextRetryDelay: Math.max(100, Math.min(waitMs, 1_000)),
  });

/** Well below the heartbeat timeout and the lease; most providers have answered long before, and cost neither. */
const ALIVE_MS = 3_000;

/**
 * A provider may be slow, and a worker may be dead: only in the second case another attempt begins. Temporal is told by
 * heartbeats, and attempts that Temporal knows nothing of, after a continue-as-new, by the lease in the database.
 */
async function whileAlive<T>(renew: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    heartbeat();
    // the database is away: the lease ends, and so does the heartbeat if the process is in trouble
    renew().catch(() => {});
  }, ALIVE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Consent and address may have gone since the decision. */
function gateAgain(version: Version, { node: id, channel }: SendRef, { profile }: Claimed): Settlement | undefined {
  const node = nodeAt(version, id);
  if (node.type !== 'message') return undefined;
  if (!node.transactional && !hasConsent(profile, channel))
    return { outcome: 'suppressed', detail: `no consent for ${channel}` };
  return addressOf(profile, channel) === undefined
    ? { outcome: 'unreachable', detail: `no address for ${channel}` }
    : undefined;
}

function settlementOf(answer: Answer, { delivery }: Adapter): Settlement | undefined {
  switch (answer.type) {
    case 'accepted':
      return { outcome: 'sent', providerId: answer.providerId, response: answer.response };
    case 'rejected':
      return { outcome: 'failed', detail: answer.reason, status: answer.status, response: answer.response };
    // the connection broke after the message may have been handed over: never twice, where that matters more
    case 'busy':
      return answer.ambiguous && delivery === 'at-most-once'
        ? { outcome: 'unknown', detail: answer.reason }
        : undefined;
    case 'misconfigured':
      return undefined;
    default:
      return assertNever(answer);
  }
}

/** Somebody must fix the channel first: a minute between two attempts is enough. */
const MISCONFIGURED_MS = 60_000;

function notNow(answer: Answer, attempts: number): NotNow {
  const reason = 'reason' in answer ? answer.reason : answer.type;
  if (answer.type === 'misconfigured') return { reason, waitMs: MISCONFIGURED_MS, mayBeOut: false };
  if (answer.type !== 'busy') return { reason, waitMs: retryDelayMs(attempts), mayBeOut: false };
  const { retryAfterMs = retryDelayMs(attempts), ambiguous = false, status, response } = answer;
  return { reason, waitMs: retryAfterMs, mayBeOut: ambiguous, status, response };
}

/** Temporal starts the next attempt. */
const later = (answer: Answer, ms: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: answer.type === 'misconfigured' ? 'ProviderMisconfigured' : 'ProviderBusy',
    message: 'reason' in answer ? answer.reason : answer.type,
    nextRetryDelay: ms,
  });

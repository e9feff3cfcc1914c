import { ApplicationFailure, activityInfo, heartbeat } from '@temporalio/activity';
import type { ResolveLookUps } from '../channels/look-ups.ts';
import type { Adapter, Answer, Parcel } from '../channels/port.ts';
import { storableText } from '../channels/storable.ts';
import type { MessageLinks, Reader, Unwritten, Written } from '../channels/write.ts';
import { assertNever } from '../journey/base/assert-never.ts';
import { type NodeId, sendKey } from '../journey/base/ids.ts';
import { type Channel, isMessageChannel, type Outcome } from '../journey/delivery/channel.ts';
import type { DeviceResults } from '../journey/delivery/device.ts';
import { retryDelayMs } from '../journey/delivery/give-up.ts';
import { nodeAt, type Version } from '../journey/engine/version.ts';
import type { Versions } from '../store/journeys/versions.ts';
import {
  type Claim,
  type Claimed,
  type Delivery,
  LEASE_MS,
  type NotNow,
  type SendRef,
  type Settlement,
} from '../store/messages/message.ts';
import type { Messages } from '../store/messages/messages.ts';
import { deliverToDevices } from './devices.ts';

export interface SendPorts {
  readonly messages: Messages;
  readonly versions: Versions;
  readonly adapters: Readonly<Record<Channel, Adapter>>;
  /** Renders a node's message for one user. If a template fails, the result says where. */
  readonly write: (version: Version, node: NodeId, reader: Reader) => Written | Promise<Written>;
  /** Tracks what was written, if the workspace wants that. Default: nothing is tracked. */
  readonly track?: (send: SendRef, version: Version, written: Written) => Promise<Written>;
  /** Called at named points, where tests kill or hold the worker. */
  readonly passing?: (point: SendPoint, send: SendRef) => void | Promise<void>;
  /** Returns the links of a message to a user. */
  readonly linksFor?: (send: SendRef, topic: string | null) => Promise<MessageLinks | undefined>;
  /** Resolves the look-ups in a message's templates. */
  readonly lookUp?: (send: SendRef, wanted: Parameters<ResolveLookUps>[0]) => ReturnType<ResolveLookUps>;
  readonly onSent?: (send: SendRef, startedAt: number) => void;
}

/**
 * A point of an attempt: it has started, it has the claim, the provider gets the message, the provider has answered, or
 * the message is settled. See docs/sends.md.
 */
export type SendPoint = 'begun' | 'claimed' | 'handing-over' | 'delivered' | 'settled';

/** The result of a send as the workflow gets it. The details are in the message's row. */
export type Sent = Outcome | 'look-again';

/**
 * Sends one message once: claims it, hands it to the provider under its key, and settles it (design.md §7.11, §8).
 * Checks again before the hand-over, since minutes may have passed since the decision.
 * @throws ApplicationFailure `ProviderBusy` or `ProviderMisconfigured`. Temporal retries it after the delay it names.
 */
export const createSend =
  ({
    messages,
    versions,
    adapters,
    write,
    linksFor,
    lookUp,
    track = leaveLinks,
    passing = none,
    onSent = none,
  }: SendPorts) =>
  async (send: SendRef): Promise<Sent> => {
    onSent(send, Date.now());
    await passing('begun', send);
    const adapter = adapters[send.channel];
    const version = await versions.get(send.workspace, send.journey, send.version);
    const asked = performance.now();
    const claim = await messages.claim(send, version, deliveryOf(adapter));
    if (claim.type !== 'claimed') return resultOfUnclaimed(claim);
    await passing('claimed', send);

    const { topic, isTransactional } = aboutOf(version, send.node);
    const links = await linksFor?.(send, topic);
    const reader: Reader = { ...claim, ...(links && { links }), ...lookUpFor(send, lookUp) };
    const written = await track(send, version, await write(version, send.node, reader));
    if (performance.now() - asked > LEASE_MS) await giveUpExpiredClaim(messages, send, claim);
    const handing = createHandingOver({ messages, passing }, send, claim, adapter);
    const { answer, template, results, ...handed } = await handOver(adapter, send, claim, {
      ...{ ...handing, written, isTransactional },
      unsubscribeUrl: isTransactional ? undefined : links?.unsubscribe,
    });
    await passing('delivered', send);
    const settlement = handed.settlement ?? settlementOf(answer, handing.promise());
    if (settlement) {
      const outcome = await messages.settle(send, { ...settlement, template, results });
      await passing('settled', send);
      return outcome;
    }
    const released = await messages.release(send, version, { ...retryOf(answer, claim.attempt), results });
    if (released.type === 'settled') return released.outcome;
    throw retryFailure(answer, released.ms);
  };

const leaveLinks: NonNullable<SendPorts['track']> = async (_send, _version, written) => written;
const lookUpFor = (send: SendRef, lookUp: SendPorts['lookUp']): Pick<Reader, 'lookUp'> =>
  lookUp ? { lookUp: (wanted) => lookUp(send, wanted) } : {};

const none = () => {};

/** Returns what a message is about, and whether it is one that users can't unsubscribe from. */
function aboutOf(version: Version, id: NodeId): { readonly topic: string | null; readonly isTransactional: boolean } {
  const node = nodeAt(version, id);
  const isMessage = node.type === 'message';
  return { topic: (isMessage && node.topic) || null, isTransactional: !isMessage || node.transactional };
}

/** Returns the guarantee of the provider that got a message. An unknown provider counts as `at-most-once`. */
const promiseOf = (adapter: Adapter, provider: string): Pick<Adapter, 'delivery'> =>
  adapter.promiseOf ? (adapter.promiseOf(provider) ?? { delivery: 'at-most-once' }) : adapter;

function deliveryOf(adapter: Adapter): Delivery {
  const { delivery, provider, announcesHandOver = false } = adapter;
  return {
    atMostOnce: delivery === 'at-most-once',
    announcesHandOver,
    isAtMostOnce: (handedTo) => promiseOf(adapter, handedTo).delivery === 'at-most-once',
    ...(!announcesHandOver && { provider }),
  };
}

interface HandingOver {
  /** Marks the hand-over as started. */
  readonly pass: () => void | Promise<void>;
  /** Called right before a provider gets the message. */
  readonly announce: (provider?: string) => Promise<void>;
  /** Called right before a device gets the message, with the results so far. */
  readonly announceDevice: (results: DeviceResults) => Promise<void>;
  /** Returns the guarantee of the provider that got the message, or gets it next. */
  readonly promise: () => Pick<Adapter, 'delivery'>;
  /** Keeps the claim alive. */
  readonly renew: () => Promise<void>;
}

function createHandingOver(
  { messages, passing }: Required<Pick<SendPorts, 'messages' | 'passing'>>,
  send: SendRef,
  { attempt, boundTo }: Claimed,
  adapter: Adapter,
): HandingOver {
  let handedTo = boundTo ?? adapter.provider;
  const pass = () => passing('handing-over', send);
  return {
    pass,
    promise: () => promiseOf(adapter, handedTo),
    renew: () => messages.renew(send, attempt),
    async announceDevice(results) {
      if (!(await messages.handOverToDevice(send, attempt, results)))
        throw new Superseded(`attempt ${attempt} came too late`);
      await pass();
    },
    async announce(provider = adapter.provider) {
      if (!(await messages.handOver(send, attempt, provider))) throw new Superseded(`attempt ${attempt} came too late`);
      handedTo = provider;
      await pass();
    },
  };
}

interface ToWrite {
  readonly written: Written;
  readonly isTransactional: boolean;
  readonly unsubscribeUrl: string | undefined;
}

async function handOver(
  adapter: Adapter,
  { instance, node, visit, workspace, journey, channel }: SendRef,
  claim: Claimed,
  { written, isTransactional, unsubscribeUrl, announceDevice, ...handing }: HandingOver & ToWrite,
): Promise<HandedOver> {
  if (!written.ok) return unwrittenResult(written, channel);
  const { ok: _, ...said } = written;
  const { attempt, boundTo, devices: [first] = [] } = claim;
  const more = {
    ...(first && { to: first.address }),
    ...(unsubscribeUrl !== undefined && { unsubscribeUrl }),
    ...(isTransactional && ({ isUrgent: true } as const)),
  };
  const common = { key: sendKey(instance, node, visit), workspace, journey, attempt, ...(boundTo && { boundTo }) };
  const parcel: Parcel = { ...common, ...said, ...more };
  const { template } = said.content;
  if (adapter.isByDevice && claim.devices) {
    const deliver = (each: Parcel, announce: () => Promise<void>) =>
      deliverOnce(adapter, each, { ...handing, announce });
    const work = () => deliverToDevices(adapter, { parcel, claim, announce: announceDevice, deliver });
    return { ...(await withHeartbeats(handing.renew, work)), template };
  }
  return { answer: await withHeartbeats(handing.renew, () => deliverOnce(adapter, parcel, handing)), template };
}

interface HandedOver {
  readonly answer: Answer;
  readonly template?: string;
  /** Set if the results on all devices come to one, or if the template has ended the message. */
  readonly settlement?: Settlement;
  readonly results?: DeviceResults;
}

async function deliverOnce(
  adapter: Adapter,
  parcel: Parcel,
  { pass, announce, promise }: Pick<HandingOver, 'pass' | 'announce' | 'promise'>,
): Promise<Answer> {
  let mayBeOut = adapter.announcesHandOver !== true;
  if (mayBeOut) await pass();
  const handingOver = async (provider?: string) => {
    await announce(provider);
    mayBeOut = true;
  };
  return adapter
    .deliver(parcel, handingOver)
    .catch((fault: unknown) => answerForFault({ ...promise(), isByDevice: adapter.isByDevice }, fault, mayBeOut));
}

/** Another attempt has claimed the message, or it is settled. This attempt must not hand it over. */
class Superseded extends Error {}

/**
 * Returns the answer for an adapter that threw: retry it like a busy provider, since nobody knows how far the send got.
 * Rethrows where a second send must not happen; the next claim then settles the message.
 */
function answerForFault(
  { delivery, isByDevice }: Pick<Adapter, 'delivery'> & { readonly isByDevice: true | undefined },
  fault: unknown,
  mayBeOut: boolean,
): Answer {
  if (fault instanceof Superseded || (delivery === 'at-most-once' && mayBeOut && !isByDevice)) throw fault;
  const reason = storableText(fault instanceof Error ? fault.message : String(fault)).slice(0, MAX_REASON);
  return { type: 'busy', reason: `the adapter failed: ${reason}`, ...(mayBeOut && { ambiguous: true }) };
}
const MAX_REASON = 300;

/** Attempts to render a template that takes too long, before the message fails for good. */
export const WRITINGS = 5;

function unwrittenResult({ reason, isLate, isAborted }: Unwritten, channel: Channel): HandedOver {
  if (isLate && activityInfo().attempt < WRITINGS) return { answer: { type: 'busy', reason } };
  const answer: Answer = { type: 'rejected', reason: storableText(reason) };
  // a webhook or activity has no port for a message that its template has ended
  const isSuppressed = isAborted && isMessageChannel(channel);
  return { answer, ...(isSuppressed && { settlement: { outcome: 'suppressed', detail: answer.reason } }) };
}

function resultOfUnclaimed(claim: Exclude<Claim, Claimed>): Sent {
  if (claim.type === 'under-way') throw underWayFailure(claim.waitMs);
  return claim.type === 'settled' ? claim.outcome : 'look-again';
}

/** Gives up a claim that has expired because this process was frozen. Another attempt may hold the message by now. */
async function giveUpExpiredClaim(messages: Messages, send: SendRef, { attempt }: Claimed): Promise<never> {
  await messages.yieldClaim(send, attempt);
  throw underWayFailure(0);
}

/**
 * Another attempt holds the claim: it belongs to a run that has continued as new, or to a worker that may still be
 * alive.
 */
const underWayFailure = (waitMs: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: 'SendUnderWay',
    message: 'another attempt of this send is under way',
    nextRetryDelay: Math.max(100, Math.min(waitMs, 1_000)),
  });

/**
 * Interval of heartbeats and lease renewals, well below both timeouts. Most providers answer sooner, so that most sends
 * need neither.
 */
const ALIVE_MS = 3_000;

/**
 * Does the work and, while it runs, shows that this worker is alive, so that a slow provider isn't taken for a dead
 * worker. Heartbeats tell Temporal. The lease in the database tells attempts that Temporal can't link to this one,
 * after a continue-as-new.
 */
async function withHeartbeats<T>(renew: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    heartbeat();
    // If the database is unreachable, the lease runs out and another attempt may claim the message.
    renew().catch(() => {});
  }, ALIVE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function settlementOf(answer: Answer, { delivery }: Pick<Adapter, 'delivery'>): Settlement | undefined {
  switch (answer.type) {
    case 'accepted':
      return { outcome: 'sent', providerId: answer.providerId, response: answer.response };
    case 'rejected':
      return { outcome: 'failed', detail: answer.reason, ...answeredOf(answer) };
    // The connection broke and the message may have been sent: an at-most-once channel must not send it again.
    case 'busy':
      return answer.ambiguous && (answer.isFinal || delivery === 'at-most-once')
        ? { outcome: 'unknown', detail: answer.reason }
        : undefined;
    case 'misconfigured':
      return undefined;
    default:
      return assertNever(answer);
  }
}

/** Returns the parts of an answer that are recorded with the outcome. */
const answeredOf = ({ status, response, undelivered }: Extract<Answer, { type: 'busy' | 'rejected' }>) => ({
  status,
  response,
  undelivered,
});

/**
 * Wait between attempts while a channel is misconfigured. A minute is short enough, since a person has to fix it first.
 */
const MISCONFIGURED_MS = 60_000;

function retryOf(answer: Answer, attempts: number): NotNow {
  const reason = 'reason' in answer ? answer.reason : answer.type;
  if (answer.type === 'misconfigured') return { reason, waitMs: MISCONFIGURED_MS, mayBeOut: false, isHeld: true };
  if (answer.type !== 'busy') return { reason, waitMs: retryDelayMs(attempts), mayBeOut: false };
  const { retryAfterMs = retryDelayMs(attempts), ambiguous = false, isQueued = false } = answer;
  return { reason, waitMs: retryAfterMs, mayBeOut: ambiguous, isHeld: isQueued, ...answeredOf(answer) };
}

/** Returns the failure that makes Temporal start the next attempt after `ms` milliseconds. */
const retryFailure = (answer: Answer, ms: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: answer.type === 'misconfigured' ? 'ProviderMisconfigured' : 'ProviderBusy',
    message: 'reason' in answer ? answer.reason : answer.type,
    nextRetryDelay: ms,
  });

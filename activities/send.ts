import { ApplicationFailure } from '@temporalio/activity';
import { SAMPLE_CODE } from '../channels/liquid/look-ups.ts';
import type { ResolveLookUps } from '../channels/look-ups.ts';
import type { Adapter } from '../channels/port.ts';
import type { MessageLinks, Reader, Written } from '../channels/write.ts';
import type { NodeId } from '../journey/base/ids.ts';
import type { Channel, Outcome } from '../journey/delivery/channel.ts';
import { type LookUp, nameOfLookUp } from '../journey/delivery/look-up.ts';
import { nodeAt, type Version } from '../journey/engine/version.ts';
import type { Versions } from '../store/journeys/versions.ts';
import { type Claim, type Claimed, type Delivery, LEASE_MS, type SendRef } from '../store/messages/message.ts';
import type { Messages } from '../store/messages/messages.ts';
import { retryFailure, retryOf, settlementOf } from './answers.ts';
import { createHandingOver, type HandedOver, handOver, promiseOf, type SendPoint } from './hand-over.ts';

export interface SendPorts {
  readonly messages: Messages;
  readonly versions: Versions;
  readonly adapters: Readonly<Record<Channel, Adapter>>;
  /** Show messages of test users in the inbox. Default: providers deliver them, too. */
  readonly capturing?: Readonly<Record<Channel, Adapter>>;
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
    capturing = adapters,
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
    const version = await versions.get(send.workspace, send.journey, send.version);
    const asked = performance.now();
    const [byProvider, captured] = [adapters[send.channel], capturing[send.channel]];
    const delivery = { ...deliveryOf(byProvider), captured: deliveryOf(captured) };
    const claim = await messages.claim(send, version, delivery);
    if (claim.type !== 'claimed') return resultOfUnclaimed(claim);
    const adapter = claim.isCaptured ? captured : byProvider;
    await passing('claimed', send);

    const { topic, isTransactional } = aboutOf(version, send.node);
    const links = await linksFor?.(send, topic);
    const reader: Reader = { ...claim, ...(links && { links }), ...lookUpFor(send, claim, lookUp) };
    const written = await track(send, version, await write(version, send.node, reader));
    if (performance.now() - asked > LEASE_MS) await giveUpExpiredClaim(messages, send, claim);
    const handing = createHandingOver({ messages, passing }, send, claim, adapter);
    const { answer, template, results, ...handed } = await handOver(adapter, send, claim, {
      ...{ ...handing, written, isTransactional },
      unsubscribeUrl: isTransactional ? undefined : links?.unsubscribe,
    });
    await passing('delivered', send);
    const settlement = handed.settlement ?? settlementOf(answer, handing.promise());
    if (!settlement) return releaseToRetry(messages, send, version, { answer, results, attempt: claim.attempt });
    const outcome = await messages.settle(send, { ...settlement, template, results });
    await passing('settled', send);
    return outcome;
  };

/** Schedules another attempt by failing this one, unless it was the last. */
async function releaseToRetry(
  messages: Messages,
  send: SendRef,
  version: Version,
  { answer, results, attempt }: Pick<HandedOver, 'answer' | 'results'> & { readonly attempt: number },
): Promise<Outcome> {
  const released = await messages.release(send, version, { ...retryOf(answer, attempt), results });
  if (released.type === 'settled') return released.outcome;
  throw retryFailure(answer, released.ms);
}

const leaveLinks: NonNullable<SendPorts['track']> = async (_send, _version, written) => written;

/** Returns the look-ups of a message. Captured messages get a sample instead of a coupon code. */
function lookUpFor(send: SendRef, { isCaptured }: Claimed, lookUp: SendPorts['lookUp']): Pick<Reader, 'lookUp'> {
  if (!lookUp) return {};
  const isSample = ({ type }: LookUp) => isCaptured === true && type === 'coupon';
  return {
    lookUp: async (wanted) => {
      const samples = wanted.filter(isSample).map((each) => [nameOfLookUp(each), { ok: true, value: SAMPLE_CODE }]);
      const others = wanted.filter((each) => !isSample(each));
      return { ...(await lookUp(send, others)), ...Object.fromEntries(samples) };
    },
  };
}

const none = () => {};

/** Returns what a message is about, and whether it is one that users can't unsubscribe from. */
function aboutOf(version: Version, id: NodeId): { readonly topic: string | null; readonly isTransactional: boolean } {
  const node = nodeAt(version, id);
  const isMessage = node.type === 'message';
  return { topic: (isMessage && node.topic) || null, isTransactional: !isMessage || node.transactional };
}

function deliveryOf(adapter: Adapter): Delivery {
  const { delivery, provider, announcesHandOver = false } = adapter;
  return {
    atMostOnce: delivery === 'at-most-once',
    announcesHandOver,
    isAtMostOnce: (handedTo) => promiseOf(adapter, handedTo).delivery === 'at-most-once',
    ...(!announcesHandOver && { provider }),
  };
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

import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Adapter, Answer, Parcel } from '../channels/port.ts';
import { storableText } from '../channels/storable.ts';
import type { Unwritten, Written } from '../channels/write.ts';
import { sendKey } from '../journey/base/ids.ts';
import { type Channel, isMessageChannel } from '../journey/delivery/channel.ts';
import type { DeviceResults } from '../journey/delivery/device.ts';
import type { Claimed, SendRef, Settlement } from '../store/messages/message.ts';
import type { Messages } from '../store/messages/messages.ts';
import { deliverToDevices } from './devices.ts';

/**
 * A point of an attempt: it has started, it has the claim, the provider gets the message, the provider has answered, or
 * the message is settled. See docs/sends.md.
 */
export type SendPoint = 'begun' | 'claimed' | 'handing-over' | 'delivered' | 'settled';

/**
 * Hands a written message to the provider, or to each of the user's devices, and keeps the claim alive meanwhile. A
 * message that couldn't be written gets its answer here, without a hand-over.
 */
export async function handOver(
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

export interface HandedOver {
  readonly answer: Answer;
  readonly template?: string;
  /** Set if the results on all devices come to one, or if the template has ended the message. */
  readonly settlement?: Settlement;
  readonly results?: DeviceResults;
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

interface HandOverPorts {
  readonly messages: Messages;
  readonly passing: (point: SendPoint, send: SendRef) => void | Promise<void>;
}

/** Creates the steps right before a hand-over. Each is recorded first; an attempt that comes too late is refused. */
export function createHandingOver(
  { messages, passing }: HandOverPorts,
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

/** Returns the guarantee of the provider that got a message. An unknown provider counts as `at-most-once`. */
export const promiseOf = (adapter: Adapter, provider: string): Pick<Adapter, 'delivery'> =>
  adapter.promiseOf ? (adapter.promiseOf(provider) ?? { delivery: 'at-most-once' }) : adapter;

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

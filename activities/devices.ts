import type { Adapter, Answer, Parcel } from '../channels/port.ts';
import type { Device, DeviceResult, DeviceResults } from '../journey/delivery/device.ts';
import type { Claimed, Settlement } from '../store/messages/message.ts';

/** Result of an attempt on all devices: a settlement, or an answer to retry. */
export interface OnDevices {
  readonly answer: Answer;
  readonly settlement?: Settlement;
  readonly results: DeviceResults;
}

interface DeviceMeans {
  readonly parcel: Parcel;
  readonly claim: Pick<Claimed, 'devices' | 'results' | 'attempt'>;
  /** Stores the results so far, right before a hand-over. Throws if another attempt has the message. */
  readonly announce: (results: DeviceResults) => Promise<void>;
  /** Delivers to one device. A bug of the adapter becomes an answer. */
  readonly deliver: (parcel: Parcel, handingOver: () => Promise<void>) => Promise<Answer>;
}

/** While one device has the message, attempts for the others, the first one included. */
const PARTIAL_ATTEMPTS = 3;
/** Longest wait for the others while one device has the message. */
const PARTIAL_WAIT_MS = 60_000;

/**
 * Delivers a message to the user's live devices, and never again to a device that has it or may have it. At most once
 * holds for each device: its hand-over is recorded before it begins, and its result with the next record.
 */
export async function deliverToDevices(adapter: Adapter, means: DeviceMeans): Promise<OnDevices> {
  const { parcel, claim, announce, deliver } = means;
  const { devices = [] } = claim;
  const results: Record<string, DeviceResult> = { ...settleLeftOver(claim, adapter) };
  const answers = new Map<string, Answer>();
  const open = devices.filter(({ id }) => isOpen(results[id]));
  await Promise.all(
    open.map(async (device) => {
      const answer = await deliver({ ...parcel, to: device.address, device }, () => {
        results[device.id] = { state: 'handed' };
        return announce({ ...results });
      });
      answers.set(device.id, answer);
      results[device.id] = resultOf(answer, adapter, device);
    }),
  );
  const toRetry = [...answers].flatMap(([id, answer]) => (results[id]?.state === 'waiting' ? [answer] : []));
  return conclude(results, toRetry, claim.attempt);
}

const isOpen = (result: DeviceResult | undefined): boolean => result === undefined || result.state === 'waiting';

/**
 * Returns the results of earlier attempts. A hand-over without a result is unknown, or open again if the channel may
 * repeat it. A device that waited and is gone by now counts as dead.
 */
function settleLeftOver({ devices = [], results = {} }: DeviceMeans['claim'], { delivery }: Adapter): DeviceResults {
  const live = new Set(devices.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(results).map(([id, result]): [string, DeviceResult] => {
      if (result.state === 'handed' && delivery === 'at-most-once')
        return [id, { ...result, state: 'unknown', reason: 'an attempt broke off: it may have been sent' }];
      const isWaiting = result.state === 'handed' || result.state === 'waiting';
      if (!isWaiting) return [id, result];
      return live.has(id) ? [id, { ...result, state: 'waiting' }] : [id, { state: 'failed', reason: 'no longer live' }];
    }),
  );
}

function resultOf(answer: Answer, { delivery, provider }: Adapter, device: Device): DeviceResult {
  const from = { provider: device.provider ?? provider };
  switch (answer.type) {
    case 'accepted':
      return { ...from, state: 'accepted', providerId: answer.providerId, environment: answer.environment };
    case 'rejected':
      return answer.isDead
        ? { ...from, state: 'dead', reason: answer.reason, deadSince: answer.deadSince }
        : { ...from, state: 'failed', reason: answer.reason };
    case 'busy':
      return answer.ambiguous && delivery === 'at-most-once'
        ? { ...from, state: 'unknown', reason: answer.reason }
        : { ...from, state: 'waiting', reason: answer.reason };
    case 'misconfigured':
      return { ...from, state: 'waiting', reason: answer.reason };
  }
}

function conclude(results: DeviceResults, toRetry: readonly Answer[], attempt: number): OnDevices {
  const all = Object.values(results);
  const accepted = all.filter(({ state }) => state === 'accepted');
  const again = retryAnswer(toRetry);
  const isWorthIt = accepted.length === 0 || (attempt < PARTIAL_ATTEMPTS && isShort(again));
  if (again && isWorthIt) return { answer: again, results };
  const failed = all.find(({ state }) => state === 'failed' || state === 'waiting');
  const unknown = all.find(({ state }) => state === 'unknown');
  const rest = failed ?? unknown ?? all.find(({ state }) => state === 'dead');
  const [first] = accepted;
  const final = Object.fromEntries(
    Object.entries(results).map(([id, result]): [string, DeviceResult] => [
      id,
      result.state === 'waiting' ? { ...result, state: 'failed' } : result,
    ]),
  );
  const settle = (settlement: Settlement): OnDevices => ({
    answer: { type: 'rejected', reason: settlement.detail ?? settlement.outcome },
    settlement,
    results: final,
  });
  if (first) {
    const detail = rest && `${accepted.length} of ${all.length} devices; another: ${rest.reason ?? rest.state}`;
    return settle({ outcome: 'sent', providerId: first.providerId, detail });
  }
  if (unknown) return settle({ outcome: 'unknown', detail: unknown.reason });
  if (failed) return settle({ outcome: 'failed', detail: failed.reason });
  return settle({ outcome: 'unreachable', detail: `no live device${rest?.reason ? `: ${rest.reason}` : ''}` });
}

const isShort = (again: Answer | undefined): boolean =>
  again?.type === 'busy' && (again.retryAfterMs ?? 0) <= PARTIAL_WAIT_MS;

/** Returns the answer by which the devices that are left are tried again. Undefined: none is. */
function retryAnswer(answers: readonly Answer[]): Answer | undefined {
  const busy = answers.filter((answer) => answer.type === 'busy');
  const waits = busy.map(({ retryAfterMs }) => retryAfterMs).filter((ms) => ms !== undefined);
  const [first] = busy;
  if (first) return { ...first, ...(waits.length > 0 && { retryAfterMs: Math.min(...waits) }) };
  return answers.find(({ type }) => type === 'misconfigured');
}

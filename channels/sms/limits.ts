import type { WorkspaceId } from '../../journey/base/ids.ts';
import { countryOfNumber } from '../../journey/delivery/phone-number.ts';
import type { Adapter, Answer } from '../port.ts';
import { measureSms } from './segments.ts';

export interface SmsLimits {
  /** Countries that may be sent to. Undefined: all. */
  readonly countries?: readonly string[] | undefined;
  /** Most segments that a workspace sends on a day of UTC. 0: no limit. */
  readonly segmentsPerDay: number;
}

export interface SmsLimitPorts {
  /** Charges a message to the day's budget. */
  readonly charge: (charge: {
    readonly workspace: WorkspaceId;
    readonly key: string;
    readonly day: string;
    readonly segments: number;
    readonly limit: number;
  }) => Promise<Charged>;
  /** Called when a day's budget is nearly used up, and when it first holds a message. */
  readonly alert: (about: SmsAlert) => void;
  readonly now: () => number;
}

export interface SmsAlert {
  readonly type: 'near' | 'held';
  readonly workspace: WorkspaceId;
  readonly day: string;
  readonly segments: number;
  readonly limit: number;
}

interface Charged {
  /** Segments charged that day. */
  readonly total: number;
  /** Set if the message is over the budget: how many attempts were held that day. */
  readonly held?: number;
}

/** Share of the budget at which operators are warned. */
const NEAR = 0.8;
/** Held messages look again this often, since an operator may raise the budget. */
const LOOK_AGAIN_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Wraps the adapter of SMS so that it sends to allowed countries only, and within the day's budget (case S13). A
 * message over the budget is held: it is tried every hour, and the next day, until it expires or is given up. It
 * applies to transactional messages too, which is where fraud with premium numbers happens.
 */
export function limitSms(
  adapter: Adapter,
  { countries, segmentsPerDay }: SmsLimits,
  { charge, alert, now }: SmsLimitPorts,
): Adapter {
  async function findBar({ workspace, key, to, text }: Sms): Promise<Answer | undefined> {
    const country = countryOfNumber(to);
    if (countries && (country === undefined || !countries.includes(country)))
      return { type: 'rejected', reason: `SMS to ${country ?? 'numbers without a country'} is not in SMS_COUNTRIES` };
    if (segmentsPerDay === 0) return undefined;
    const { segments } = measureSms(text);
    const day = new Date(now()).toISOString().slice(0, 10);
    const charged = await charge({ workspace, key, day, segments, limit: segmentsPerDay });
    const { total, held } = charged;
    const type = findAlert(charged, segments, segmentsPerDay);
    if (type) alert({ type, workspace, day, segments: total, limit: segmentsPerDay });
    if (held === undefined) return undefined;
    const reason = `held: ${total} of ${segmentsPerDay} segments of SMS are used on ${day} (SMS_SEGMENTS_PER_DAY)`;
    return { type: 'busy', reason, retryAfterMs: Math.min(LOOK_AGAIN_MS, DAY_MS - (now() % DAY_MS)) };
  }

  return {
    ...adapter,
    announcesHandOver: true,
    async deliver(parcel, handingOver = async () => {}) {
      const text = parcel.channel === 'sms' ? (parcel.content.text ?? '') : '';
      const { workspace, key, to } = parcel;
      const bar = await findBar({ workspace, key, to, text });
      if (bar) return bar;
      if (!adapter.announcesHandOver) await handingOver();
      return adapter.deliver(parcel, handingOver);
    },
  };
}

interface Sms {
  readonly workspace: WorkspaceId;
  readonly key: string;
  readonly to: string;
  readonly text: string;
}

/** Returns what to tell operators: when a charge crosses the mark, and when the first message of the day is held. */
function findAlert({ total, held }: Charged, segments: number, limit: number): SmsAlert['type'] | undefined {
  if (held !== undefined) return held === 1 ? 'held' : undefined;
  const near = limit * NEAR;
  return total >= near && total - segments < near ? 'near' : undefined;
}

import { createHash } from 'node:crypto';
import type { CallbackReport, InboundMessage } from '../../channels/provider.ts';
import { storable, storableText } from '../../channels/storable.ts';
import { isObject, type JsonObject } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import type { InboundContent, IncomingCallback, ReportContent } from '../../store/callbacks/callbacks.ts';

/** Most bytes of one report as it came, and of all reports of a call together. */
const RAW_BYTES = 16_384;
const ALL_RAW_BYTES = 4_194_304;

/** Returns what a call contains in the form in which it is stored: texts cut to their limits. */
export function incomingOf(
  reports: readonly CallbackReport[],
  inbound: readonly InboundMessage[],
): readonly IncomingCallback[] {
  let left = ALL_RAW_BYTES;
  const rawOf = (raw: JsonObject): JsonObject | null => {
    const json = JSON.stringify(raw);
    const bytes = Buffer.byteLength(json);
    if (bytes > left) return null;
    const bounded = bytes > RAW_BYTES ? { cut: storableText(json.slice(0, RAW_BYTES / 4)) } : storable(raw);
    left -= Math.min(bytes, RAW_BYTES);
    return isObject(bounded) ? bounded : null;
  };
  return [
    ...reports.map((report) => ({
      ...{ kind: 'report' as const, dedupe: dedupeOf('report', report.dedupe) },
      ...{ content: reportOf(report), raw: rawOf(report.raw) },
    })),
    ...inbound.map((message) => ({
      ...{ kind: 'inbound' as const, dedupe: dedupeOf('inbound', message.dedupe) },
      ...{ content: inboundOf(message), raw: rawOf(message.raw) },
    })),
  ];
}

/** Hashes what identifies repeats, which may be long, or contain a user's number. */
const dedupeOf = (kind: 'report' | 'inbound', dedupe: string): string =>
  createHash('sha256').update(`${kind}:${dedupe}`).digest('base64url');

function reportOf({
  status,
  isPermanent,
  isMachine,
  isForgeable,
  isAsked,
  at,
  ...report
}: CallbackReport): ReportContent {
  return {
    status,
    ...(isPermanent !== undefined && { isPermanent }),
    ...(isMachine !== undefined && { isMachine }),
    ...(isForgeable !== undefined && { isForgeable }),
    ...(isAsked !== undefined && { isAsked }),
    ...readTime(at),
    ...cut('key', report.key, 300),
    ...cut('providerId', report.providerId, MOST.said),
    ...cut('address', report.address, MOST.said),
    ...cut('url', report.url, MOST.url),
    ...cut('text', report.text, MOST.reply),
    ...cut('reason', report.reason, MOST.said),
  };
}

function inboundOf({ from, to, text, keyword, isAnswered, repliesTo, part, at }: InboundMessage): InboundContent {
  return {
    from: shorten(from, MOST.said),
    to: shorten(to, MOST.said),
    text: shorten(text, MOST.reply),
    ...(keyword !== undefined && { keyword }),
    ...(isAnswered !== undefined && { isAnswered }),
    ...cut('repliesTo', repliesTo, MOST.said),
    ...(part && { part: { ...part, ref: shorten(part.ref, MOST.label) } }),
    ...readTime(at),
  };
}

const shorten = (text: string, most: number): string => storableText(text.slice(0, most));

const cut = <Name extends string>(name: Name, text: string | undefined, most: number) =>
  (text === undefined ? {} : { [name]: shorten(text, most) }) as Partial<Record<Name, string>>;

/** Leaves out times that no calendar has. */
const readTime = (at: number | undefined): { readonly at?: Instant } =>
  at !== undefined && Number.isSafeInteger(Math.round(at)) && at >= 0 && at < LATEST
    ? { at: instant(Math.round(at)) }
    : {};
const LATEST = 253_402_300_800_000; // the year 10,000

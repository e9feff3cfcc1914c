import type { createShorten, ShortLink } from '../channels/tracking/short.ts';
import type { createTrack, TrackedMessage } from '../channels/tracking/track.ts';
import type { Written } from '../channels/write.ts';
import type { WorkspaceId } from '../journey/base/ids.ts';
import type { Settings } from '../journey/delivery/settings.ts';
import { DEFAULT_TRACKING, type SmsTracking } from '../journey/delivery/tracking.ts';
import { nodeAt } from '../journey/engine/version.ts';
import { keyOf, type SendRef } from '../store/messages/message.ts';
import type { SendPorts } from './send.ts';

interface TrackPorts {
  readonly track: ReturnType<typeof createTrack>;
  readonly shorten: ReturnType<typeof createShorten>;
  /** Stores short links before they are sent. Returns false if they can't be used. */
  readonly storeLinks: (send: SendRef, links: readonly ShortLink[]) => Promise<boolean>;
  readonly readSettings: (workspace: WorkspaceId) => Promise<Settings>;
  readonly now: () => number;
}

/** How long a worker goes by the settings that it has read. */
const CACHED_MS = 10_000;

/** Creates the step between writing and delivery that tracks the opens and clicks of emails, and the clicks of SMS. */
export function createTrackWritten({
  track,
  shorten,
  storeLinks,
  readSettings,
  now,
}: TrackPorts): NonNullable<SendPorts['track']> {
  const cached = new Map<WorkspaceId, { readonly until: number; readonly settings: Promise<Settings> }>();
  const settingsOf = (workspace: WorkspaceId): Promise<Settings> => {
    const known = cached.get(workspace);
    if (known && known.until > now()) return known.settings;
    const settings = readSettings(workspace);
    settings.catch(() => cached.delete(workspace));
    cached.set(workspace, { until: now() + CACHED_MS, settings });
    return settings;
  };
  const trackSms = async (send: SendRef, written: WrittenSms, message: TrackedMessage, tracking?: SmsTracking) => {
    if (!tracking?.clicks || (message.isTransactional && !tracking.transactional)) return written;
    const { content, links } = shorten(written.content, message);
    return links.length > 0 && (await storeLinks(send, links)) ? { ...written, content } : written;
  };
  return async (send, version, written) => {
    if (!written.ok || (written.channel !== 'email' && written.channel !== 'sms')) return written;
    const node = nodeAt(version, send.node);
    const isTransactional = node.type === 'message' && node.transactional;
    const { tracking } = await settingsOf(send.workspace);
    const message = { workspace: send.workspace, key: keyOf(send), isTransactional };
    if (written.channel === 'sms') return trackSms(send, written, message, tracking?.sms);
    return { ...written, content: track(written.content, message, tracking?.email ?? DEFAULT_TRACKING) };
  };
}

type WrittenSms = Extract<Written, { readonly ok: true; readonly channel: 'sms' }>;

import type { createTrack } from '../channels/tracking/track.ts';
import type { WorkspaceId } from '../journey/base/ids.ts';
import type { Settings } from '../journey/delivery/settings.ts';
import { DEFAULT_TRACKING } from '../journey/delivery/tracking.ts';
import { nodeAt } from '../journey/engine/version.ts';
import { keyOf } from '../store/messages/message.ts';
import type { SendPorts } from './send.ts';

interface TrackPorts {
  readonly track: ReturnType<typeof createTrack>;
  readonly readSettings: (workspace: WorkspaceId) => Promise<Settings>;
  readonly now: () => number;
}

/** How long a worker goes by the settings that it has read. */
const CACHED_MS = 10_000;

/** Creates the step between writing and delivery that tracks the opens and clicks of emails. */
export function createTrackWritten({ track, readSettings, now }: TrackPorts): NonNullable<SendPorts['track']> {
  const cached = new Map<WorkspaceId, { readonly until: number; readonly settings: Promise<Settings> }>();
  const settingsOf = (workspace: WorkspaceId): Promise<Settings> => {
    const known = cached.get(workspace);
    if (known && known.until > now()) return known.settings;
    const settings = readSettings(workspace);
    settings.catch(() => cached.delete(workspace));
    cached.set(workspace, { until: now() + CACHED_MS, settings });
    return settings;
  };
  return async (send, version, written) => {
    if (!written.ok || written.channel !== 'email') return written;
    const node = nodeAt(version, send.node);
    const isTransactional = node.type === 'message' && node.transactional;
    const { tracking } = await settingsOf(send.workspace);
    const message = { workspace: send.workspace, key: keyOf(send), isTransactional };
    return { ...written, content: track(written.content, message, tracking?.email ?? DEFAULT_TRACKING) };
  };
}

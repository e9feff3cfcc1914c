import type { Adapter, Feed, Inbox } from '../port.ts';
import { createSandboxAdapter } from '../sandbox/adapter.ts';
import { storableFields } from '../storable.ts';

export interface InAppPorts {
  readonly feed: Feed;
  /** Also shows each message in the inbox, for development. */
  readonly inbox?: Inbox;
  readonly perSecond?: number | undefined;
}

/** Creates the adapter that posts a message to the user's feed, from which their app reads it. */
export function createInAppAdapter({ feed, inbox, perSecond }: InAppPorts): Adapter<'inApp'> {
  const copy = inbox && createSandboxAdapter({ channel: 'inApp', inbox });
  return {
    channel: 'inApp',
    provider: 'feed',
    delivery: 'honours-keys',
    perSecond,

    async deliver(parcel) {
      const { workspace, key, journey, to, content } = parcel;
      const item = storableFields({ ...content });
      if (!(await feed.post({ workspace, key, journey, userId: to, content: item })))
        return { type: 'rejected', reason: 'the user is unknown: they may have been erased' };
      await copy?.deliver(parcel);
      return { type: 'accepted', providerId: `feed:${key}` };
    },
  };
}

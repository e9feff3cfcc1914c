import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Adapter, Parcel } from '../port.ts';

/** Returns whether a number may get free text, within 24 hours of its last message. `unknown`: ask the provider. */
export type ReadWindow = (asked: {
  readonly workspace: WorkspaceId;
  readonly channel: 'whatsapp';
  readonly to: string;
}) => Promise<'open' | 'closed' | 'unknown'>;

/**
 * Wraps the WhatsApp adapter so that only users who wrote within 24 hours get free text, as Meta requires. Refuses
 * other free text with a fix, without calling Meta. Approved templates are always sent.
 */
export const keepWindow = (adapter: Adapter, read: ReadWindow): Adapter => ({
  ...adapter,
  async deliver(parcel, handingOver) {
    const { workspace, to, boundTo } = parcel;
    // the provider that may have a message settles it
    if (
      isFreeText(parcel) &&
      boundTo === undefined &&
      (await read({ workspace, channel: 'whatsapp', to })) === 'closed'
    )
      return { type: 'rejected', reason: OUTSIDE };
    return adapter.deliver(parcel, handingOver);
  },
});

const isFreeText = (parcel: Parcel): boolean =>
  parcel.channel === 'whatsapp' && parcel.content.whatsappTemplate === undefined;

const OUTSIDE =
  'WhatsApp allows free text only within 24 hours of the user’s last message: use content.whatsappTemplate';

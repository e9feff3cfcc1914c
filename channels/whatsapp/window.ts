import type { Adapter, Parcel } from '../port.ts';

/** Reads whether free text may go to a number: within 24 hours of its last message. `unknown`: ask the provider. */
export type ReadWindow = (asked: {
  readonly workspace: string;
  readonly channel: 'whatsapp';
  readonly to: string;
}) => Promise<'open' | 'closed' | 'unknown'>;

/**
 * Wraps the adapter of WhatsApp so that free text goes only to users who have written within 24 hours, as Meta wants
 * it. Others are refused here, with what to do, before Meta is asked. Approved templates always go.
 */
export const keepWindow = (adapter: Adapter, read: ReadWindow): Adapter => ({
  ...adapter,
  async deliver(parcel, handingOver) {
    const { workspace, to, boundTo } = parcel;
    // a message that a provider may have is settled by that provider
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
  'the user hasn’t written within 24 hours, and WhatsApp takes free text only until then: give content.whatsappTemplate';

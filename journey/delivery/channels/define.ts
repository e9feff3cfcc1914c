import type { JsonValue } from '../../base/json.ts';
import type { AddressKind } from '../address.ts';

/** A field of a message's content. Which ones a channel uses is up to its definition. */
export type ContentField =
  | ('subject' | 'preheader' | 'title' | 'text' | 'html' | 'url' | 'from' | 'replyTo')
  /** Only for channels whose `extras` name it. */
  | ('mjml' | 'image' | 'badge' | 'sound' | 'collapseId' | 'timeToLive' | 'urgency' | 'whatsappTemplate');

/** A message channel. The message node's validation, palette and form, and the profile's addresses come from here. */
export interface MessageChannelDefinition {
  readonly title: string;
  /** The trait that holds a user's address. Null if the channel needs none. */
  readonly address: string | null;
  /** True if the address is a JSON object, such as a web push subscription. Default: false, a text. */
  readonly isObjectAddress?: boolean;
  /**
   * Returns the address in the trait's value; undefined if it can't be one. `country` is the journey's `phoneCountry`.
   * Default: by `isObjectAddress` and `findAddressFault`.
   */
  readonly readAddress?: (value: JsonValue, country: string | undefined) => string | undefined;
  /** True if a user can have several devices, which the store knows besides the trait. */
  readonly hasDevices?: true;
  /** `opt-in`: messages need a yes, unless the workspace's settings change this. Default: `opt-out`. */
  readonly consent?: 'opt-in';
  /** How addresses are compared, so that two spellings of one address count as one. Default: `exact`. */
  readonly addressKind?: AddressKind;
  /** Returns why a text can't be an address; undefined if it can. Default: any text that isn't blank can. */
  readonly findAddressFault?: (text: string) => string | undefined;
  /** Content that a message must have. Of several fields together, one is enough. */
  readonly needs: readonly (readonly ContentField[])[];
  /** Content that only some channels have, as far as this one has it. */
  readonly extras?: readonly ContentField[];
  /** Fields that the form shows first. */
  readonly asks: readonly ContentField[];
}

/**
 * Defines a message channel. A channel is one file here and one line in `index.ts`. Until it has an adapter
 * (channels/index.ts), its messages go to the sandbox.
 *
 * @example
 * export const telegram = defineMessageChannel({
 *   title: 'Telegram',
 *   address: 'telegramChat',
 *   needs: [['text']],
 *   asks: ['text'],
 * });
 */
export const defineMessageChannel = (definition: MessageChannelDefinition): MessageChannelDefinition => definition;

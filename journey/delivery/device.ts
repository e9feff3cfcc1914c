import type { Channel, MessageChannel } from './channel.ts';
import type { MessageChannelDefinition } from './channels/define.ts';
import { MESSAGE_CHANNELS } from './channels/index.ts';

/** A device of a user, to which a push message can be sent. */
export interface Device {
  /** Digest of the token, or of the subscription's endpoint. */
  readonly id: string;
  /** Token, or web push subscription as JSON. */
  readonly address: string;
  readonly platform: Platform | null;
  /** Name of the provider that issued the token; null if unknown. */
  readonly provider: string | null;
  /** App that the token belongs to, such as a bundle ID; null if unknown. */
  readonly app: string | null;
  /** Which of APNs's services knows the token; null if unknown. */
  readonly environment: ApnsEnvironment | null;
  /** ID of the VAPID key that the subscription was made with; null if unknown. */
  readonly vapidKey: string | null;
}

export const PLATFORMS = ['android', 'ios', 'web'] as const;
export type Platform = (typeof PLATFORMS)[number];
export type ApnsEnvironment = 'development' | 'production';

/**
 * Result of a message on one device. `handed`: an attempt began and nobody knows its end. `waiting`: it will be
 * tried again. `dead`: the provider no longer knows the device, which is dropped.
 */
export interface DeviceResult {
  readonly state: 'handed' | 'accepted' | 'waiting' | 'failed' | 'dead' | 'unknown';
  readonly provider?: string | undefined;
  readonly providerId?: string | undefined;
  readonly reason?: string | undefined;
  /** For `dead`: when the provider noticed, in milliseconds. A later registration stays. */
  readonly deadSince?: number | undefined;
  /** The service that knew the device, if that had to be found out. */
  readonly environment?: ApnsEnvironment | undefined;
}

/** Results of a message by device ID. */
export type DeviceResults = Readonly<Record<string, DeviceResult>>;

/** Channels whose users have devices. */
export type DeviceChannel = Extract<MessageChannel, 'push' | 'webPush'>;

export const isDeviceChannel = (channel: Channel): channel is DeviceChannel =>
  (MESSAGE_CHANNELS as Readonly<Record<string, MessageChannelDefinition>>)[channel]?.hasDevices === true;

/**
 * Tells for each channel whether a user has a live device, as the store knows. A channel is absent where only the
 * profile is known.
 */
export type Reach = Readonly<Partial<Record<Channel, boolean>>>;

/** Live devices of one user and channel. Of more, the ones seen last stay. */
export const MOST_DEVICES = 20;

/** How soon a device should show a push message, as RFC 8030 has it. */
export const URGENCIES = ['very-low', 'low', 'normal', 'high'] as const;
export type Urgency = (typeof URGENCIES)[number];

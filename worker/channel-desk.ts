import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { TakeTurns } from '../channels/pace.ts';
import type { Adapter } from '../channels/port.ts';
import type { JsonObject } from '../journey/base/json.ts';
import { CHANNELS, type Channel } from '../journey/delivery/channel.ts';
import type { ChannelsSettings, ProviderSettings } from '../journey/delivery/channel-settings.ts';
import type { Sql } from '../store/base/sql.ts';
import { deleteProviderReports, type ProviderReport, writeProviderReports } from '../store/channels/reports.ts';
import { readChannelSettings } from '../store/channels/settings.ts';
import { takeTurns } from '../store/channels/turns.ts';
import type { Backlog } from './queue-backlog.ts';
import { type Repeating, repeat } from './repeat.ts';

/** How soon a change of the settings holds. */
const LOOK_MS = 1_000;
/** How often a worker reports its providers' states. */
const REPORT_MS = 5_000;

export interface DeskPorts {
  readonly sql: Sql;
  readonly log: { warn(about: object, message: string): void; error(about: object, message: string): void };
  /** Called for each channel when the settings are read: whether all of its listed providers are disabled. */
  readonly onDisabled?: (channel: Channel, isDisabled: boolean) => void;
}

type ReadBacklog = (channel: Channel) => Promise<Backlog | undefined>;

/** The part of a worker that deals with all channels: their settings, the turns that workers share, its reports. */
export interface ChannelDesk {
  readonly settingsOf: (channel: Channel) => readonly ProviderSettings[] | undefined;
  readonly turnsOf: (channel: Channel, provider: string) => TakeTurns;
  readonly onTurnsFailed: (cause: unknown) => void;
  /** Starts to report the states of the adapters' providers, and what waits in the queues of channels with a limit. */
  report(adapters: Readonly<Record<Channel, Adapter>>, readBacklog?: ReadBacklog): void;
  close(): Promise<void>;
}

/** Opens the desk with the settings as they are now. They are read again every second. */
export async function openChannelDesk({ sql, log, onDisabled = () => {} }: DeskPorts): Promise<ChannelDesk> {
  const worker = `${os.hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  let settings: ChannelsSettings = {};
  let version = -1;
  const look = async () => {
    const stored = await readChannelSettings(sql);
    if (stored.version === version) return;
    ({ version, settings } = stored);
    for (const channel of CHANNELS) onDisabled(channel, isDisabled(settings[channel]?.providers));
  };
  await look();
  const looking = repeat(look, {
    everyMs: LOOK_MS,
    isImmediate: true,
    onFailure: (err) => log.warn({ err }, 'the channel settings could not be read'),
  });
  let reporting: Repeating | undefined;

  return {
    settingsOf: (channel) => settings[channel]?.providers,
    turnsOf: (channel, provider) => (asked) => takeTurns(sql, { channel, provider, ...asked }),
    onTurnsFailed: (err) => log.warn({ err }, 'turns could not be taken: messages wait'),
    report(adapters, readBacklog = async () => undefined) {
      const report = async () => {
        const reports = await Promise.all(CHANNELS.map((channel) => reportsOf(adapters[channel], readBacklog)));
        await writeProviderReports(sql, worker, reports.flat());
      };
      reporting = repeat(report, {
        everyMs: REPORT_MS,
        isImmediate: true,
        onFailure: (err) => log.warn({ err }, 'the state of providers could not be reported'),
      });
    },
    async close() {
      await Promise.all([looking.close(), reporting?.close()]);
      await deleteProviderReports(sql, worker).catch(() => {}); // they go out of date by themselves
    },
  };
}

/** Providers that aren't listed are enabled, but with settings at all, an operator has seen the list. */
const isDisabled = (providers: readonly ProviderSettings[] = []): boolean =>
  providers.length > 0 && providers.every(({ isEnabled }) => !isEnabled);

/** A channel without a limit has no backlog worth a question. While Temporal doesn't answer, none is reported. */
async function reportsOf(adapter: Adapter, readBacklog: ReadBacklog): Promise<readonly ProviderReport[]> {
  const { channel } = adapter;
  const isLimited = adapter.pacing?.().perSecond !== undefined;
  const backlog = isLimited ? await readBacklog(channel).catch(() => undefined) : undefined;
  return (adapter.health?.() ?? []).map(({ provider, ...health }) => {
    const report: object = { ...health, ...(backlog && { backlog }) };
    return { channel, provider, report: report as JsonObject }; // its fields are texts, numbers and lists of them
  });
}

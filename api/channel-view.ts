import { z } from 'zod';
import type { ProviderHealth } from '../channels/port.ts';
import type { KnownProvider } from '../channels/providers.ts';
import { applySettings } from '../channels/route/choose.ts';
import { CHANNELS, Channel } from '../journey/delivery/channel.ts';
import { type ChannelsSettings, ChannelsSettings as SettingsSchema } from '../journey/delivery/channel-settings.ts';
import { MOST_COUNTED, type ReportSeen, type Waiting } from '../store/channels/reports.ts';
import { isoOf, Time } from './paging.ts';

/** Combines the channel settings with the workers' reports into the API's view of channels. */

const STATES = ['working', 'resting', 'held', 'disabled', 'silent'] as const;
type State = (typeof STATES)[number];

const FaultView = z.object({
  type: z.enum(['busy', 'misconfigured']),
  reason: z.string().describe('Error text from the provider or the connection'),
  from: Time.describe('First time'),
  to: Time.describe('Last time'),
  count: z.int(),
});

const ProviderView = z
  .object({
    name: z.string(),
    title: z.string(),
    isSandbox: z.boolean().describe('True: messages go to the inbox only, and no recipient gets them'),
    isEnabled: z.boolean(),
    weight: z.int().describe('Share of messages that go to it first'),
    perSecond: z.number().nullable().describe('Limit for all workers together. Null: no limit.'),
    defaultPerSecond: z.number().nullable().describe('Default limit, from `<CHANNEL>_PER_SECOND`. Null: no limit.'),
    burst: z.int(),
    state: z
      .enum(STATES)
      .describe(
        '`resting`: the provider asked Sojourn to slow down. `held`: the provider failed several times in a row, and Sojourn tests it with one message at a time. `silent`: no worker reports.',
      ),
    since: Time.nullable(),
    until: Time.nullable().describe('When the provider takes messages again, or when Sojourn tests it'),
    reason: z.string().nullable().describe('Why the provider is resting or held'),
    rate: z.number().describe('Messages per second over the last ten seconds, all workers together'),
    faults: z.array(FaultView).describe('Recent faults, newest first'),
  })
  .meta({ id: 'ProviderView' });

const ChannelView = z
  .object({
    channel: Channel,
    providers: z.array(ProviderView).describe('Providers, in the order Sojourn tries them'),
    waiting: z
      .object({
        count: z.int().describe(`Messages that no provider has accepted yet. Counting stops at ${MOST_COUNTED}.`),
        since: Time.nullable().describe('When the oldest waiting message was due'),
      })
      .describe('Messages of this workspace that are waiting for a retry'),
    queued: z
      .object({ count: z.int(), since: Time.nullable() })
      .describe(
        'Approximate number of messages, across all workspaces, that are waiting in the channel’s queue because of its limits',
      ),
  })
  .meta({ id: 'ChannelView' });

export const ChannelsView = z
  .object({
    version: z.int().describe('Increases with each change to the settings'),
    workers: z.int().describe('Number of workers that report'),
    settings: SettingsSchema,
    channels: z.array(ChannelView),
  })
  .meta({ id: 'ChannelsView' });

/** Inputs of the view of channels. */
export interface ChannelFacts {
  readonly known: readonly KnownProvider[];
  readonly defaults: Readonly<Partial<Record<Channel, number>>>;
  readonly settings: ChannelsSettings;
  readonly reports: readonly ReportSeen[];
  readonly waiting: readonly Waiting[];
}

/** Returns the view of all channels, combining the states that all workers report. */
export function viewChannels(facts: ChannelFacts): z.input<typeof ChannelView>[] {
  return CHANNELS.map((channel) => {
    const { count = 0, since = null } = facts.waiting.find((each) => each.channel === channel) ?? {};
    const queued = viewBacklog(facts.reports.filter((each) => each.channel === channel));
    return { channel, providers: viewProviders(facts, channel), waiting: { count, since }, queued };
  });
}

/** Returns the largest answer, since every worker asks about the same queue. */
function viewBacklog(reports: readonly ReportSeen[]) {
  const seen = reports.flatMap(({ report }) => (report as { readonly backlog?: Backlog }).backlog ?? []);
  const [largest] = seen.toSorted((a, b) => b.count - a.count);
  return { count: largest?.count ?? 0, since: largest ? isoOf(largest.since) : null };
}

interface Backlog {
  readonly count: number;
  readonly since: number;
}

function viewProviders({ known, defaults, settings, reports }: ChannelFacts, channel: Channel) {
  const here = known.filter((each) => each.channel === channel);
  const names = here.map(({ name }) => name);
  const defaultPerSecond = defaults[channel] ?? null;
  return applySettings(names, settings[channel]?.providers).flatMap((set) => {
    const { name, isEnabled, weight, perSecond = defaultPerSecond, burst = 1 } = set;
    const provider = here.find((each) => each.name === name);
    if (!provider) return [];
    const { title, isSandbox } = provider;
    const health = reports.filter((each) => each.channel === channel && each.provider === name).map(healthOf);
    const limits = { perSecond, defaultPerSecond, burst };
    return [{ name, title, isSandbox, isEnabled, weight, ...limits, ...viewHealth(health, isEnabled) }];
  });
}

/** Reports may come from workers of this release or an earlier one. */
const healthOf = ({ report }: ReportSeen): Partial<ProviderHealth> => report as Partial<ProviderHealth>;

const MOST_FAULTS = 20;

function viewHealth(reports: readonly Partial<ProviderHealth>[], isEnabled: boolean) {
  const worst = STATES.toReversed().find((state) => reports.some((report) => report.state === state)) ?? 'silent';
  const those = reports.filter(({ state }) => state === worst);
  const state: State = isEnabled ? worst : 'disabled';
  const isTrouble = state === 'held' || state === 'resting';
  const sinces = those.flatMap(({ since }) => since ?? []);
  const untils = those.flatMap(({ until }) => until ?? []);
  return {
    state,
    since: sinces.length > 0 ? isoOf(Math.min(...sinces)) : null,
    until: isTrouble && untils.length > 0 ? isoOf(Math.min(...untils)) : null,
    reason: isTrouble ? (those.find(({ reason }) => reason)?.reason ?? null) : null,
    rate: Math.round(reports.reduce((sum, { perSecond = 0 }) => sum + perSecond, 0) * 10) / 10,
    faults: mergeFaults(reports.flatMap(({ faults = [] }) => faults)),
  };
}

type Fault = ProviderHealth['faults'][number];

/** Adds up the counts that several workers report for the same fault. */
function mergeFaults(faults: readonly Fault[]): z.input<typeof FaultView>[] {
  const merged = new Map<string, Fault>();
  for (const fault of faults) {
    const key = `${fault.type} ${fault.reason}`;
    const other = merged.get(key) ?? { ...fault, count: 0 };
    merged.set(key, {
      ...other,
      from: Math.min(other.from, fault.from),
      to: Math.max(other.to, fault.to),
      count: other.count + fault.count,
    });
  }
  return [...merged.values()]
    .toSorted((a, b) => b.to - a.to)
    .slice(0, MOST_FAULTS)
    .map(({ type, reason, from, to, count }) => ({ type, reason, from: isoOf(from), to: isoOf(to), count }));
}

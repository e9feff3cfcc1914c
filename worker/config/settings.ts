import type { LimitOptions } from '../../api/limits.ts';
import type { ChosenProvider } from '../../channels/providers.ts';
import type { SmsLimits } from '../../channels/sms/limits.ts';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Channel, MessageChannel } from '../../journey/delivery/channel.ts';
import type { Retention } from '../../store/maintenance/retention.ts';
import type { Temporal } from './temporal.ts';
import type { Variables } from './variables.ts';

export interface ApiSettings {
  readonly host: string;
  readonly port: number;
  /** The API's URL, as browsers and services reach it. */
  readonly publicUrl?: string;
  /** URL of the links in tracked messages: TRACKING_URL, or else `publicUrl`. */
  readonly trackingUrl?: string;
  /** Sign the links in messages; the first one signs, all are accepted. Empty: nothing is tracked. */
  readonly linkSecrets: readonly string[];
  /** Proxies whose `X-Forwarded-For` is trusted: a count or addresses. */
  readonly trustProxy?: number | readonly string[];
  /** Listener that serves metrics and full readiness without a key. Absent: none. */
  readonly metrics?: { readonly host: string; readonly port: number };
  readonly connections: { readonly most: number; readonly perAddress: number };
  readonly limits: LimitOptions;
  /** Longest duration of a query. */
  readonly queryTimeoutMs: number;
  /** How many reads of a whole journey or workspace run at once. */
  readonly heavyReads: number;
}

/** Settings from the environment. Where the database or Temporal is absent, `sojourn all` starts its own. */
export interface Settings {
  /** `NODE_ENV=production`, as the image sets it. Refuses some development defaults and warns about others. */
  readonly isProduction: boolean;
  readonly workspace: WorkspaceId;
  /** Absolute path of `sojourn all`'s data: databases, keys, logs. */
  readonly dataDir: string;
  /** Absolute path of the file that receives a workspace's first API key. */
  readonly adminKeyFile: string;
  readonly logLevel: Variables['LOG_LEVEL'];
  readonly databaseUrl?: string;
  /** URL with the role that owns the schema, used only by migrations. Absent: `databaseUrl`. */
  readonly migrateDatabaseUrl?: string;
  /** Size of each process's connection pools. */
  readonly pools: {
    readonly api: number;
    /** The API's pool for ingest alone. */
    readonly ingest: number;
    readonly worker: number;
  };
  readonly postgres: { readonly port: number; readonly binaries?: string };
  /** Connection from TEMPORAL_* variables and profiles. */
  readonly temporal?: Temporal;
  readonly temporalServer: {
    readonly namespace: string;
    readonly port: number;
    readonly uiPort: number;
    /** URL of the workflow list in Temporal's UI. */
    readonly uiUrl?: string;
    readonly cli?: string;
  };
  /** Prefix of all task queue names. */
  readonly taskQueue: string;
  readonly api: ApiSettings;
  /** A process ends itself when its event loop is blocked this long. 0: never. */
  readonly watchdogSeconds: number;
  /** The worker role. `host` and `port` serve its health and metrics. */
  readonly worker: {
    readonly host: string;
    readonly port: number;
    /** Port of the Temporal SDK's own metrics. 0: none. */
    readonly sdkMetricsPort: number;
    readonly workflowSlots: number;
    readonly cachedWorkflows?: number;
    /** Child processes that render templates. */
    readonly renderProcesses?: number;
  };
  /** Providers that the environment chooses, in the order in which each channel tries them. */
  readonly providers: readonly ChosenProvider[];
  readonly mail: {
    readonly from: string;
    /** Port where email is caught while no provider of email is chosen. */
    readonly catcherPort: number;
    /** Email is caught on purpose, also in production. */
    readonly isCaught: boolean;
  };
  readonly sms: SmsLimits;
  /** Messages per second of each channel, over all workers. Absent: no limit. */
  readonly perSecond: Readonly<Partial<Record<Channel, number>>>;
  /** Absolute paths of modules with the company's own activities. */
  readonly activities: readonly string[];
  /** Secrets (`whsec_…`), each of which signs every webhook. */
  readonly webhookSecrets: readonly string[];
  /** True if webhooks may go to private addresses. */
  readonly allowPrivate: boolean;
  /** False: user ids that look like addresses are replaced by an HMAC in workflow ids and search attributes. */
  readonly plainUserIds: boolean;
  /** Days for which ended data is stored. */
  readonly retention: Retention;
  /** Days for which audit entries are stored. `sojourn migrate` writes this into the database. */
  readonly auditDays: number;
  /** Servers that `sojourn all` runs itself. */
  readonly embedded: { readonly database: boolean; readonly temporal: boolean };
}

/** Returns whether the environment chooses a provider for the channel. */
export const hasProvider = ({ providers }: Pick<Settings, 'providers'>, channel: MessageChannel): boolean =>
  providers.some(({ provider }) => provider.channel === channel);

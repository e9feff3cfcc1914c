import type { LimitOptions } from '../../api/limits.ts';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import type { Retention } from '../../store/maintenance/retention.ts';
import type { Temporal } from './temporal.ts';
import type { Variables } from './variables.ts';

export interface ApiSettings {
  readonly host: string;
  readonly port: number;
  /** Where people and services reach it. */
  readonly publicUrl?: string;
  /** How many proxies, or which, are believed about whose address a call comes from. */
  readonly trustProxy?: number | readonly string[];
  /** Where metrics and the details of readiness are served without a key. Absent: nowhere. */
  readonly metrics?: { readonly host: string; readonly port: number };
  readonly connections: { readonly most: number; readonly perAddress: number };
  readonly limits: LimitOptions;
  /** A query that takes longer is ended. */
  readonly queryTimeoutMs: number;
  /** Reads of a whole journey or workspace that run at once. */
  readonly heavyReads: number;
}

/** What is set from outside, by environment alone. Absent: `sojourn all` brings its own. */
export interface Settings {
  /** `NODE_ENV=production`, as the image sets it: defaults for development are refused, or warned of. */
  readonly isProduction: boolean;
  readonly workspace: WorkspaceId;
  /** Absolute. What `sojourn all` keeps: databases, keys, logs. */
  readonly dataDir: string;
  /** Absolute. Where the first API key of a workspace is written. */
  readonly adminKeyFile: string;
  readonly logLevel: Variables['LOG_LEVEL'];
  readonly databaseUrl?: string;
  /** Of the role that owns the schema, for migrations alone. Absent: that of `databaseUrl` does both. */
  readonly migrateDatabaseUrl?: string;
  /** Connections of one process. */
  readonly pools: {
    readonly api: number;
    /** Of the API, for what takes events in and for nothing else. */
    readonly ingest: number;
    readonly worker: number;
  };
  readonly postgres: { readonly port: number; readonly binaries?: string };
  /** From TEMPORAL_* and profiles. */
  readonly temporal?: Temporal;
  readonly temporalServer: {
    readonly namespace: string;
    readonly port: number;
    readonly uiPort: number;
    /** Where people see the list of workflows. */
    readonly uiUrl?: string;
    readonly cli?: string;
  };
  /** What the names of all task queues begin with. */
  readonly taskQueue: string;
  readonly api: ApiSettings;
  /** A process whose event loop stands still for so long ends itself; 0: never. */
  readonly watchdogSeconds: number;
  /** `host` and `port` of its health and metrics. */
  readonly worker: {
    readonly host: string;
    readonly port: number;
    /** The SDK's own metrics; 0: none. */
    readonly sdkMetricsPort: number;
    readonly workflowSlots: number;
    readonly cachedWorkflows?: number;
  };
  readonly mail: {
    /** Absent: the API catches all mail itself, at `catcherPort`, and the inbox shows it. */
    readonly smtpUrl?: string;
    readonly delivery: Variables['SMTP_DELIVERY'];
    readonly from: string;
    readonly catcherPort: number;
    /** Caught on purpose, in production too. */
    readonly isCaught: boolean;
  };
  /** Messages of a channel, over all workers. Absent: no limit of ours. */
  readonly perSecond: Readonly<Partial<Record<Channel, number>>>;
  /** Modules of the company's own activities: absolute paths. */
  readonly activities: readonly string[];
  /** Each signs what the webhook channel sends: `whsec_…`. */
  readonly webhookSecrets: readonly string[];
  /** Whether requests of ours may go to private addresses. */
  readonly allowPrivate: boolean;
  /** False: user ids that look like addresses are replaced by an HMAC in workflow ids and search attributes. */
  readonly plainUserIds: boolean;
  /** How long what is over is kept, in days. */
  readonly retention: Retention;
  /** How long audit entries are kept, in days: migrating writes it into the database. */
  readonly auditDays: number;
  /** Which servers are `sojourn all`'s own: told to the roles that it starts. */
  readonly embedded: { readonly database: boolean; readonly temporal: boolean };
}

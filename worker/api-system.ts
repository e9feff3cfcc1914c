import type { Express } from 'express';
import { type AppPorts, createApp, type Log } from '../api/app.ts';
import { createAuth } from '../api/auth.ts';
import { createDenials } from '../api/denials.ts';
import { createLimits, type LimitOptions, NO_LIMITS } from '../api/limits.ts';
import { createMetrics } from '../api/metrics.ts';
import { openApi } from '../api/openapi.ts';
import type { Route } from '../api/route.ts';
import { commandRoutes } from '../api/routes/commands.ts';
import { docsRoutes } from '../api/routes/docs.ts';
import { engagementRoutes } from '../api/routes/engagement.ts';
import { enterRoutes } from '../api/routes/enter.ts';
import { feedRoutes } from '../api/routes/feed.ts';
import { type HealthPorts, healthRoutes } from '../api/routes/health.ts';
import { inboxRoutes } from '../api/routes/inbox.ts';
import { keyRoutes } from '../api/routes/keys.ts';
import { liveRoutes } from '../api/routes/live.ts';
import type { PublishPorts } from '../api/routes/publish.ts';
import { sessionRoutes } from '../api/routes/session.ts';
import { settingRoutes } from '../api/routes/settings.ts';
import { type TestMessagePorts, testMessageRoutes } from '../api/routes/test-messages.ts';
import { unmatchedCallbackRoutes } from '../api/routes/unmatched-callbacks.ts';
import { createTurns } from '../api/turns.ts';
import { serveWebApp } from '../api/web-app.ts';
import { createWriteWatch } from '../api/write-watch.ts';
import { nodeWall } from '../channels/liquid/wall.ts';
import { createRenderHere } from '../channels/mjml/compiler.ts';
import { createSandboxAdapter } from '../channels/sandbox/adapter.ts';
import type { SmsLimits } from '../channels/sms/limits.ts';
import { createRenderer } from '../channels/templates.ts';
import { createWriteAside } from '../channels/write.ts';
import type { WorkspaceId } from '../journey/base/ids.ts';
import { recordAudit } from '../store/access/audit.ts';
import { claimRequest, releaseRequest, settleRequest } from '../store/access/idempotency.ts';
import { findKey, touchKey } from '../store/access/keys.ts';
import { findSession } from '../store/access/sessions.ts';
import type { Database } from '../store/base/sql.ts';
import { assertWritable } from '../store/base/writable.ts';
import { createCommands } from '../store/decisions/commands.ts';
import { createEnter } from '../store/entry/enter.ts';
import { createEngageAll, createEngagement } from '../store/events/engagement.ts';
import { createIngest } from '../store/events/ingest.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { DEFAULT_RETENTION } from '../store/maintenance/retention.ts';
import { createInbox } from '../store/messages/inbox.ts';
import { countDeadLetters } from '../store/outbox/dead-letters.ts';
import { createStore } from '../store/person.ts';
import { countInside } from '../store/read-model/journeys.ts';
import { measureOutbox } from '../store/read-model/outbox.ts';
import {
  type CallbackOptions,
  type ChannelOptions,
  composeCallbackRoutes,
  composeChannelRoutes,
  composeConsentRoutes,
  composeEventRoutes,
  composeJourneyRoutes,
  composeUserRoutes,
  type JourneyOptions,
} from './api-routes.ts';

export interface ApiOptions extends CallbackOptions, ChannelOptions, Omit<JourneyOptions, 'validate'> {
  readonly database: Database;
  /** Separate connections for ingest and its keys, so that reads can't starve it. Default: `database`. */
  readonly ingestDatabase?: Database;
  /** How many reads of a whole journey or workspace run at once. Default: 3. */
  readonly heavyReads?: number;
  /** Workspace whose audit log records denied calls from unknown callers. */
  readonly workspace: WorkspaceId;
  readonly plainUserIds: boolean;
  readonly validate: PublishPorts['validate'];
  readonly health: Pick<HealthPorts, 'pendingMigrations' | 'temporal' | 'phase'>;
  readonly log: Log;
  /** Rate limits. Default: none. */
  readonly limits?: LimitOptions;
  readonly trustProxy?: number | readonly string[] | undefined;
  readonly sms?: SmsLimits | undefined;
  /** Public VAPID key of new web push subscriptions. Default: none. */
  readonly vapidKey?: string | undefined;
  /** Days for which events are stored. */
  readonly keptDays?: number;
  /** For tests: throws if an answer doesn't match its schema. */
  readonly isChecking?: boolean;
  /** For tests: interval of a stream's heartbeats. */
  readonly beatMs?: number;
  /** For tests: how long the API waits for the result of a command. */
  readonly patienceMs?: number;
  /** Directory of the built web app. Without it, no pages are served. */
  readonly webDirectory?: string;
  /** Writes and sends test messages. Default: to the sandbox. */
  readonly testMessages?: TestMessageOptions;
  /** URL of the workflow list in Temporal's UI. */
  readonly temporalUi?: string | undefined;
}

export type TestMessageOptions = Pick<TestMessagePorts, 'write' | 'findAdapter'>;

export interface Api {
  readonly app: Express;
  /** Serves metrics and full readiness without a key. For a listener that the public can't reach. */
  readonly unguarded: Express;
  readonly routes: readonly Route[];
  /** Returns the OpenAPI 3.1 document. */
  describe(): object;
  /** Ends all streams, which would otherwise keep the server from closing. */
  endStreams(): void;
  /** Finishes writing the accepted events. */
  close(): Promise<void>;
}

/** Composes the API over one database. It doesn't listen yet. */
export function composeApi({ database, workspace, validate, health, log, ...options }: ApiOptions): Api {
  const { sql } = database;
  const front = options.ingestDatabase ?? database;
  const inTurn = createTurns(options.heavyReads ?? 3);
  const now = Date.now;
  const auth = createAuth({
    keys: { find: (id) => findKey(front.sql, id), touch: (id) => touchKey(front.sql, id) },
    sessions: { find: (token) => findSession(front.sql, token) },
    now,
  });
  const isSecure = options.publicUrl?.startsWith('https:') === true;
  const limits = createLimits(options.limits ?? NO_LIMITS);
  const store = createStore(database);
  const frontStore = createStore(front);
  const versions = createVersions(front);
  const writes = createWriteWatch(createIngest(front, frontStore), () => front.transaction(assertWritable));
  const { ingest } = writes;
  const enter = createEnter(front, frontStore, versions, { plainUserIds: options.plainUserIds });
  const metrics = createMetrics({
    outbox: () => measureOutbox(sql),
    inside: () => countInside(sql),
    deadLetters: () => countDeadLetters(sql),
  });

  const live = liveRoutes({ sql, versions, now, inTurn });
  const engage = createEngagement(front, frontStore);
  const feed = feedRoutes({ database: front, engageAll: createEngageAll(front, frontStore), now });
  const healths = healthRoutes({ database: () => front.sql`select 1`, writes: writes.check, metrics, ...health });
  const routes = [
    ...live.routes,
    ...composeEventRoutes(database, options, { ingest, metrics, limits, now, versions, store: frontStore }),
    ...composeCallbackRoutes(front, options, log),
    ...engagementRoutes({ engage }),
    ...feed.routes,
    ...composeConsentRoutes(front, { store: frontStore, engage, now }),
    ...enterRoutes({ enter }),
    ...commandRoutes({ commands: createCommands(database, store), patienceMs: options.patienceMs }),
    ...composeJourneyRoutes(database, versions, { ...options, validate }),
    ...composeUserRoutes(database, {
      ...{ store, versions, vapidKey: options.vapidKey },
      keptDays: options.keptDays ?? DEFAULT_RETENTION.events,
    }),
    ...sessionRoutes({ sql, auth, temporalUi: options.temporalUi ?? null, isSecure }),
    ...keyRoutes({ database }),
    ...settingRoutes({ database, sms: options.sms }),
    ...composeChannelRoutes(database, workspace, options),
    ...inboxRoutes({ sql }),
    ...unmatchedCallbackRoutes({ sql }),
    ...testMessageRoutes({ ...(options.testMessages ?? toSandbox(database)), database, limits, now }),
    ...healths.open,
  ];

  const common: Omit<AppPorts, 'routes'> = {
    auth,
    limits,
    inTurn,
    isSecure,
    workspace,
    idempotency: {
      claim: (request) => claimRequest(front.sql, request),
      settle: (claim, status, answer) => settleRequest(front.sql, claim, status, answer),
      release: (claim) => releaseRequest(front.sql, claim),
    },
    onDenied: createDenials({
      record: (entry) => recordAudit(sql, entry),
      now,
      onFailure: (err) => log.warn({ err }, 'a denied call could not be written to the audit log'),
    }),
    metrics,
    log,
    ...(options.isChecking === true && { isChecking: true }),
    ...(options.beatMs !== undefined && { beatMs: options.beatMs }),
  };
  const app = createApp({
    ...common,
    routes: [...routes, ...docsRoutes(routes)],
    trustProxy: options.trustProxy,
    note: writes.note,
    ...(options.webDirectory !== undefined && { web: serveWebApp(options.webDirectory) }),
  });
  const unguarded = createApp({ ...common, routes: healths.unguarded, limits: createLimits(NO_LIMITS) });
  return {
    app,
    unguarded,
    routes,
    describe: () => openApi(routes),
    endStreams: () => {
      live.watch.close();
      feed.watch.close();
    },
    close: () => ingest.close(),
  };
}

/** Sends test messages without providers. */
const toSandbox = ({ sql }: Pick<Database, 'sql'>): TestMessageOptions => ({
  write: createWriteAside(createRenderHere(createRenderer(nodeWall))),
  findAdapter: (channel, { via }) =>
    via === 'sandbox' ? createSandboxAdapter({ channel, inbox: createInbox(sql) }) : undefined,
});

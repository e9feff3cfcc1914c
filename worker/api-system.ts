import type { Express } from 'express';
import { type AppPorts, createApp, type Log } from '../api/app.ts';
import { createAuth } from '../api/auth.ts';
import { reportOfTracked } from '../api/callbacks/tracked.ts';
import { createDenials } from '../api/denials.ts';
import { createLimits, type LimitOptions, NO_LIMITS } from '../api/limits.ts';
import { createMetrics } from '../api/metrics.ts';
import { openApi } from '../api/openapi.ts';
import type { Route } from '../api/route.ts';
import { activityRoutes } from '../api/routes/activities.ts';
import { broadcastRoutes } from '../api/routes/broadcasts.ts';
import { type CallbackRoutePorts, callbackRoutes } from '../api/routes/callbacks.ts';
import { catalogueRoutes } from '../api/routes/catalogue.ts';
import { commandRoutes } from '../api/routes/commands.ts';
import { consentRoutes, suppressionRoutes } from '../api/routes/consents.ts';
import { deadLetterRoutes } from '../api/routes/dead-letters.ts';
import { deviceRoutes } from '../api/routes/devices.ts';
import { docsRoutes } from '../api/routes/docs.ts';
import { draftRoutes } from '../api/routes/drafts.ts';
import { engagementRoutes } from '../api/routes/engagement.ts';
import { enterRoutes } from '../api/routes/enter.ts';
import { erasureRoutes } from '../api/routes/erasures.ts';
import { eventRoutes } from '../api/routes/events.ts';
import { experimentRoutes } from '../api/routes/experiments.ts';
import { feedRoutes } from '../api/routes/feed.ts';
import { goalRoutes } from '../api/routes/goals.ts';
import { type HealthPorts, healthRoutes } from '../api/routes/health.ts';
import { inboxRoutes } from '../api/routes/inbox.ts';
import { instanceRoutes } from '../api/routes/instances.ts';
import { bulkRoutes } from '../api/routes/journey-bulk.ts';
import { type StatePorts, stateRoutes } from '../api/routes/journey-states.ts';
import { journeyRoutes } from '../api/routes/journeys.ts';
import { keyRoutes } from '../api/routes/keys.ts';
import { liveRoutes } from '../api/routes/live.ts';
import { type PreferencePorts, preferenceRoutes } from '../api/routes/preferences.ts';
import { type PublishPorts, publishRoutes } from '../api/routes/publish.ts';
import { qualifyingRoutes } from '../api/routes/qualifying.ts';
import { reportRoutes } from '../api/routes/report.ts';
import { segmentRoutes } from '../api/routes/segments.ts';
import { sessionRoutes } from '../api/routes/session.ts';
import { settingRoutes } from '../api/routes/settings.ts';
import { type TrackingRoutePorts, trackingRoutes } from '../api/routes/tracking.ts';
import { userRoutes } from '../api/routes/users.ts';
import { createTurns } from '../api/turns.ts';
import { serveWebApp } from '../api/web-app.ts';
import { createWriteWatch } from '../api/write-watch.ts';
import type { FindCallbacks } from '../channels/callbacks.ts';
import type { SmsLimits } from '../channels/sms/limits.ts';
import { checkTemplate } from '../channels/template-check.ts';
import type { LinkTokens } from '../channels/tracking/token.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import { recordAudit } from '../store/access/audit.ts';
import { claimRequest, releaseRequest, settleRequest } from '../store/access/idempotency.ts';
import { findKey, touchKey } from '../store/access/keys.ts';
import { findSession } from '../store/access/sessions.ts';
import { createUserLinks } from '../store/access/user-links.ts';
import { createDoorbell } from '../store/base/doorbell.ts';
import type { Database } from '../store/base/sql.ts';
import { assertWritable } from '../store/base/writable.ts';
import { uploadList } from '../store/broadcasts/lists.ts';
import { openExtraOccurrence } from '../store/broadcasts/occurrences.ts';
import { storeCallbacks, TRACKED_LINKS } from '../store/callbacks/callbacks.ts';
import { createCommands } from '../store/decisions/commands.ts';
import { createEnter } from '../store/entry/enter.ts';
import { eraseUser } from '../store/erasure/erase.ts';
import { createEngagement } from '../store/events/engagement.ts';
import { createIngest } from '../store/events/ingest.ts';
import { createEditExperiment } from '../store/experiments/edit.ts';
import { listActivities } from '../store/journeys/activities.ts';
import { deleteDraft, saveDraft } from '../store/journeys/drafts.ts';
import { createVersions, type Versions } from '../store/journeys/versions.ts';
import { archiveJourney, startJourney, stopJourney } from '../store/lifecycle/end.ts';
import { pauseJourney, resumeJourney } from '../store/lifecycle/pause.ts';
import { publish } from '../store/lifecycle/publish.ts';
import { DEFAULT_RETENTION } from '../store/maintenance/retention.ts';
import { countDeadLetters, replayDeadLetters } from '../store/outbox/dead-letters.ts';
import { createStore, type Store } from '../store/person.ts';
import { countInside, listJourneyIds } from '../store/read-model/journeys.ts';
import { measureOutbox } from '../store/read-model/outbox.ts';
import { segmentIds } from '../store/segments/segments.ts';

export interface ApiOptions {
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
  /** The API's URL, as browsers and services reach it. */
  readonly publicUrl?: string | undefined;
  readonly sms?: SmsLimits | undefined;
  /** Reads the tokens of tracking links. Default: nothing is tracked. */
  readonly linkTokens?: LinkTokens | undefined;
  /** Finds the readers of providers' callbacks. Default: none. */
  readonly findCallbacks?: FindCallbacks;
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
  /** URL of the workflow list in Temporal's UI. */
  readonly temporalUi?: string | undefined;
}

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
  const feed = feedRoutes({ database: front, engage, now });
  const healths = healthRoutes({ database: () => front.sql`select 1`, writes: writes.check, metrics, ...health });
  const routes = [
    ...live.routes,
    ...eventRoutes({ ingest, metrics, limits, now }),
    ...composeCallbackRoutes(front, options, log),
    ...engagementRoutes({ engage }),
    ...feed.routes,
    ...composeConsentRoutes(front, { store: frontStore, engage, now }),
    ...enterRoutes({ enter }),
    ...commandRoutes({ commands: createCommands(database, store), patienceMs: options.patienceMs }),
    ...composeJourneyRoutes(database, versions, validate),
    ...composeUserRoutes(database, {
      ...{ store, versions, vapidKey: options.vapidKey },
      keptDays: options.keptDays ?? DEFAULT_RETENTION.events,
    }),
    ...sessionRoutes({ sql, auth, temporalUi: options.temporalUi ?? null, isSecure }),
    ...keyRoutes({ database }),
    ...settingRoutes({ database, sms: options.sms }),
    ...inboxRoutes({ sql }),
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
      live.feed.close();
      feed.watch.close();
    },
    close: () => ingest.close(),
  };
}

/** Composes the routes that providers call. What they store is applied by the worker. */
function composeCallbackRoutes(
  database: Database,
  {
    findCallbacks: find = () => undefined,
    publicUrl,
    linkTokens,
  }: Pick<ApiOptions, 'findCallbacks' | 'publicUrl' | 'linkTokens'>,
  log: Log,
): readonly Route[] {
  const doorbell = createDoorbell(database, ['callbacks']);
  const store: CallbackRoutePorts['store'] = async (from, callbacks) => {
    if ((await storeCallbacks(database.sql, from, callbacks)) > 0) doorbell.ring();
  };
  const record: TrackingRoutePorts['record'] = async (request) => {
    const workspace = WorkspaceId.parse(request.tracked.workspace);
    const source = { workspace, channel: 'email', provider: TRACKED_LINKS } as const;
    await store(source, [reportOfTracked(request, Date.now())]).catch((err: unknown) =>
      log.warn({ err }, 'an open or a click could not be stored'),
    );
  };
  return [...callbackRoutes({ find, publicUrl, store }), ...trackingRoutes({ tokens: linkTokens, record })];
}

/** Composes the routes for what users allow. */
function composeConsentRoutes(
  database: Database,
  ports: Pick<PreferencePorts, 'store' | 'engage' | 'now'>,
): readonly Route[] {
  const { ring } = createDoorbell(database);
  const { store } = ports;
  return [
    ...preferenceRoutes({ ...ports, sql: database.sql, links: createUserLinks(database.sql), ring }),
    ...consentRoutes({ database, store, ring }),
    ...suppressionRoutes({ database }),
  ];
}

/** Composes the routes that publish, change and read journeys. */
function composeJourneyRoutes(
  database: Database,
  versions: Versions,
  validate: PublishPorts['validate'],
): readonly Route[] {
  const { sql } = database;
  const states: StatePorts = {
    pause: (request) => pauseJourney(database, request),
    resume: (request) => resumeJourney(database, request),
    stop: (request) => stopJourney(database, request),
    start: (request) => startJourney(database, request),
    archive: (request) => archiveJourney(database, request),
  };
  return [
    ...publishRoutes({
      validate,
      known: async (of) => {
        const [journeys, segments, activities] = await Promise.all([
          listJourneyIds(sql, of),
          segmentIds(sql, of),
          listActivities(sql),
        ]);
        return { journeys, segments, activities };
      },
      checkTemplate,
      publish: (...document) => publish(database, ...document),
    }),
    ...journeyRoutes({ sql, versions }),
    ...stateRoutes(states),
    ...bulkRoutes({ ...states, sql }),
    ...draftRoutes({
      sql,
      save: (request) => saveDraft(database, request),
      remove: (request) => deleteDraft(database, request),
    }),
    ...experimentRoutes({ sql, versions, edit: createEditExperiment(database, versions) }),
    ...goalRoutes({ database }),
    ...reportRoutes({ database }),
    ...qualifyingRoutes({ sql }),
    ...broadcastRoutes({
      sql,
      upload: (request, rows) => uploadList(database, request, rows),
      begin: (request) => openExtraOccurrence(database, request),
    }),
    ...activityRoutes({ sql }),
    ...instanceRoutes({ sql, versions }),
  ];
}

/** Composes the routes that read and change users and what is known about them. */
function composeUserRoutes(
  database: Database,
  {
    store,
    versions,
    vapidKey,
    keptDays,
  }: {
    readonly store: Store;
    readonly versions: Versions;
    readonly vapidKey: string | undefined;
    readonly keptDays: number;
  },
): readonly Route[] {
  const { sql } = database;
  return [
    ...userRoutes({ sql }),
    ...deviceRoutes({ sql, store, vapidKey }),
    ...catalogueRoutes({ sql }),
    ...erasureRoutes({ sql, erase: (request) => eraseUser({ sql, store, versions }, request) }),
    ...deadLetterRoutes({ sql, replay: (request) => replayDeadLetters({ sql, store }, request) }),
    ...segmentRoutes({ database, keptDays }),
  ];
}

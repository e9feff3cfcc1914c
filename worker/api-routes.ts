import type { Log } from '../api/app.ts';
import { reportOfTracked } from '../api/callbacks/tracked.ts';
import { type CheckEmails, type EmailChecks, emailFlaws } from '../api/email-flaws.ts';
import type { EventPorts } from '../api/events/intake.ts';
import type { Route } from '../api/route.ts';
import { activityRoutes } from '../api/routes/activities.ts';
import { broadcastRoutes } from '../api/routes/broadcasts.ts';
import { type CallbackRoutePorts, callbackRoutes } from '../api/routes/callbacks.ts';
import { catalogRoutes } from '../api/routes/catalogs.ts';
import { catalogueRoutes } from '../api/routes/catalogue.ts';
import { channelRoutes } from '../api/routes/channels.ts';
import { consentRoutes } from '../api/routes/consents.ts';
import { couponRoutes } from '../api/routes/coupons.ts';
import { deadLetterRoutes } from '../api/routes/dead-letters.ts';
import { deviceRoutes, ownDeviceRoutes } from '../api/routes/devices.ts';
import { draftRoutes } from '../api/routes/drafts.ts';
import { type CheckDns, emailDnsRoutes } from '../api/routes/email-dns.ts';
import { erasureRoutes } from '../api/routes/erasures.ts';
import { eventRoutes } from '../api/routes/events.ts';
import { experimentRoutes } from '../api/routes/experiments.ts';
import { goalRoutes } from '../api/routes/goals.ts';
import { importRoutes } from '../api/routes/imports.ts';
import { instanceRoutes } from '../api/routes/instances.ts';
import { bulkRoutes } from '../api/routes/journey-bulk.ts';
import { type StatePorts, stateRoutes } from '../api/routes/journey-states.ts';
import { journeyRoutes } from '../api/routes/journeys.ts';
import { mjmlRoutes } from '../api/routes/mjml.ts';
import { type PreferencePorts, preferenceRoutes } from '../api/routes/preferences.ts';
import { type PublishPorts, publishRoutes } from '../api/routes/publish.ts';
import { qualifyingRoutes } from '../api/routes/qualifying.ts';
import { reportRoutes } from '../api/routes/report.ts';
import { segmentRoutes } from '../api/routes/segments.ts';
import { suppressionRoutes } from '../api/routes/suppressions.ts';
import { templateRoutes } from '../api/routes/templates.ts';
import { testUserRoutes } from '../api/routes/test-users.ts';
import { type TrackingRoutePorts, trackingRoutes } from '../api/routes/tracking.ts';
import { userRoutes } from '../api/routes/users.ts';
import { vendorRoutes } from '../api/vendors/index.ts';
import type { VendorPorts } from '../api/vendors/vendor.ts';
import type { FindCallbacks } from '../channels/callbacks.ts';
import { adviseHtml } from '../channels/email/advise.ts';
import { type CompileMjml, compileHere, createMjmlCompiler } from '../channels/mjml/compiler.ts';
import { type ChosenProvider, listKnownProviders } from '../channels/providers.ts';
import { checkTemplate } from '../channels/template-check.ts';
import type { LinkTokens } from '../channels/tracking/token.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import type { Channel } from '../journey/delivery/channel.ts';
import type { Library } from '../journey/delivery/template.ts';
import { Journey } from '../journey/document/document.ts';
import { sizeOf } from '../journey/validate/size.ts';
import { readSettings } from '../store/access/settings.ts';
import { createUserLinks } from '../store/access/user-links.ts';
import { createDoorbell } from '../store/base/doorbell.ts';
import type { Database, Sql } from '../store/base/sql.ts';
import { cancelList } from '../store/broadcasts/cancel-list.ts';
import { uploadList } from '../store/broadcasts/lists.ts';
import { openExtraOccurrence } from '../store/broadcasts/occurrences.ts';
import { storeCallbacks, TRACKED_LINKS } from '../store/callbacks/callbacks.ts';
import { noteLinks } from '../store/callbacks/links.ts';
import { noteInbound } from '../store/callbacks/windows.ts';
import { eraseUser } from '../store/erasure/erase.ts';
import { createEditExperiment } from '../store/experiments/edit.ts';
import { listActivities } from '../store/journeys/activities.ts';
import { deleteDraft, saveDraft } from '../store/journeys/drafts.ts';
import type { Versions } from '../store/journeys/versions.ts';
import { archiveJourney, startJourney, stopJourney } from '../store/lifecycle/end.ts';
import { pauseJourney, resumeJourney } from '../store/lifecycle/pause.ts';
import { publish } from '../store/lifecycle/publish.ts';
import { findShortLink } from '../store/messages/short-links.ts';
import { replayDeadLetters } from '../store/outbox/dead-letters.ts';
import type { Store } from '../store/person.ts';
import { listJourneyIds } from '../store/read-model/journeys.ts';
import { listSenders } from '../store/read-model/senders.ts';
import { segmentIds } from '../store/segments/segments.ts';
import { readLibrary } from '../store/templates/library.ts';

/** Options of the routes that providers and links in messages call. */
export interface CallbackOptions {
  /** The API's public URL. */
  readonly publicUrl?: string | undefined;
  /** Reads the tokens of tracking links. Default: nothing is tracked. */
  readonly linkTokens?: LinkTokens | undefined;
  /** Finds the readers of providers' callbacks. Default: none. */
  readonly findCallbacks?: FindCallbacks;
}

/** Options of the routes that show and set channels. */
export interface ChannelOptions {
  /** Looks up the DNS records that email needs. Default: none are checked. */
  readonly checkDns?: CheckDns;
  /** Providers that the environment chooses. Default: none. */
  readonly providers?: readonly ChosenProvider[];
  /** Limits of channels that the environment sets. Default: none. */
  readonly perSecond?: Readonly<Partial<Record<Channel, number>>>;
}

/** Composes the routes for providers: their settings, workers' reports, and the DNS records of email. */
export function composeChannelRoutes(
  database: Database,
  workspace: WorkspaceId,
  { checkDns = async () => [], providers = [], perSecond: defaults = {} }: ChannelOptions,
): readonly Route[] {
  return [
    ...emailDnsRoutes({ listSenders: (from) => listSenders(database.sql, from), checkDns }),
    ...channelRoutes({ database, workspace, known: listKnownProviders(providers), defaults }),
  ];
}

/** Composes the routes that providers call. The worker applies the stored callbacks. */
export function composeCallbackRoutes(
  database: Database,
  { findCallbacks: find = () => undefined, publicUrl, linkTokens }: CallbackOptions,
  log: Log,
): readonly Route[] {
  const doorbell = createDoorbell(database, ['callbacks']);
  const store: CallbackRoutePorts['store'] = async (from, callbacks, links = []) => {
    await noteLinks(database.sql, from, links); // before the window, which opens for linked addresses too
    await noteInbound(database.sql, from, callbacks);
    if ((await storeCallbacks(database.sql, from, callbacks)) > 0) doorbell.ring();
  };
  const record: TrackingRoutePorts['record'] = async (request) => {
    const workspace = WorkspaceId.parse(request.tracked.workspace);
    const source = { workspace, channel: request.channel, provider: TRACKED_LINKS } as const;
    await store(source, [reportOfTracked(request, Date.now())]).catch((err: unknown) =>
      log.warn({ err }, 'an open or a click could not be stored'),
    );
  };
  const findShort: TrackingRoutePorts['findShort'] = async (id) => {
    const found = await findShortLink(database.sql, id);
    return found && { type: 'click', workspace: found.workspace, key: found.key, url: found.url };
  };
  return [...callbackRoutes({ find, publicUrl, store }), ...trackingRoutes({ tokens: linkTokens, record, findShort })];
}

/** Composes the routes for events, in Segment's format and in other vendors' formats. */
export function composeEventRoutes(
  database: Database,
  { publicUrl }: Pick<CallbackOptions, 'publicUrl'>,
  { versions, ...ports }: EventPorts & Pick<VendorPorts, 'store'> & { readonly versions: Versions },
): readonly Route[] {
  const { sql } = database;
  const erase: VendorPorts['erase'] = (request) => eraseUser({ sql, store: ports.store, versions }, request);
  return [...eventRoutes(ports), ...vendorRoutes({ ...ports, database, publicUrl, erase })];
}

/** Composes the routes for consents. */
export function composeConsentRoutes(
  database: Database,
  ports: Pick<PreferencePorts, 'store' | 'engage' | 'now'>,
): readonly Route[] {
  const { ring } = createDoorbell(database);
  const { store } = ports;
  return [
    ...preferenceRoutes({ ...ports, sql: database.sql, links: createUserLinks(database.sql), ring }),
    ...consentRoutes({ database, store, ring }),
    ...importRoutes({ sql: database.sql, store, ring }),
    ...suppressionRoutes({ database }),
  ];
}

export interface JourneyOptions extends Pick<PublishPorts, 'validate'> {
  /**
   * False if recipients of email can't open its unsubscribe links. Publishing then warns. Default: true.
   */
  readonly hasPublicUrl?: boolean;
  /** Compiles MJML. Default: in this process. */
  readonly compileMjml?: CompileMjml;
}

/** Composes the routes that publish, change and read journeys. */
export function composeJourneyRoutes(
  database: Database,
  versions: Versions,
  { validate, hasPublicUrl = true, compileMjml = createMjmlCompiler(compileHere) }: JourneyOptions,
): readonly Route[] {
  const { sql } = database;
  const emails: EmailChecks = { compileMjml, adviseHtml };
  const checkEmails: CheckEmails = (sources) => emailFlaws(sources, emails);
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
      known: async (of, given) => {
        const [journeys, segments, activities, templates, policies] = await Promise.all([
          listJourneyIds(sql, of),
          segmentIds(sql, of),
          listActivities(sql),
          readTemplatesFor(sql, of, given),
          readSettings(sql, of),
        ]);
        return { journeys, segments, activities, templates, policies, hasPublicUrl };
      },
      checkTemplate,
      checkEmails,
      publish: (...document) => publish(database, ...document),
    }),
    ...mjmlRoutes(emails),
    ...journeyRoutes({ sql, versions }),
    ...stateRoutes(states),
    ...bulkRoutes({ ...states, sql }),
    ...templateRoutes({ database, checkTemplate, checkEmails }),
    ...catalogRoutes({ database }),
    ...couponRoutes({ database }),
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
      upload: (request, content) => uploadList(database, request, content),
      cancel: (request) => cancelList(database, request),
      begin: (request) => openExtraOccurrence(database, request),
    }),
    ...activityRoutes({ sql }),
    ...instanceRoutes({ sql, versions }),
  ];
}

/** Returns the workspace templates that a document names. Returns none for an unreadable document. */
async function readTemplatesFor(sql: Sql, workspace: WorkspaceId, given: unknown): Promise<Library> {
  const { success, data } = sizeOf(given).length === 0 ? Journey.safeParse(given) : { success: false, data: undefined };
  return success && data ? readLibrary(sql, workspace, data) : [];
}

/** Composes the routes that read and change users and their data. */
export function composeUserRoutes(
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
    ...testUserRoutes({ sql, store }),
    ...deviceRoutes({ sql, store, vapidKey }),
    ...ownDeviceRoutes({ sql, store, vapidKey }),
    ...catalogueRoutes({ sql }),
    ...erasureRoutes({ sql, erase: (request) => eraseUser({ sql, store, versions }, request) }),
    ...deadLetterRoutes({ sql, replay: (request) => replayDeadLetters({ sql, store }, request) }),
    ...segmentRoutes({ database, keptDays }),
  ];
}

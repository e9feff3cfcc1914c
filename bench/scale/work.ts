import { createReweigh } from '../../activities/reweigh.ts';
import { JourneyId, type PersonId } from '../../journey/base/ids.ts';
import { rollUpCounts, rollUpMessageCounts } from '../../store/base/counts.ts';
import { fillPage } from '../../store/broadcasts/fill.ts';
import { storeListChanges } from '../../store/broadcasts/list-changes.ts';
import { openOccurrence } from '../../store/broadcasts/occurrences.ts';
import { findUnattended } from '../../store/broadcasts/open.ts';
import { findNextQueued, findRipeJourneys, letInPage } from '../../store/broadcasts/queue.ts';
import { failBrokenUploads } from '../../store/broadcasts/stale-uploads.ts';
import { catalogueEvents } from '../../store/catalogue/names.ts';
import { deleteProviderReports, writeProviderReports } from '../../store/channels/reports.ts';
import { takeTurns } from '../../store/channels/turns.ts';
import { wakeHeld } from '../../store/lifecycle/pause.ts';
import { announceClosing } from '../../store/lifecycle/stop-instances.ts';
import { announceUnheard, findLive, findUnheardAfter } from '../../store/maintenance/patrol.ts';
import { reconcile } from '../../store/maintenance/reconcile.ts';
import { DEFAULT_RETENTION, deleteExpired, forgetOldKeys } from '../../store/maintenance/retention.ts';
import { rollUpSums } from '../../store/maintenance/sums.ts';
import { chargeSms } from '../../store/messages/sms-budget.ts';
import { announceEvents } from '../../store/outbox/announce.ts';
import { announceOverdue, announceStuck, readLastPosition, sweep } from '../../store/outbox/outbox.ts';
import { makePartitions } from '../../store/schema/partitions.ts';
import { LARGE } from './documents.ts';
import type { Hall } from './hall.ts';
import { WORKSPACE } from './seed.ts';
import type { Step } from './step.ts';

const DAY_MS = 86_400_000;

/** Steps of a worker. */
export const WORK: readonly Step[] = [
  {
    name: 'forward: a user enters',
    kind: 'page',
    work: forwardOne((nr) => ({ event: `Enter ${LARGE}`, userId: `user-${300 + nr}` })),
  },
  { name: 'decide: a new user enters and gets a message', kind: 'page', work: decideNext },
  { name: 'charge: an SMS to the budget', kind: 'page', work: chargeOne },
  { name: 'channels: turns, and a worker’s reports', kind: 'page', work: takeAndReport },
  {
    name: 'forward: nobody waits for it',
    kind: 'page',
    work: forwardOne((nr) => ({ event: 'Page Viewed', userId: `user-${400 + nr}` })),
  },
  {
    name: 'forward: an awaited event',
    kind: 'page',
    work: forwardOne((nr) => ({ event: 'Ordered', userId: `user-${500 + nr}` })),
  },
  { name: 'forward: an entry that meets a live instance', kind: 'page', work: enterTwice },
  {
    name: 'forward: a goal of an experiment',
    kind: 'page',
    work: forwardOne((nr) => ({ event: 'Bought', userId: `user-${520 + nr}` })),
  },
  {
    name: 'forward: begins to qualify',
    kind: 'page',
    work: forwardOne((nr) => ({ event: 'Viewed Plan', userId: `user-${540 + nr}` })),
  },
  {
    name: 'forward: a filter that may hold later',
    kind: 'page',
    work: forwardOne((nr) => ({ event: 'Asked For Plan', userId: `user-${560 + nr}` })),
  },
  { name: 'forward: a date of the profile', kind: 'page', work: forwardDate },
  { name: 'forward: an event that is judged again', kind: 'page', work: forwardAgain },
  { name: 'forward: what waits', kind: 'batch', work: (hall) => hall.forward() },
  { name: 'forward: what waits in bulk', kind: 'batch', work: (hall) => hall.forward('bulk') },
  { name: 'pick up what is due: a segment', kind: 'batch', work: pickSegment },
  { name: 'pick up what is due: qualified, in grace, dated', kind: 'batch', work: pickEntries },
  { name: 'pick up what is due', kind: 'batch', work: (hall) => hall.pickDue() },
  { name: 'broadcast: fill', kind: 'whole', times: 1, work: fillBroadcast },
  { name: 'broadcast: fill a list', kind: 'whole', times: 1, work: fillList },
  { name: 'broadcast: let in', kind: 'batch', work: letInNext },
  { name: 'broadcast: look for the unattended', kind: 'page', work: ({ database }) => findUnattended(database.sql) },
  { name: 'job: roll up counts', kind: 'batch', work: ({ database }) => rollUpCounts(database.sql, 5_000) },
  {
    name: 'job: roll up counts of messages',
    kind: 'batch',
    work: ({ database }) => rollUpMessageCounts(database.sql, 5_000),
  },
  { name: 'job: roll up sums', kind: 'batch', work: ({ database }) => rollUpSums(database.sql, 5_000) },
  { name: 'job: sweep, of many who were lost', kind: 'whole', times: 1, work: sweepLatest },
  { name: 'job: sweep', kind: 'batch', work: sweepLatest },
  { name: 'job: wake the held', kind: 'page', work: ({ database }) => wakeHeld(database.sql) },
  { name: 'job: close the ended', kind: 'page', work: ({ database }) => announceClosing(database.sql) },
  { name: 'job: announce the overdue', kind: 'page', work: ({ database }) => announceOverdue(database.sql) },
  { name: 'job: announce the stuck', kind: 'page', work: ({ database }) => announceStuck(database.sql) },
  { name: 'job: look for nudges that were not heard', kind: 'batch', work: lookForUnheard },
  { name: 'job: look for workflows that were closed', kind: 'page', work: lookForClosed },
  { name: 'job: make partitions', kind: 'page', work: ({ database }) => makePartitions(database) },
  { name: 'job: catalogue', kind: 'batch', work: catalogueNext },
  { name: 'job: fail broken uploads', kind: 'page', work: ({ database }) => failBrokenUploads(database.sql) },
  { name: 'job: forget message ids', kind: 'batch', work: forgetKeys },
  {
    name: 'job: retire (nothing is old)',
    kind: 'page',
    work: ({ database }) => deleteExpired(database, DEFAULT_RETENTION, { now: Date.now(), until: 0 }),
  },
  { name: 'job: retire', kind: 'batch', times: 1, work: retireNext },
  { name: 'job: re-weigh an experiment', kind: 'live', times: 1, work: reweigh },
];

/** The last step: reads everything, and must find no difference. */
export const AT_THE_END: readonly Step[] = [{ name: 'reconcile', kind: 'whole', times: 1, work: addUp }];

function forwardOne(event: (nr: number) => { readonly event: string; readonly userId: string }) {
  return async (hall: Hall, nr: number) => {
    const messageId = `${event(nr).event}-${Date.now()}-${nr}`;
    await hall.call('POST', '/v1/track', { ...event(nr), messageId, properties: { cart: messageId } });
    await hall.forward();
  };
}

/** Requests another look at an event, which the forwarder then judges again. */
async function forwardAgain(hall: Hall, nr: number): Promise<void> {
  const [event] = await hall.database.sql<{ person: PersonId; position: number }>`
    select e.person, e.position from identities i join events e on e.workspace = i.workspace and e.person = i.person
     where i.workspace = ${WORKSPACE} and i.kind = 'user' and i.value = ${`user-${580 + nr}`} order by e.position desc
       limit 1`;
  if (!event) throw new Error('no event to judge again');
  const who = { workspace: WORKSPACE, person: event.person };
  await hall.store.person(who, (sql) => announceEvents(sql, who, [event.position]));
  await hall.forward();
}

/**
 * Lets a new user enter, decides, claims and settles the send, and decides again, as the workflow does. The seeded
 * users won't do: their other instances have moves due, and a decision gives way to those.
 */
async function decideNext(hall: Hall, nr: number): Promise<void> {
  const userId = `decided-${Date.now()}-${nr}`;
  await hall.call('POST', '/v1/identify', { userId, traits: { email: `${userId}@shop.example` } });
  await hall.call('POST', '/v1/track', { event: `Enter ${LARGE}`, userId, properties: { cart: userId } });
  await hall.forward();
  const first = hall.lastStarted();
  if (!first) throw new Error('no instance has been started');
  const { decision, instance } = await hall.advance(first);
  const [effect] = decision.effects;
  if (!effect) throw new Error(`the first step sends nothing: ${JSON.stringify(decision)}`);
  const version = await hall.versions.get(instance.workspace, instance.journey, instance.version);
  const send = hall.sendOf(instance, effect);
  const claim = await hall.messages.claim(send, version, { atMostOnce: false, announcesHandOver: false });
  if (claim.type === 'claimed') await hall.messages.settle(send, { outcome: 'sent', providerId: 'p' });
  await hall.advance(instance);
}

/** Charges a message to the day's budget, and then one that is over it. */
async function chargeOne({ database: { sql } }: Hall, nr: number): Promise<void> {
  const charge = {
    workspace: WORKSPACE,
    key: `i${String(2 * (nr + 50)).padStart(10, '0')}.hello.1`,
    day: '2026-03-02',
  };
  await chargeSms(sql, { ...charge, segments: 2, limit: 1_000_000 });
  await chargeSms(sql, { ...charge, key: `over-${nr}`, segments: 2, limit: 1 });
}

/** Takes turns of a provider with a limit, and reports its state as a worker that starts, runs and stops. */
async function takeAndReport({ database: { sql } }: Hall, nr: number): Promise<void> {
  const turns = { count: 10, everyMs: 20, burst: 1, aheadMs: 0, horizonMs: 500 };
  await takeTurns(sql, { channel: 'sms', provider: `provider-${nr % 3}`, ...turns });
  const report = { state: 'working', faults: [] };
  await writeProviderReports(sql, `worker-${nr}`, [{ channel: 'sms', provider: 'sandbox', report }]);
  await deleteProviderReports(sql, `worker-${nr}`);
}

async function enterTwice(hall: Hall, nr: number): Promise<void> {
  const one = { event: `Enter ${LARGE}`, userId: `user-${600 + nr}`, properties: { cart: `twice-${nr}` } };
  for (const time of ['first', 'second']) {
    await hall.call('POST', '/v1/track', { ...one, messageId: `${time}-${Date.now()}-${nr}` });
    await hall.forward();
  }
}

async function forwardDate(hall: Hall, nr: number): Promise<void> {
  const renewsAt = new Date(Date.now() + DAY_MS).toISOString();
  await hall.call('POST', '/v1/identify', { userId: `user-${620 + nr}`, traits: { renewsAt } });
  await hall.forward();
}

/** Makes one row of each kind due. */
async function pickEntries(hall: Hall): Promise<void> {
  await hall.database.sql`
    update due set at = clock(workspace) - 1 where (workspace, kind, ref) in (
      select o.workspace, o.kind, o.ref from unnest(array['inaction', 'grace', 'date']) as k (kind)
       cross join lateral (
         select workspace, kind, ref from due where workspace = ${WORKSPACE} and kind = k.kind
           and data ->> 'position' is not null order by ref limit 1) o)`;
  await hall.pickDue();
}

async function pickSegment(hall: Hall, nr: number): Promise<void> {
  const person = `p${String(700 + nr).padStart(9, '0')}`;
  await hall.database.sql`
    update due set at = clock(workspace) - 1 where workspace = ${WORKSPACE} and kind = 'segment'
      and ref = ${`recent/${person}`}`;
  await hall.pickDue();
}

async function fillBroadcast({ database }: Hall): Promise<void> {
  const journey = JourneyId.parse('by-schedule');
  await database.transaction((sql) => openOccurrence(sql, WORKSPACE, journey));
  for (;;) if (!(await database.transaction((sql) => fillPage(sql, WORKSPACE, journey)))) return;
}

/** Fills a list whose rows have traits. */
async function fillList(hall: Hall): Promise<void> {
  const { database, store } = hall;
  const journey = JourneyId.parse('by-list');
  const columns = encodeURIComponent(JSON.stringify({ gift: 'trait:gift' }));
  const lines = Array.from({ length: 1_000 }, (_, nr) => `user-${nr},g`);
  await hall.call('POST', `/v1/journeys/by-list/lists?columns=${columns}`, ['userId,gift', ...lines].join('\n'));
  for (;;) {
    const page = await database.transaction((sql) => fillPage(sql, WORKSPACE, journey));
    if (!page) return;
    const list = { workspace: WORKSPACE, journey, id: page.id };
    if (page.hasChanges) await storeListChanges({ sql: database.sql, store }, list);
  }
}

async function letInNext(hall: Hall): Promise<void> {
  const { database, versions, entries } = hall;
  await findRipeJourneys(database.sql);
  const ripe = { workspace: WORKSPACE, journey: JourneyId.parse('by-schedule') };
  const page = await findNextQueued(database.sql, ripe, 250);
  await database.transaction((sql) => letInPage(sql, ripe, page, { versions, entries }));
}

async function sweepLatest({ database: { sql } }: Hall): Promise<void> {
  const last = await readLastPosition(sql);
  await sweep(sql, last - 5_000, last); // a second's worth at 5,000 events a second
}

async function lookForUnheard({ database: { sql } }: Hall): Promise<void> {
  const { unheard } = await findUnheardAfter(sql, { workspace: '', id: '' });
  await announceUnheard(sql, unheard);
}

function lookForClosed({ database: { sql } }: Hall): Promise<unknown> {
  return findLive(
    sql,
    Array.from({ length: 100 }, (_, nr) => `journey/${WORKSPACE}/${1 + nr * 7}`),
  );
}

async function catalogueNext({ database }: Hall): Promise<void> {
  const last = await readLastPosition(database.sql);
  await database.transaction((sql) => catalogueEvents(sql, last));
}

/** Runs one page: the clock doesn't move for a second page. */
function forgetKeys({ database }: Hall): Promise<unknown> {
  return forgetOldKeys(database.sql, { now: Date.now() + 10 * DAY_MS, until: 0, pageSize: 10_000 });
}

/** Deletes one page of each kind, of rows older than ten days. */
async function retireNext({ database }: Hall): Promise<void> {
  const days = { ...DEFAULT_RETENTION, transitions: 10, messages: 10, refusals: 10 };
  await database.sql`update audit_policy set keep_days = 10`;
  await deleteExpired(database, days, { now: Date.now(), until: 0 });
}

async function reweigh({ database, versions }: Hall): Promise<void> {
  await createReweigh({
    database,
    versions,
    onFailure: (_, cause) => {
      throw cause;
    },
  })();
}

async function addUp({ database: { sql } }: Hall): Promise<void> {
  const wrong = await reconcile(sql, WORKSPACE);
  if (wrong.length > 0) throw new Error(`the numbers do not add up: ${wrong.slice(0, 5).join('; ')}`);
}

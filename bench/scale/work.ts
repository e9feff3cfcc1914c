import { createBroadcast } from '../../activities/broadcast.ts';
import { createReweigh } from '../../activities/reweigh.ts';
import { JourneyId } from '../../journey/ids.ts';
import { failBrokenUploads } from '../../store/broadcasts/lists.ts';
import { unattended } from '../../store/broadcasts/open.ts';
import { letInQueued, ripeJourneys } from '../../store/broadcasts/queue.ts';
import { catalogueEvents } from '../../store/catalogue/names.ts';
import { rollUpCounts } from '../../store/counts.ts';
import { closeEnded } from '../../store/journey-ends.ts';
import { announceOverdue, announceStuck, lastPosition, sweep } from '../../store/outbox.ts';
import { makePartitions } from '../../store/partitions.ts';
import { wakeHeld } from '../../store/pauses.ts';
import { reconcile } from '../../store/reconcile.ts';
import { DEFAULT_RETENTION, forgetOldKeys, retire } from '../../store/retention.ts';
import { LARGE } from './documents.ts';
import type { Hall } from './hall.ts';
import { WORKSPACE } from './seed.ts';
import type { Step } from './step.ts';

const DAY_MS = 86_400_000;

/** What a worker does, a step at a time. */
export const WORK: readonly Step[] = [
  {
    name: 'forward: somebody enters',
    kind: 'page',
    work: forwardOne((nr) => ({ event: `Enter ${LARGE}`, userId: `user-${300 + nr}` })),
  },
  { name: 'decide: the first step, a send', kind: 'page', work: decideNext },
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
  { name: 'forward: what waits', kind: 'batch', work: (hall) => hall.forward() },
  { name: 'forward: what waits in bulk', kind: 'batch', work: (hall) => hall.forward('bulk') },
  { name: 'pick up what is due: a segment', kind: 'batch', work: pickSegment },
  { name: 'pick up what is due', kind: 'batch', work: (hall) => hall.pickDue() },
  { name: 'broadcast: fill', kind: 'whole', times: 1, work: fillBroadcast },
  { name: 'broadcast: let in', kind: 'batch', work: letInNext },
  { name: 'broadcast: look for the unattended', kind: 'page', work: ({ database }) => unattended(database.sql) },
  { name: 'job: roll up counts', kind: 'batch', work: ({ database }) => rollUpCounts(database.sql, 5_000) },
  { name: 'job: sweep', kind: 'live', work: sweepLatest },
  { name: 'job: wake the held', kind: 'page', work: ({ database }) => wakeHeld(database.sql) },
  { name: 'job: close the ended', kind: 'page', work: ({ database }) => closeEnded(database.sql) },
  { name: 'job: announce the overdue', kind: 'page', work: ({ database }) => announceOverdue(database.sql) },
  { name: 'job: announce the stuck', kind: 'page', work: ({ database }) => announceStuck(database.sql) },
  { name: 'job: make partitions', kind: 'page', work: ({ database }) => makePartitions(database) },
  { name: 'job: catalogue', kind: 'batch', work: catalogueNext },
  { name: 'job: fail broken uploads', kind: 'page', work: ({ database }) => failBrokenUploads(database.sql) },
  { name: 'job: forget message ids', kind: 'batch', work: forgetKeys },
  {
    name: 'job: retire (nothing is old)',
    kind: 'page',
    work: ({ database }) => retire(database, DEFAULT_RETENTION, { now: Date.now(), until: 0 }),
  },
  { name: 'job: retire', kind: 'batch', times: 1, work: retireNext },
  { name: 'job: re-weigh an experiment', kind: 'live', times: 1, work: reweigh },
];

/** After everything else: reads all there is, and its answer has to be empty. */
export const AT_THE_END: readonly Step[] = [{ name: 'reconcile', kind: 'whole', times: 1, work: addUp }];

function forwardOne(event: (nr: number) => { readonly event: string; readonly userId: string }) {
  return async (hall: Hall, nr: number) => {
    const messageId = `${event(nr).event}-${Date.now()}-${nr}`;
    await hall.call('POST', '/v1/track', { ...event(nr), messageId, properties: { cart: messageId } });
    await hall.forward();
  };
}

/** As the workflow does: decides, claims and settles the send, decides again. */
async function decideNext(hall: Hall): Promise<void> {
  const first = hall.next();
  if (!first) throw new Error('nobody has been started');
  const { decision, instance } = await hall.advance(first);
  const [effect] = decision.effects;
  if (!effect) return; // by an arm that sends nothing yet
  const version = await hall.versions.get(instance.workspace, instance.journey, instance.version);
  const send = hall.sendOf(instance, effect);
  const claim = await hall.messages.claim(send, version, { atMostOnce: false, announcesHandOver: false });
  if (claim.is === 'claimed') await hall.messages.settle(send, { outcome: 'sent', providerId: 'p' });
  await hall.advance(instance);
}

async function pickSegment(hall: Hall, nr: number): Promise<void> {
  const person = `p${String(700 + nr).padStart(9, '0')}`;
  await hall.database.sql`
    update due set at = clock(workspace) - 1 where workspace = ${WORKSPACE} and kind = 'segment' and ref = ${`${person}/recent`}`;
  await hall.pickDue();
}

async function fillBroadcast({ database }: Hall): Promise<void> {
  await createBroadcast({ database })({ workspace: WORKSPACE, journey: JourneyId.parse('by-schedule') });
}

async function letInNext(hall: Hall): Promise<void> {
  const { database, versions, entries } = hall;
  await ripeJourneys(database.sql);
  const journey = JourneyId.parse('by-schedule');
  await database.transaction((sql) => letInQueued(sql, { workspace: WORKSPACE, journey }, { versions, entries }));
}

async function sweepLatest({ database: { sql } }: Hall): Promise<void> {
  const last = await lastPosition(sql);
  await sweep(sql, last - 50_000, last);
}

async function catalogueNext({ database }: Hall): Promise<void> {
  const last = await lastPosition(database.sql);
  await database.transaction((sql) => catalogueEvents(sql, last));
}

/** One page: the clock stands still for the second. */
function forgetKeys({ database }: Hall): Promise<unknown> {
  return forgetOldKeys(database.sql, { now: Date.now() + 10 * DAY_MS, until: 0, pageSize: 10_000 });
}

/** A page of each kind: of what is older than ten days. */
async function retireNext({ database }: Hall): Promise<void> {
  const days = { ...DEFAULT_RETENTION, transitions: 10, messages: 10, refusals: 10, audit: 10 };
  await retire(database, days, { now: Date.now(), until: 0 });
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

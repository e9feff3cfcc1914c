import type { BulkRoom } from '../forwarding/bulk-room.ts';
import type { ForwarderPorts } from '../forwarding/ports.ts';
import { letInByTime } from '../store/entry/by-time.ts';
import { judgeContestedRest, REST } from '../store/entry/contested-rest.ts';
import { DATES, fillDates, findNextDatePage } from '../store/entry/date-fill.ts';
import { DATE } from '../store/entry/dates.ts';
import { GRACE } from '../store/entry/grace.ts';
import { INACTION } from '../store/entry/qualifying.ts';
import { WINDOW } from '../store/goals/after-end.ts';
import { STOP } from '../store/lifecycle/stop-instances.ts';
import { EXISTING } from '../store/segments/existing.ts';
import { FORGET, forgetMembers, forgetOrphans, nextMembers, ORPHANS } from '../store/segments/forget.ts';
import type { DueEntriesHandler, DueHandler } from './handler.ts';
import { handleJourney, handleJourneyStop } from './journey.ts';
import { handleSegment } from './segment.ts';
import { handleSegmentBackfill } from './segment-backfill.ts';
import { handleSegmentExisting } from './segment-existing.ts';
import { handleWindow } from './window.ts';

/** Creates the handler of each kind of due row. */
export const createDueHandlers = (
  ports: Pick<ForwarderPorts, 'store' | 'versions' | 'entries' | 'log'> & { readonly room?: BulkRoom },
): Readonly<Record<string, DueHandler | DueEntriesHandler>> => ({
  [WINDOW]: handleWindow(ports.versions),
  segment: handleSegment(ports),
  'segment-backfill': handleSegmentBackfill,
  [EXISTING]: handleSegmentExisting(ports),
  [FORGET]: {
    journey: 'none',
    segments: true,
    page: (sql, { workspace, ref: segment }) => nextMembers(sql, { workspace, segment }),
    handle: (sql, now, { workspace, ref: segment }, page) => forgetMembers(sql, now, { workspace, segment }, page),
  },
  [ORPHANS]: {
    journey: 'none',
    segments: true,
    handle: (sql, now, { workspace, ref: segment }) => forgetOrphans(sql, now, { workspace, segment }),
  },
  journey: handleJourney,
  [STOP]: handleJourneyStop(ports),
  [DATE]: handleEntries(ports),
  [INACTION]: handleEntries(ports),
  [GRACE]: handleEntries(ports),
  [DATES]: {
    journey: 'shared',
    page: (sql, row) => findNextDatePage(sql, row, ports),
    handle: (sql, now, row, page) => fillDates(sql, now, row, page, ports),
  },
  [REST]: { journey: 'shared', handle: (sql, now, row) => judgeContestedRest(sql, now, row, ports) },
});

const handleEntries = (ports: Pick<ForwarderPorts, 'versions' | 'entries'>): DueEntriesHandler => ({
  letIn: (sql, page) => letInByTime(sql, page, ports),
});

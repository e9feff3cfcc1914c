import { WINDOW } from '../store/after-end.ts';
import { judgeRest, REST } from '../store/contested-rest.ts';
import { comeDate, DATE, DATES, fillDates, nextDated } from '../store/dates.ts';
import { endGrace } from '../store/grace.ts';
import { STOP } from '../store/journey-ends.ts';
import { endQualifying } from '../store/qualifying.ts';
import { EXISTING } from '../store/segments/existing.ts';
import { FORGET, forgetMembers, forgetOrphans, nextMembers, ORPHANS } from '../store/segments/forget.ts';
import type { DueHandler } from './due/handler.ts';
import { journey, journeyStop } from './due/journey.ts';
import { segment } from './due/segment.ts';
import { segmentBackfill } from './due/segment-backfill.ts';
import { segmentExisting } from './due/segment-existing.ts';
import { closeWindow } from './due/window.ts';
import type { ForwarderPorts } from './forwarder-ports.ts';

/** One for each kind of row. */
export const dueHandlers = (
  ports: Pick<ForwarderPorts, 'store' | 'versions' | 'entries'>,
): Readonly<Record<string, DueHandler>> => ({
  [WINDOW]: closeWindow(ports.versions),
  segment,
  'segment-backfill': segmentBackfill,
  [EXISTING]: segmentExisting(ports),
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
  journey,
  [STOP]: journeyStop(ports.versions),
  [DATE]: { journey: 'shared', handle: (sql, now, row) => comeDate(sql, now, row, ports) },
  [DATES]: {
    journey: 'shared',
    page: (sql, row) => nextDated(sql, row, ports),
    handle: (sql, now, row, page) => fillDates(sql, now, row, page, ports),
  },
  [REST]: { journey: 'shared', handle: (sql, now, row) => judgeRest(sql, now, row, ports) },
  inaction: { journey: 'shared', handle: (sql, now, row) => endQualifying(sql, now, row, ports) },
  grace: { journey: 'shared', handle: (sql, now, row) => endGrace(sql, now, row, ports) },
});

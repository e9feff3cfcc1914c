import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JourneyId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { instant, toIso } from '../journey/time/time.ts';
import type { Sql } from '../store/base/sql.ts';
import { fillPage } from '../store/broadcasts/fill.ts';
import { openExtraOccurrence, openOccurrence } from '../store/broadcasts/occurrences.ts';
import { findNextQueued, letInPage } from '../store/broadcasts/queue.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { startJourney, stopJourney } from '../store/lifecycle/end.ts';
import { entryScheduleId } from '../worker/jobs/entry-schedules.ts';
import { HOUR, type House, later, MINUTE, openHouse, type Place, soon } from './house.ts';

const NEWS = JourneyId.parse('news');

const news = (entry: object, more: object = {}): JourneyInput =>
  ({
    id: NEWS,
    name: 'News',
    entry: { type: 'schedule', ...entry },
    start: 'wait',
    nodes: { wait: { type: 'delay', for: '30d', then: 'end' }, end: { type: 'exit' } },
    ...more,
  }) as JourneyInput;

let house: House;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  place = await house.place();
});
afterEach(async () => {
  expect(await place.reconcile()).toEqual([]);
});
afterAll(() => house.close());

const people = (count: number) =>
  place.tell(
    ...Array.from({ length: count }, (_, nr) => ({ userId: `u${String(nr).padStart(5, '0')}`, traits: { nr } })),
  );
const broadcasts = () => house.database.sql<{ state: string; queued: number; total: number; detail: string | null }>`
  select state, queued, total, detail from broadcasts where workspace = ${place.workspace} order by at, id`;
const queued = async () => {
  const [row] = await house.database.sql<{ rows: number; persons: number; from: number; to: number }>`
    select count(*) as rows, count(distinct person) as persons, min(at) as from, max(at) as to from queued
      where workspace = ${place.workspace}`;
  return row;
};
const entered = async () => {
  const [row] = await house.database.sql<{ rows: number; persons: number; bulk: number }>`
    select count(*) as rows, count(distinct person) as persons, count(*) filter (where queue = 'bulk') as bulk
      from instances where workspace = ${place.workspace}`;
  return row;
};

describe('§8 a broadcast is a cursor: restarted at any point, it queues no user twice', () => {
  const transaction = <T>(work: (sql: Sql) => Promise<T>): Promise<T> => house.database.transaction(work);
  const open = () => transaction((sql) => openOccurrence(sql, place.workspace, NEWS));
  const fill = () => transaction((sql) => fillPage(sql, place.workspace, NEWS));
  const letIn = async () => {
    const of = { workspace: place.workspace, journey: NEWS };
    const ports = { versions: createVersions(house.database), entries: { plainUserIds: true } };
    const page = await findNextQueued(house.database.sql, of, 50);
    return (await transaction((sql) => letInPage(sql, of, page, ports))).taken;
  };

  test('several at once, and one that is rolled back half way', async () => {
    await people(1_700);
    await place.publish(news({ at: ['2026-03-02T10:00'], spread: '1h' }));
    expect(await open()).toEqual({ type: 'not-yet', inMs: HOUR + 1 });
    await place.moveClock(later(HOUR + 1));
    expect((await Promise.all([open(), open(), open()])).map((opened) => opened.type).toSorted()).toEqual([
      'none',
      'none',
      'opened',
    ]);

    const thrownBack = transaction(async (sql) => {
      await fillPage(sql, place.workspace, NEWS);
      throw new Error('killed');
    });
    await Promise.all([fill(), fill(), expect(thrownBack).rejects.toThrow('killed'), fill()]);
    expect(await place.reconcile()).toEqual([]);
    while (await fill());
    expect(await queued()).toEqual({ rows: 1_700, persons: 1_700, from: later(HOUR), to: later(HOUR + 3_597_882) });
    expect(await broadcasts()).toEqual([{ state: 'filled', queued: 1_700, total: 1_700, detail: null }]);
  });

  test('a user let in by several workers at once enters once; numbers reconcile at every step (design.md §7.12)', async () => {
    await people(300);
    await place.publish(
      news({
        every: { unit: 'day', at: '10:00' },
        where: { path: 'profile.nr', op: '<', value: 200 },
        controlGroup: 20,
      }),
    );
    await place.moveClock(later(HOUR + 1));
    await open();
    while (await fill());
    for (let left = 1; left > 0; ) {
      const taken = await Promise.all([letIn(), letIn(), letIn()]);
      left = taken.reduce((sum, each) => sum + each, 0);
      expect(await place.reconcile()).toEqual([]);
    }
    expect(await queued()).toMatchObject({ rows: 0 });
    expect(await entered()).toEqual({ rows: 200, persons: 200, bulk: 200 });
    expect(await place.refusals()).toHaveLength(100);
  });

  test('a late occurrence lets users in from then on, and occurrences missed meanwhile are left out (design.md §7.15)', async () => {
    await people(3);
    await place.publish(news({ every: { unit: 'day', at: '10:00' }, spread: '3h' }));
    await place.moveClock(later(49 * HOUR + 30 * MINUTE));
    expect(await open()).toEqual({ type: 'opened' });
    expect(await open()).toEqual({ type: 'not-yet', inMs: 23.5 * HOUR + 1 });
    while (await fill());
    expect(await queued()).toMatchObject({
      rows: 3,
      from: later(49 * HOUR + 30 * MINUTE),
      to: later(51 * HOUR + 30 * MINUTE),
    });
    await house.database.sql`delete from queued where workspace = ${place.workspace}`;
    await house.database.sql`delete from count_deltas where workspace = ${place.workspace}`;
  });

  test('a user who waits in the queue of a single date for longer than a minute still enters (design.md §7.15)', async () => {
    await people(3);
    await place.publish(news({ at: ['2026-03-02T10:00'], perSecond: 0.01 }));
    await place.moveClock(later(HOUR + 1));
    expect(await open()).toEqual({ type: 'opened' });
    while (await fill());
    await place.moveClock(later(3 * HOUR));
    while ((await letIn()) > 0);
    expect(await place.refusals()).toEqual([]);
    expect(await entered()).toMatchObject({ rows: 3, persons: 3 });
    const [row] = await house.database
      .sql`select min(entered_at) as at from instances where workspace = ${place.workspace}`;
    expect(row).toEqual({ at: later(3 * HOUR) });
  });

  test('a new version moves the next time; a stop takes it away, a start brings it back', async () => {
    const next = async () => {
      const rows = await house.database.sql<{ at: number }>`
        select at from broadcasts where workspace = ${place.workspace} and state = 'waiting'`;
      return rows.map(({ at }) => toIso(instant(at)));
    };
    await place.publish(news({ every: { unit: 'day', at: '10:00' } }));
    expect(await next()).toEqual(['2026-03-02T10:00:00.000Z']);
    await place.publish(news({ every: { unit: 'day', at: '11:00' } }, { timeZone: 'Europe/Amsterdam' }));
    expect(await next()).toEqual(['2026-03-02T10:00:00.000Z']);
    await place.publish(news({ every: { unit: 'week', at: '11:00' } }));
    expect(await next()).toEqual(['2026-03-02T11:00:00.000Z']);
    const request = { workspace: place.workspace, journey: NEWS, actor: 'test' };
    await stopJourney(house.database, { ...request, mode: 'now' });
    expect(await next()).toEqual([]);
    await startJourney(house.database, request);
    expect(await next()).toEqual(['2026-03-02T11:00:00.000Z']);
    await place.publish({ ...news({}), entry: { type: 'api' } });
    expect(await next()).toEqual([]);
  });
});

describe('§8 on the real server', { timeout: 180_000 }, () => {
  afterEach(() => house.closeServers());

  test('page by page through failures, on the queue for bulk work, by two workers; live ones keep to theirs', async () => {
    let pages = 0;
    const passing = (point: string) => {
      if (point !== 'paged') return;
      pages += 1;
      if (pages <= 2) throw new Error('thrown back');
    };
    await house.start({ passing });
    await house.start({ passing });
    await people(520);
    // few workflows, all of the pages
    const mostlyControl = news({ every: { unit: 'day', at: '10:00' }, controlGroup: 80 });
    await place.publish(mostlyControl, {
      ...news({}),
      id: 'live',
      entry: { type: 'event', event: 'Carted' },
      priority: 1,
    } as JourneyInput);
    await place.moveClock(later(HOUR + 1));
    await soon(async () => {
      expect(await place.reconcile()).toEqual([]);
      expect(await entered()).toMatchObject({ rows: 520 });
    }, 120_000);
    await place.track('u00001', 'Carted');
    const live = await soon(async () => {
      const last = await place.last('u00001');
      expect(last).toMatchObject({ journey: 'live', status: 'live' });
      return last;
    });
    const [bulk] = await house.database.sql<{ workflowId: string }>`
      select workflow_id as "workflowId" from instances where workspace = ${place.workspace} and queue = 'bulk'
        and status = 'live' limit 1`;
    const priorityOf = async (workflowId = '') => {
      const asked = { namespace: 'default', execution: { workflowId } };
      const { workflowExecutionInfo: info } = await house.client.workflowService.describeWorkflowExecution(asked);
      return info?.priority?.priorityKey;
    };
    const queueOf = async (id = '') => (await house.client.workflow.getHandle(id).describe()).taskQueue;
    await soon(async () => expect(await queueOf(bulk?.workflowId)).toBe(`${house.taskQueue}-bulk`));
    expect(await queueOf(live.workflowId)).toBe(`${house.taskQueue}-live`);
    expect(await priorityOf(bulk?.workflowId)).toBe(4);
    expect(await priorityOf(live.workflowId)).toBe(1);
    expect(pages).toBe(2);
    await soon(async () => expect(await place.outbox()).toBe(0));
  });

  test('Temporal shows the coming times and starts them; publishing moves them, and the end removes them', async () => {
    await house.start();
    place = await house.place('real');
    await people(2);
    const inAnHour = instant(Date.now() + HOUR);
    const far = '2099-01-01T09:00';
    await place.publish(news({ at: [toIso(inAnHour), far] }));
    const handle = house.client.schedule.getHandle(entryScheduleId({ workspace: place.workspace, journey: NEWS }));
    const shown = async () => (await handle.describe()).info.nextActionTimes.map((at) => at.toISOString());
    const toTheSecond = toIso(instant(Math.floor(inAnHour / 1000) * 1000));
    await soon(async () => expect(await shown()).toEqual([toTheSecond, '2099-01-01T09:00:00.000Z']));
    const soonest = instant(Date.now() + 4_000);
    await place.publish(news({ at: [toIso(soonest), far] }));
    await soon(async () => expect(await entered()).toMatchObject({ rows: 2 }));
    await soon(async () => expect((await handle.describe()).info.recentActions.length).toBeGreaterThan(0));
    await soon(async () => expect(await shown()).toEqual(['2099-01-01T09:00:00.000Z']));
    await place.publish({ ...news({}), entry: { type: 'api' } });
    await soon(async () => expect(handle.describe()).rejects.toThrow());
    const [first] = await house.database.sql<{ late: number }>`
      select max(entered_at) - ${soonest}::bigint as late from instances where workspace = ${place.workspace}`;
    expect(first?.late).toBe(0); // the moment is nominal
    await soon(async () => expect(await place.outbox()).toBe(0));
  });

  test('once more, on request', async () => {
    await house.start();
    place = await house.place('real');
    await people(2);
    await place.publish(news({ at: ['2099-01-01T09:00'] }));
    const begun = await openExtraOccurrence(house.database, {
      workspace: place.workspace,
      journey: NEWS,
      actor: 'test',
    });
    expect(begun.ok).toBe(true);
    await soon(async () => expect(await entered()).toMatchObject({ rows: 2 }));
    await soon(async () => expect(await place.outbox()).toBe(0));
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, type PersonId, WorkspaceId } from '../journey/base/ids.ts';
import type { Count } from '../journey/engine/counts.ts';
import { appendCounts, rollUpCounts, rollUpMessageCounts } from '../store/base/counts.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { createIngest, type Ingest } from '../store/events/ingest.ts';
import { reconcile } from '../store/maintenance/reconcile.ts';
import { DEFAULT_RETENTION, deleteExpired, forgetOldKeys } from '../store/maintenance/retention.ts';
import { createStore } from '../store/person.ts';
import { dropMonth, findMonthsBefore, makePartitions } from '../store/schema/partitions.ts';
import { startApi } from './api.ts';
import { freshDatabase } from './database.ts';

const DAY = 86_400_000;
const workspace = WorkspaceId.parse('main');
const NOW = Date.now();

let database: Database;
let ingest: Ingest;
let close: () => Promise<void>;
beforeAll(async () => {
  const fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 8, name: 'test' });
  await database.sql`insert into workspaces (id) values (${workspace})`;
  ingest = createIngest(database, createStore(database));
  close = async () => {
    await ingest.close();
    await database.close();
    await fresh.drop();
  };
});
afterAll(() => close());

const accept = (messageId: string) =>
  ingest.accept(workspace, [{ messageId, userId: 'ada', kind: 'track', name: 'Viewed', properties: {} }]);

/** Reads all of `events`, and goes on reading until `work` is done: a dump does. */
const whileSomebodyReads = (work: () => Promise<void>) =>
  database.transaction(async (sql) => {
    await sql`select count(*) from events`;
    await work();
  });

describe('partitions', () => {
  const later = new Date(Date.UTC(new Date().getUTCFullYear() + 2, 0));

  test('C23 a partition is created while all events are being read: events are accepted meanwhile, and it is created when the read is done', async () => {
    await whileSomebodyReads(async () => {
      const made = makePartitions(database, later);
      for (let nr = 0; nr < 20; nr += 1) expect((await accept(`c23-${nr}`))[0]?.status).toBe('accepted');
      expect(await made).toBe(false);
    });
    expect(await makePartitions(database, later)).toBe(true);
    const [row] = await database.sql`
      insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
      values (${workspace}, 'p', 1, 1, ${later.getTime() + DAY}, 'Viewed', '{}', 'm')
        returning tableoid::regclass::text as partition`;
    expect(row).toEqual({ partition: `events_${later.getUTCFullYear()}_01` });
  });

  test('C23 a month whose events are in the default partition stays there, and two workers create each month once', async () => {
    const other = new Date(Date.UTC(later.getUTCFullYear() + 1, 0));
    await database.sql`
      insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
      values (${workspace}, 'p', 2, 2, ${other.getTime() + DAY}, 'Viewed', '{}', 'm2')`;
    expect(await Promise.all([makePartitions(database, other), makePartitions(database, other)])).toEqual([true, true]);
    const months = (await findMonthsBefore(database.sql, Number.MAX_SAFE_INTEGER)).map(({ name }) => name);
    expect(months.filter((name) => name.startsWith(`events_${other.getUTCFullYear()}`))).toEqual([
      `events_${other.getUTCFullYear()}_02`,
      `events_${other.getUTCFullYear()}_03`,
    ]);
  });

  test('C23 given an event of a month arrives just before the month is created, then it stays in the default partition and the job continues', async () => {
    const other = new Date(Date.UTC(later.getUTCFullYear() + 2, 0));
    let isFirst = true;
    const overtaken: Pick<Database, 'sql' | 'transaction'> = {
      sql: database.sql,
      async transaction(work, opening) {
        if (isFirst)
          await database.sql`
            insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
            values (${workspace}, 'p', 3, 3, ${other.getTime() + DAY}, 'Viewed', '{}', 'm3')`;
        isFirst = false;
        return database.transaction(work, opening);
      },
    };
    expect(await makePartitions(overtaken, other)).toBe(true);
    const months = (await findMonthsBefore(database.sql, Number.MAX_SAFE_INTEGER)).map(({ name }) => name);
    expect(months.filter((name) => name.startsWith(`events_${other.getUTCFullYear()}`))).toEqual([
      `events_${other.getUTCFullYear()}_02`,
      `events_${other.getUTCFullYear()}_03`,
    ]);
  });

  test('C23 a month is dropped while events are being read: later, and nothing waits', async () => {
    const [month] = await findMonthsBefore(database.sql, later.getTime() + 40 * DAY).then((all) => all.slice(-1));
    if (!month) throw new Error('there is no month');
    await whileSomebodyReads(async () => {
      const dropped = dropMonth(database, month);
      expect((await accept('c23-drop'))[0]?.status).toBe('accepted');
      expect(await dropped).toBe(false);
    });
    expect(await dropMonth(database, month)).toBe(true);
    expect(await findMonthsBefore(database.sql, later.getTime() + 40 * DAY)).not.toContainEqual(month);
  });
});

describe('message ids', () => {
  test('C24 all that are older than 35 days are forgotten in one go, page by page; younger ones are still known', async () => {
    await accept('young');
    await database.sql`
      insert into event_keys (workspace, message_id, position, accepted_at)
      select ${workspace}, 'old-' || n, n, ${NOW - 36 * DAY}::bigint + n % 7 from generate_series(1, 25000) n`;
    await database.sql`update event_keys set accepted_at = ${NOW - 34 * DAY} where message_id = 'young'`;
    expect(await forgetOldKeys(database.sql, { now: NOW, until: Date.now() + 60_000, pageSize: 3_000 })).toBe(25_000);
    expect((await accept('young'))[0]?.status).toBe('duplicate');
    expect((await accept('old-7'))[0]?.status).toBe('accepted');
  });
});

describe('what goes when', () => {
  const retention = { ...DEFAULT_RETENTION, events: 100, transitions: 100, messages: 60, refusals: 30 };
  const counted = (enteredAt: number, counts: readonly Count[]) =>
    appendCounts(
      database.sql,
      { workspace, person: 'p' as PersonId, journey: JourneyId.parse('shop'), version: 1, enteredAt },
      counts,
    );
  const ids = async (table: 'transitions' | 'messages' | 'commands') => {
    const rows = {
      transitions: database.sql<{ id: string }>`select distinct instance as id from transitions order by 1`,
      messages: database.sql<{ id: string }>`select distinct instance as id from messages order by 1`,
      commands: database.sql<{ id: string }>`select distinct instance as id from commands order by 1`,
    }[table];
    return (await rows).map(({ id }) => id);
  };

  /** A pass with a decision, a message and a command; null: it is live. */
  async function enter(id: string, endedDaysAgo: number | null) {
    const { sql } = database;
    const endedAt = endedDaysAgo === null ? null : NOW - endedDaysAgo * DAY;
    const reason = endedAt === null ? null : 'completed';
    await sql`
      insert into instances (workspace, id, person, user_id, journey, version, pass, entry_position, entered_at, status,
        read_to, exit_reason, ended_at, goals_until)
      values (${workspace}, ${id}, ${id}, ${id}, 'shop', 1, 1, 1, ${NOW - 130 * DAY},
        ${endedAt === null ? 'live' : 'ended'}, 1,
              ${reason}, ${endedAt}, ${id.startsWith('window') ? NOW + DAY : null})`;
    await sql`
      insert into transitions (workspace, instance, step, decided_at, decision)
        values (${workspace}, ${id}, 0, ${NOW - 130 * DAY}, '{"trace":[]}')`;
    await sql`
      insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
        claimed_at)
      values (${workspace}, ${id}, ${id}, ${id}, 'shop', 1, 'mail', 1, 'email', 'settled', 'sent', ${NOW - 130 * DAY})`;
    await sql`
      insert into short_links (id, workspace, channel, message_key, url)
        values (${id}, ${workspace}, 'sms', ${id}, 'https://shop.example/')`;
    await sql`
      insert into commands (workspace, id, instance, actor, command, state, accepted_at, position)
        values (${workspace}, ${id}, ${id}, 'a', '{}', 'done', 1, 1)`;
    const measures = ['qualified', 'entered', ...(reason === null ? [] : [`exited:${reason}`])];
    await counted(NOW - 130 * DAY, [
      ...measures.map((measure) => ({ node: '', measure })),
      { node: 'mail', measure: 'message:sent' },
    ]);
  }

  async function refuse(position: number, daysAgo: number) {
    await database.sql`
      insert into refusals (workspace, journey, person, position, version, refused_at, reason)
      values (${workspace}, 'shop', 'ada', ${position}, 1, ${NOW - daysAgo * DAY}, 'filter-not-met')`;
    await counted(
      NOW - daysAgo * DAY,
      ['qualified', 'refused'].map((measure) => ({ node: '', measure })),
    );
  }

  beforeAll(async () => {
    const { sql } = database;
    await sql`
      insert into journeys (workspace, id, name, state, version, entry_type)
        values (${workspace}, 'shop', 'Shop', 'running', 1, 'api')`;
    await enter('live', null);
    await enter('ended-10', 10);
    await enter('ended-80', 80);
    await enter('ended-120', 120);
    await enter('window-120', 120);
    await refuse(1, 20);
    await refuse(2, 40);
    await refuse(3, 50);
    await rollUpCounts(sql, 7);
    await rollUpMessageCounts(sql, 2);
    await sql`update audit_policy set keep_days = 200`;
    await sql`insert into audit (workspace, at, actor, action)
      values (${workspace}, now() - interval '300 days', 'a', 'old'), (${workspace}, now(), 'a', 'new')`;
    await sql`
      insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
      select ${workspace}, 'p', n, n, ${NOW} - n * ${DAY}::bigint, 'Viewed', '{}', 'e' || n
        from generate_series(90, 110, 10) n`;
    expect(await reconcile(sql, workspace)).toEqual([]);
  });

  test('C25 each kind of data is kept for its set age; live instances and open goals stay; and the numbers still add up', async () => {
    await deleteExpired(database, retention, { now: NOW, until: Date.now() + 60_000 });
    const { sql } = database;
    expect(await ids('transitions')).toEqual(['ended-10', 'ended-80', 'live', 'window-120']);
    expect(await ids('commands')).toEqual(['ended-10', 'ended-80', 'live', 'window-120']);
    expect(await ids('messages')).toEqual(['ended-10', 'live', 'window-120']);
    expect((await sql`select id from short_links order by 1`).map(({ id }) => id)).toEqual(await ids('messages'));
    expect(await sql`select position from refusals order by 1`).toEqual([{ position: 1 }]);
    expect(await sql`select action from audit where actor = 'a' order by 1`).toEqual([{ action: 'new' }]);
    expect(await sql`select position from events where message_id like 'e%' and position > 100`).toEqual([]);
    expect(await reconcile(sql, workspace)).toEqual([]);

    // and once more: nothing is left to do
    await deleteExpired(database, retention, { now: NOW, until: Date.now() + 60_000 });
    expect(await ids('messages')).toEqual(['ended-10', 'live', 'window-120']);
    expect(await reconcile(sql, workspace)).toEqual([]);
  });

  test('C25 a month of events goes whole, and only when all of it is too old', async () => {
    const [month] = await findMonthsBefore(database.sql, NOW + 40 * DAY);
    if (!month) throw new Error('there is no month');
    const forEver = 10_000;
    const onlyEvents = { events: 100, transitions: forEver, messages: forEver, refusals: forEver };
    const end = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1);
    const run = (now: number) => deleteExpired(database, onlyEvents, { now, until: Date.now() + 60_000 });
    await run(end + 100 * DAY - 1);
    expect(await findMonthsBefore(database.sql, end)).toContainEqual(month);
    await run(end + 100 * DAY);
    expect(await findMonthsBefore(database.sql, end)).not.toContainEqual(month);
  });

  test('C25 a segment that looks further back than events are kept is refused with the limit', async () => {
    const api = await startApi();
    try {
      const segment = (within: string) => ({ id: 'old', name: 'Old', condition: { did: 'Viewed', within } });
      expect((await api.as().put('/v1/segments/old').send(segment('400d'))).status).toBe(201);
      const { status, body } = await api.as().put('/v1/segments/old').send(segment('401d'));
      expect([status, body.code, body.message]).toEqual([
        422,
        'document-invalid',
        'segment "old": "within" is 401d, but events are kept for 400 days',
      ]);
    } finally {
      await api.close();
    }
  });
});

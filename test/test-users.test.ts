import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, type PersonRef } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import type { TestUser } from '../journey/people/test-user.ts';
import { fillPage } from '../store/broadcasts/fill.ts';
import { createEnter } from '../store/entry/enter.ts';
import { eraseUser } from '../store/erasure/erase.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { findOrMakePersons, nameOf } from '../store/people/identities.ts';
import { readTestUser, type SetTestUser, setTestUser } from '../store/people/test-users.ts';
import { listJourneys } from '../store/read-model/journeys.ts';
import { type House, later, openHouse, type Place } from './house.ts';
import { createProviders, type Providers } from './providers.ts';

const DAY = 86_400_000;
const ALWAYS = { policy: 'always' } as const;

let house: House;
let providers: Providers;
beforeAll(async () => {
  house = await openHouse();
  providers = createProviders();
  await house.start({ adapters: providers.adapters });
});
afterAll(() => house.close());

async function personOf({ workspace }: Place, userId: string): Promise<PersonRef> {
  const identity = { kind: 'user', value: userId } as const;
  const person = (await findOrMakePersons(house.database.sql, workspace, [identity])).get(nameOf(identity));
  if (person === undefined) throw new Error(`no person for ${userId}`);
  return { workspace, person };
}

/** Makes a test user whose day takes a second, unless said otherwise. */
async function testUser(place: Place, userId: string, test: Partial<TestUser> = {}): Promise<SetTestUser> {
  const who = await personOf(place, userId);
  const settings = { speed: 86_400, sends: 'captured', actor: 'test', ...test } as const;
  return house.store.person(who, (sql, now) => setTestUser(sql, now, who, settings));
}

const inbox = async ({ workspace }: Place) =>
  house.database.sql<{ recipient: string }>`select recipient from inbox where workspace = ${workspace}`;

/** What reports, lists and live counts say of a journey. */
async function counted({ workspace }: Place, journey: string): Promise<Readonly<Record<string, number>>> {
  const rows = await house.database.sql<{ measure: string; n: number }>`
    select measure, sum(n) as n from (
      select measure, n from counts where workspace = ${workspace} and journey = ${journey} and node = ''
      union all
      select measure, n from count_deltas where workspace = ${workspace} and journey = ${journey} and node = ''
    ) as each group by measure`;
  return Object.fromEntries(rows.map(({ measure, n }) => [measure, n]));
}

const WELCOME: JourneyInput = {
  id: 'welcome',
  name: 'Welcome',
  goals: [{ id: 'bought', event: 'Bought', exits: false }],
  entry: { type: 'event', event: 'Signed Up', controlGroup: 99, capacity: { max: 1, per: 'ever' }, reentry: ALWAYS },
  frequencyCaps: [{ max: 1, per: '1d' }],
  start: 'hello',
  nodes: {
    hello: { type: 'message', channel: 'email', content: { subject: 'Hi', text: 'Hi' }, then: 'pause' },
    pause: { type: 'delay', for: '3d', then: 'more' },
    more: { type: 'message', channel: 'email', content: { subject: 'More', text: 'More' }, then: 'end' },
    end: { type: 'exit' },
  },
};

describe('17 test users go through live journeys', { timeout: 120_000 }, () => {
  test('9 given a clock that shows a day in a second, three days take seconds, and messages are captured', async () => {
    const place = await house.place('real');
    await place.publish(WELCOME);
    expect(await testUser(place, 'tess')).toBe('set');
    await place.tell({ userId: 'tess', traits: { email: 'tess@example.com' } });
    const before = providers.got.length;
    const began = Date.now();

    await place.track('tess', 'Signed Up');

    await place.until('tess', { status: 'ended', exit: { reason: 'completed' } });
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(providers.got.slice(before)).toEqual([]);
    expect(await inbox(place)).toMatchObject([{ recipient: 'tess@example.com' }, { recipient: 'tess@example.com' }]);
    const [times] = await house.database.sql<{ entered: number; ended: number }>`
      select entered_at as entered, ended_at as ended from instances where workspace = ${place.workspace}`;
    expect((times?.ended ?? 0) - (times?.entered ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
  });

  test('9 with real sends, providers deliver the messages', async () => {
    const place = await house.place('real');
    await place.publish(WELCOME);
    await testUser(place, 'tom', { sends: 'real' });
    await place.tell({ userId: 'tom', traits: { email: 'tom@example.com' } });
    const before = providers.got.length;

    await place.track('tom', 'Signed Up');

    await place.until('tom', { status: 'ended' });
    expect(providers.got.slice(before)).toMatchObject([{ to: 'tom@example.com' }, { to: 'tom@example.com' }]);
    expect(await inbox(place)).toEqual([]);
  });

  test('9 they count nowhere, take no place and are in no control group, and all numbers add up', async () => {
    const place = await house.place('real');
    await place.publish(WELCOME);
    for (const userId of ['t1', 't2', 't3']) {
      await testUser(place, userId);
      await place.tell({ userId, traits: { email: 'shared@example.com' } });
      await place.track(userId, 'Signed Up');
    }
    for (const userId of ['t1', 't2', 't3']) await place.until(userId, { status: 'ended' });
    await place.track('t1', 'Bought');

    expect(await counted(place, 'welcome')).toEqual({});
    const { journeys } = await listJourneys(house.database.sql, { workspace: place.workspace, limit: 1 });
    expect(journeys).toMatchObject([{ lastEntryAt: null, counts: { entered: 0, inside: 0, goals: {} } }]);
    expect(await place.reconcile()).toEqual([]);
    const [row] = await house.database.sql<{ n: number }>`
      select count(*) as n from message_deltas where workspace = ${place.workspace}`;
    expect(row?.n).toBe(0);
  });

  test('9 only users whom no journey has counted become test users, and at most 100', async () => {
    const place = await house.place();
    await place.publish(WELCOME);
    await place.track('old', 'Signed Up');
    await place.until('old', {});
    expect(await testUser(place, 'old')).toBe('has-history');
    await house.database.sql`
      insert into persons (workspace, id, user_id, created_at, updated_at)
      select ${place.workspace}, 'p' || n, 'u' || n, 0, 0 from generate_series(1, 100) as n`;
    await house.database.sql`
      insert into test_users (workspace, person, speed, since, shows, sends, actor)
      select ${place.workspace}, 'p' || n, 1, 0, 0, 'real', 'test' from generate_series(1, 100) as n`;
    expect(await testUser(place, 'new')).toBe('too-many');
  });

  test('9 a clock goes on from what it shows when its speed changes, and never runs back', async () => {
    const place = await house.place();
    const who = await personOf(place, 'tess');
    const shown = async () => ((await readTestUser(house.database.sql, who))?.now ?? 0) - later(0);
    await testUser(place, 'tess', { speed: 10 });
    await place.moveClock(later(1_000));
    expect(await shown()).toBe(10_000);
    await testUser(place, 'tess', { speed: 1 });
    expect(await shown()).toBe(10_000);
    await place.moveClock(later(3_000));
    expect(await shown()).toBe(12_000);
  });

  test('9 a clock that was forgotten stops at the end of the year 9999, and starts no timer from then on', async () => {
    const place = await house.place();
    await place.publish(WELCOME);
    await testUser(place, 'tess', { speed: 100_000 });
    await place.tell({ userId: 'tess', traits: { email: 'tess@example.com' } });
    await place.moveClock(later(100 * DAY));
    await place.track('tess', 'Signed Up');
    const { workflowId } = await place.atRest('tess', 'pause');
    const now = (await readTestUser(house.database.sql, await personOf(place, 'tess')))?.now ?? 0;
    expect(new Date(now).toISOString()).toBe('9999-12-31T23:59:59.999Z');
    const { events } = await house.client.workflow.getHandle(workflowId).fetchHistory();
    expect((events ?? []).filter(({ timerStartedEventAttributes: timer }) => timer)).toEqual([]);
  });

  test('9 entries by time come by the test user’s own clock', async () => {
    const place = await house.place('real');
    const birthday: JourneyInput = {
      id: 'trial',
      name: 'Trial',
      entry: { type: 'inaction', event: 'Trial Started', without: { event: 'Bought' }, within: '2d' },
      start: 'end',
      nodes: { end: { type: 'exit' } },
    };
    await place.publish(birthday);
    await testUser(place, 'tess');
    await place.tell({ userId: 'tess', name: 'Trial Started' }, { userId: 'ana', name: 'Trial Started' });

    await place.until('tess', { status: 'ended', exit: { reason: 'completed' } });

    expect(await place.passes('ana')).toEqual([]);
    expect(await counted(place, 'trial')).toEqual({});
    expect(await place.reconcile()).toEqual([]);
  });

  test('9 a broadcast leaves them out, and a service can let them in', async () => {
    const place = await house.place();
    const { workspace } = place;
    await place.publish({
      id: 'news',
      name: 'News',
      entry: { type: 'list' },
      start: 'end',
      nodes: { end: { type: 'exit' } },
    });
    await place.tell({ userId: 'ana' });
    await testUser(place, 'tess');
    await house.database.sql`
      insert into broadcasts (workspace, journey, id, version, source, state, at, begins_at, total, created_by)
      values (${workspace}, 'news', 'b1', 1, 'list', 'filling', ${later(0)}, ${later(0)}, 2, 'test')`;
    await house.database.sql`
      insert into list_rows (workspace, journey, broadcast, nr, user_id, properties)
      values (${workspace}, 'news', 'b1', 1, 'ana', '{}'), (${workspace}, 'news', 'b1', 2, 'tess', '{}')`;

    await house.database.transaction((sql) => fillPage(sql, workspace, JourneyId.parse('news')));

    const queued = await house.database.sql`select 1 from queued where workspace = ${workspace}`;
    expect(queued).toHaveLength(1);
    const versions = createVersions(house.database);
    const enter = createEnter(house.database, house.store, versions, { plainUserIds: true });
    const asked = { workspace, journey: JourneyId.parse('news'), userId: 'tess', properties: {}, messageId: 'm1' };
    expect(await enter(asked)).toMatchObject({ ok: true, value: { status: 'entered' } });
    expect(await place.reconcile()).toEqual([]);
  });

  test('9 a test user who is erased leaves no count behind', async () => {
    const place = await house.place('real');
    await place.publish(WELCOME);
    await testUser(place, 'tess', { speed: 1 });
    await place.tell({ userId: 'tess', traits: { email: 'tess@example.com' } });
    await place.track('tess', 'Signed Up');
    await place.atRest('tess', 'pause');
    const { database, store } = house;
    const ports = { sql: database.sql, store, versions: createVersions(database) };

    await eraseUser(ports, { workspace: place.workspace, userId: 'tess', actor: 'test' });

    expect(await place.reconcile()).toEqual([]);
    expect(await counted(place, 'welcome')).toEqual({});
  });
});

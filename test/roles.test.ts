import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { diagnose } from '../dev/doctor.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import { changedFields, recordAudit } from '../store/access/audit.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { stopJourney } from '../store/lifecycle/end.ts';
import { pauseJourney, resumeJourney } from '../store/lifecycle/pause.ts';
import { DEFAULT_RETENTION, deleteExpired } from '../store/maintenance/retention.ts';
import { migrate, migrateInstallation, pendingMigrations } from '../store/schema/migrate.ts';
import { dropMonth, findMonthsBefore, makePartitions } from '../store/schema/partitions.ts';
import { ownName } from '../testkit/server/own-name.ts';
import { startApi, type TestApi } from './api.ts';
import { withDatabase } from './database.ts';
import { type House, openHouse, type Place } from './house.ts';

const DAY = 86_400_000;
const AUDIT_DAYS = 100;

interface Roles {
  /** Of the role that owns the database and migrates it. */
  readonly ownerUrl: string;
  /** Of the role that API and worker connect as: it owns nothing. */
  readonly url: string;
  readonly running: string;
}

/** A database and two roles, before anything is migrated. */
async function makeRoles(): Promise<Roles> {
  const cluster = inject('postgresUrl');
  const [name, owner, running] = [ownName('r_'), ownName('owner_'), ownName('run_')];
  await withDatabase(cluster, async (client) => {
    await client.query(`create role ${owner} login password 'o'; create role ${running} login password 'r'`);
    await client.query(`create database ${name} owner ${owner}`);
  });
  const urlOf = (user: string, password: string) => {
    const url = new URL(cluster);
    return Object.assign(url, { username: user, password, pathname: `/${name}` }).href;
  };
  return { ownerUrl: urlOf(owner, 'o'), url: urlOf(running, 'r'), running };
}

/** As `sojourn migrate` leaves it with MIGRATE_DATABASE_URL. */
async function installed(): Promise<Roles> {
  const roles = await makeRoles();
  await migrateInstallation({ ...roles, auditDays: AUDIT_DAYS });
  return roles;
}

const DENIED = /permission denied|must be owner/;

let roles: Roles;
let owner: Database;
let running: Database;
beforeAll(async () => {
  roles = await installed();
  owner = openDatabase({ url: roles.ownerUrl, max: 2, name: 'owner' });
  running = openDatabase({ url: roles.url, max: 2, name: 'running' });
  await owner.sql`insert into workspaces (id) values ('audited')`;
});
afterAll(async () => {
  await owner.close();
  await running.close();
});

describe('S9 the running role can read and add audit entries, and no more', () => {
  test.each([
    'update audit set actor = null',
    'delete from audit',
    'truncate audit',
    "insert into audit (workspace, actor, action, at) values ('audited', 'a', 'key.make', now() - interval '1 year')",
    "insert into audit (id, workspace, actor, action) overriding system value values (1, 'audited', 'a', 'key.make')",
    'alter table audit disable trigger all',
    'drop table audit',
    'update audit_policy set keep_days = 1',
    "insert into migrations (name, run_on) values ('9999-x', now())",
    'delete from migrations',
    'alter table versions disable trigger versions_never_change',
    'create table mine (n int)',
    'create function retire_audit(int, int) returns int language sql as $$ select 1 $$',
    'truncate events',
    'drop table events_default',
  ])('S9 refuses: %s', async (statement) => {
    await expect(running.pool.query(statement)).rejects.toThrow(DENIED);
  });

  test('S9 keeps audit entries as long as the owner sets, even if another role asks for their deletion', async () => {
    await owner.sql`
      insert into audit (workspace, at, actor, action)
      select 'audited', now() - days * interval '24 hours', 'old', 'days-' || days
        from unnest(array[99, 101, 300]) as days`;
    await recordAudit(running.sql, {
      workspace: WorkspaceId.parse('audited'),
      actor: 'old',
      action: 'key.make',
      about: {},
    });
    const left = () => running.sql`select action from audit where actor = 'old' order by at`;
    expect(await running.sql`select retire_audit(1) as n`).toEqual([{ n: 1 }]);
    expect(await left()).toEqual([{ action: 'days-101' }, { action: 'days-99' }, { action: 'key.make' }]);
    await deleteExpired(running, DEFAULT_RETENTION, { now: Date.now() + 10_000 * DAY, until: Date.now() + 60_000 });
    expect(await left()).toEqual([{ action: 'days-99' }, { action: 'key.make' }]);
  });

  test('S9 no other role can call the function that runs as the owner, and it accepts only months of events', async () => {
    const stranger = await makeRoles();
    const url = Object.assign(new URL(stranger.url), { pathname: new URL(roles.url).pathname }).href;
    await withDatabase(roles.ownerUrl, (client) =>
      client.query(`grant usage on schema sojourn to ${stranger.running}`),
    );
    await withDatabase(url, async (client) => {
      for (const call of ['retire_audit(1)', 'make_events_month(0)', "drop_events_month('audit')", 'analyze_queued()'])
        await expect(client.query(`select sojourn.${call}`)).rejects.toThrow(/permission denied for function/);
    });
    const tables = () => running.sql`select count(*) from pg_class where relnamespace = 'sojourn'::regnamespace`;
    const before = await tables();
    for (const name of ['audit', 'events_default', 'events', "events_2026_01'; drop table audit --", 'persons'])
      await running.sql`select drop_events_month(${name})`;
    for (const from of [1, Date.UTC(2031, 5, 2), Date.UTC(2031, 5) - 1])
      await expect(running.sql`select make_events_month(${from})`).rejects.toThrow(/no month begins/);
    expect(await tables()).toEqual(before);
  });
});

describe('S9 the product works as a role that owns nothing', () => {
  let house: House;
  let place: Place;
  beforeAll(async () => {
    house = await openHouse({ url: roles.url });
    place = await house.place('real');
  });
  afterAll(() => house.close());

  test('S9 events are accepted, users enter, messages go, and no job fails', async () => {
    const warnings: unknown[] = [];
    const log = {
      info() {},
      warn: (about: unknown) => warnings.push(about),
      error: (about: unknown) => warnings.push(about),
    };
    await house.start({ log });
    await place.publish({
      id: 'welcome',
      name: 'Welcome',
      entry: { type: 'event', event: 'Signed Up' },
      start: 'hello',
      nodes: {
        hello: { type: 'message', channel: 'sms', content: { text: 'Hi' }, then: 'wait' },
        wait: { type: 'waitFor', events: { bought: { event: 'Bought' } }, timeout: '1d', then: 'end' },
        end: { type: 'exit', reason: 'done' },
      },
    });
    await place.tell({ userId: 'ana', traits: { phone: '+31612345678' } }, { userId: 'ana', name: 'Signed Up' });
    await place.atRest('ana', 'wait');
    await place.track('ana', 'Bought');
    const { id } = await place.until('ana', { exit: { reason: 'done' } });
    expect(await place.messages(id)).toMatchObject([{ node: 'hello' }]);
    await house.closeServers();
    expect(await place.reconcile()).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('S9 months of events are created and dropped, and old data is deleted', async () => {
    const later = new Date(Date.UTC(new Date().getUTCFullYear() + 2, 10));
    expect(await makePartitions(house.database, later)).toBe(true);
    expect(await makePartitions(house.database, later)).toBe(true);
    const { workspace } = place;
    const [row] = await house.database.sql`
      insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
      values (${workspace}, 'p', 1, 1, ${later.getTime() + 40 * DAY}, 'Viewed', '{}', 'm')
        returning tableoid::regclass::text as partition`;
    expect(row).toEqual({ partition: `events_${later.getUTCFullYear()}_12` });
    const months = await findMonthsBefore(house.database.sql, later.getTime() + 200 * DAY);
    for (const month of [...months, ...months]) expect(await dropMonth(house.database, month)).toBe(true);
    expect(await findMonthsBefore(house.database.sql, later.getTime() + 200 * DAY)).toEqual([]);
    await house.database.sql`select analyze_queued()`;
    expect(await pendingMigrations(roles.url)).toEqual([]);
  });
});

describe('S9 migrating with two roles', () => {
  test('S9 given a database that one role had for itself, then another can run on it, and tables that come later are open to it', async () => {
    const upgraded = await makeRoles();
    await migrate(upgraded.ownerUrl);
    await expect(pendingMigrations(upgraded.url)).rejects.toThrow(
      /permission denied.*sojourn migrate.*MIGRATE_DATABASE_URL/,
    );
    expect(await migrateInstallation({ ...upgraded, auditDays: AUDIT_DAYS })).toEqual([]);
    await migrateInstallation({ ...upgraded, auditDays: AUDIT_DAYS });
    await withDatabase(upgraded.ownerUrl, (client) =>
      client.query('create table sojourn.later (n int generated always as identity, m serial)'),
    );
    await withDatabase(upgraded.url, async (client) => {
      await client.query('insert into sojourn.later default values');
      await expect(client.query('delete from sojourn.audit')).rejects.toThrow(DENIED);
      await client.query("insert into sojourn.audit (workspace, actor, action) values ('w', 'a', 'key.make')");
    });
  });

  test('S9 given a role that could still change the audit, then migrating says so', async () => {
    const other = new URL(roles.ownerUrl);
    other.searchParams.append('application_name', 'other');
    const same = { ownerUrl: roles.ownerUrl, url: other.href, auditDays: AUDIT_DAYS };
    await expect(migrateInstallation(same)).rejects.toThrow(/both URLs name it/);
    const member = await makeRoles();
    const ownerName = new URL(member.ownerUrl).username;
    await withDatabase(inject('postgresUrl'), (client) => client.query(`grant ${ownerName} to ${member.running}`));
    await expect(migrateInstallation({ ...member, auditDays: AUDIT_DAYS })).rejects.toThrow(
      /member of a role that owns it/,
    );
  });

  test('S9 in production, doctor warns where the running role owns the audit, and says how to change that', async () => {
    const look = async (DATABASE_URL: string, NODE_ENV = 'production') =>
      (await diagnose({ DATABASE_URL, NODE_ENV, TEMPORAL_ADDRESS: inject('temporalAddress') })).find(
        ({ what }) => what === 'Audit',
      );
    expect(await look(roles.ownerUrl)).toMatchObject({
      isFine: true,
      isWarning: true,
      fix: expect.stringContaining('set MIGRATE_DATABASE_URL to the owner'),
    });
    expect(await look(roles.url)).toEqual({
      what: 'Audit',
      isFine: true,
      saw: expect.stringContaining('only read and add'),
    });
    expect(await look(roles.ownerUrl, 'development')).toBeUndefined();
  });
});

describe('S9 the audit shows the state before and after a change', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ url: (await installed()).url });
  });
  afterAll(() => api.close());

  const journey = (name: string) => ({
    id: 'welcome',
    name,
    entry: { type: 'event', event: 'Signed Up' },
    start: 'end',
    nodes: { end: { type: 'exit' } },
  });
  const latest = async () => (await api.as().get('/v1/audit?limit=1')).body.entries[0];

  test('S9 settings: the fields that changed', async () => {
    await api.as().put('/v1/settings').send({ timeZone: 'UTC' });
    expect(await latest()).toMatchObject({ before: { timeZone: null }, after: { timeZone: 'UTC' } });
    await api.as().put('/v1/settings').send({ timeZone: 'Asia/Tokyo' });
    const { before, after } = await latest();
    expect({ before, after }).toEqual({ before: { timeZone: 'UTC' }, after: { timeZone: 'Asia/Tokyo' } });
  });

  test('S9 keys: name and scopes, and never the secret', async () => {
    const made = await api
      .as()
      .post('/v1/keys')
      .send({ name: 'shop', scopes: ['read'] });
    const shop = { name: 'shop', scopes: ['read'] };
    expect(await latest()).toMatchObject({ action: 'key.make', before: null, after: shop });
    const [, , id, secret] = made.body.key.split('_');
    await api.as().delete(`/v1/keys/${id}`);
    const entry = await latest();
    expect(entry).toMatchObject({ action: 'key.revoke', before: shop, after: null });
    expect(JSON.stringify(await api.database.sql`select * from audit`)).not.toContain(secret);
  });

  test('S9 journeys: published versions and states', async () => {
    const publish = (name: string) => api.as().put('/v1/journeys/welcome').send(journey(name));
    await publish('Welcome');
    expect(await latest()).toMatchObject({ before: null, after: { version: 1, state: 'running' } });
    await publish('Welcome!');
    expect(await latest()).toMatchObject({ before: { version: 1 }, after: { version: 2, state: 'running' } });

    const request = { workspace: WorkspaceId.parse('main'), journey: journey('').id as never, actor: 'ops' };
    await pauseJourney(api.database, request);
    expect(await latest()).toMatchObject({
      before: { state: 'running', pause: null },
      after: { state: 'paused', pause: { policy: 'hold-clock' } },
    });
    await resumeJourney(api.database, request);
    expect(await latest()).toMatchObject({ before: { state: 'paused' }, after: { state: 'running', pause: null } });
    await stopJourney(api.database, { ...request, mode: 'now' });
    const { before, after } = await latest();
    expect({ before, after }).toEqual({ before: { state: 'running' }, after: { state: 'stopped' } });
  });

  test('S9 unchanged fields are left out, whatever they hold', () => {
    const same = { list: [{ a: 1 }], absent: undefined };
    expect(changedFields({ ...same, n: 1, gone: 'x' }, { ...same, list: [{ a: 1 }], n: 2, come: null })).toEqual({
      before: { n: 1, gone: 'x' },
      after: { n: 2, gone: null },
    });
  });
});

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Adapter } from '../channels/port.ts';
import { CHANNELS, type Channel } from '../journey/delivery/channel.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { ownName } from '../testkit/server/own-name.ts';
import { type RebuildOptions, rebuild } from '../worker/rebuild/rebuild.ts';
import { compiledSojourn } from './compiled.ts';
import { withDatabase } from './database.ts';
import { HOUR, type House, later, openHouse, type Place, soon } from './house.ts';
import { AT_MOST_ONCE, listDelivered, readLog } from './providers.ts';

/** `REBUILD_INSTANCES=300` for the whole. */
const INSTANCES = Number(process.env.REBUILD_INSTANCES ?? 12);
/** The first user waits until all of them are at rest. */
const PATIENCE_MS = 60_000 + INSTANCES * 1_000;

const message = (channel: 'email' | 'sms', then: string) => ({
  ...{ type: 'message' as const, channel, then },
  content: channel === 'email' ? { subject: 'Hello', text: '.' } : { text: '.' },
});
const awaiting = (event: string, then: string) => ({
  ...{ type: 'waitFor' as const, timeout: '30d' as const, then },
  events: { came: { event } },
});
const LONG: JourneyInput = {
  id: 'long',
  name: 'Long',
  entry: { type: 'event', event: 'Began', reentry: { policy: 'always' } },
  start: 'hello',
  nodes: {
    hello: message('email', 'first'),
    first: awaiting('Opened', 'text'),
    text: message('sms', 'second'),
    second: awaiting('Clicked', 'bye'),
    bye: message('email', 'third'),
    third: awaiting('Left', 'done'),
    done: { type: 'exit' },
  },
};

describe('a database that was restored from a backup is brought on to where the workflows are', () => {
  let house: House;
  let place: Place;
  let log: string;
  /** Users whose provider takes the message, and breaks before it answers. */
  let breaking: Set<string>;
  beforeEach(async () => {
    house = await openHouse();
    place = await house.place();
    log = join(tmpdir(), `rebuild-${randomUUID()}.log`);
    breaking = new Set();
    await place.publish(LONG);
  });
  afterEach(() => house.close());

  const adapter = (channel: Channel): Adapter => ({
    channel,
    provider: 'log',
    delivery: AT_MOST_ONCE.includes(channel) ? 'at-most-once' : 'honours-keys',
    async deliver({ key, to, content: { template } }) {
      appendFileSync(log, `${JSON.stringify({ channel, key, to, template })}\n`);
      if (breaking.delete(to)) throw new Error('the connection broke');
      return { type: 'accepted', providerId: key };
    },
  });
  const adapters = Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<
    Channel,
    Adapter
  >;
  const start = () => house.start({ adapters });
  const nameOfDatabase = () => new URL(house.url).pathname.slice(1);
  const backup = ownName('backup_');

  /** Copies the database `from` to the name `to`, despite open connections. */
  const copy = (from: string, to: string) =>
    withDatabase(inject('postgresUrl'), async (client) => {
      await client.query(`drop database if exists ${to} with (force)`);
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [from]);
      await client.query(`create database ${to} template ${from} strategy wal_log`);
    });
  const rebuilt = (options: RebuildOptions = {}) =>
    rebuild({ ...house, versions: createVersions(house.database) }, options);
  const phoneOf = (userId: string) => `+316${userId.replace(/\D/g, '').padStart(8, '0')}`;
  const emailOf = (userId: string) => `${userId}@example.com`;
  const meet = (userId: string) => place.tell({ userId, traits: { email: emailOf(userId), phone: phoneOf(userId) } });
  /** The command itself, as an operator runs it. */
  const runCommand = async (...flags: readonly string[]) => {
    const line = [await compiledSojourn(), 'rebuild', ...flags];
    const servers = { DATABASE_URL: house.url, TEMPORAL_ADDRESS: inject('temporalAddress') };
    const options = { cwd: new URL('..', import.meta.url).pathname, env: { ...process.env, ...servers } };
    return promisify(execFile)(process.execPath, line, options).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );
  };
  const meetAll = (users: readonly string[]) => Promise.all(users.map(meet));
  /** Each user does it, and has come to that node. */
  const all = async (users: readonly string[], event: string, node: string) => {
    await Promise.all(users.map((user) => place.track(user, event)));
    for (const user of users)
      await (node === 'done'
        ? place.until(user, { status: 'ended' }, PATIENCE_MS)
        : place.atRest(user, node, PATIENCE_MS));
  };
  const at = async (users: readonly string[], node: string) => {
    const seen = await Promise.all(users.map(async (user) => ({ user, node: (await place.last(user)).node })));
    return seen.filter((each) => each.node === node).map(({ user }) => user);
  };
  /** Takes each user from the current node to the end. */
  const finish = async (users: readonly string[]) => {
    await all(await at(users, 'first'), 'Opened', 'second');
    await all(await at(users, 'second'), 'Clicked', 'third');
    await all(await at(users, 'third'), 'Left', 'done');
  };
  /** The provider takes the next message of each, and the connection breaks before it answers; then the workers end. */
  const breakOff = async (server: { close(): Promise<void> }, toSms: string, toEmail: string) => {
    const handed = readLog(log).length;
    breaking.add(phoneOf(toSms)).add(emailOf(toEmail));
    await Promise.all([place.track(toSms, 'Opened'), place.track(toEmail, 'Clicked')]);
    await soon(async () => expect(readLog(log).length).toBeGreaterThanOrEqual(handed + 2));
    await server.close();
  };
  /** Workers run on the restored database before anybody rebuilds it: an instance whose workflow wakes is parked. */
  const park = async (user: string) => {
    const server = await start();
    await house.client.workflow.getHandle((await place.last(user)).workflowId).signal('nudge', []);
    await place.until(user, { stuck: expect.stringMatching(/^storeBehind: .*Run `sojourn rebuild`/) as never });
    await server.close();
  };
  const countRows = async () => {
    const [row] = await house.database.sql`
      select (select count(*) from transitions) as transitions, (select count(*) from messages) as messages,
        (select count(*) from instances) as instances,
             (select count(*) from count_deltas) as counts`;
    return row;
  };
  const outcomesOf = async (user: string) =>
    Object.fromEntries((await place.messages((await place.last(user)).id)).map(({ node, outcome }) => [node, outcome]));

  test('C14 after a rebuild no instance is lost, nothing is sent twice, and the numbers add up', async () => {
    const users = Array.from({ length: INSTANCES }, (_, nr) => `u${nr}0000000`);
    const late = users.filter((_, nr) => nr % 3 === 2);
    const [inSms = '', inEmail = '', ...others] = users.filter((_, nr) => nr % 3 < 2);
    const gone = others.slice(0, 2);
    const twice = late.slice(0, 1); // they enter, end and enter again, all since the backup
    await meetAll(users);
    let server = await start();
    await all([inSms, inEmail, ...others], 'Began', 'first');
    await server.close();
    await copy(nameOfDatabase(), backup);

    server = await start();
    await place.moveClock(later(HOUR));
    await meet('zed9');
    await all([...late, 'zed9'], 'Began', 'first');
    await all([inEmail, ...others], 'Opened', 'second');
    await finish(twice);
    await all(twice, 'Began', 'first');
    await all(gone, 'Clicked', 'third');
    await all(gone, 'Left', 'done');
    await breakOff(server, inSms, inEmail);
    await copy(backup, nameOfDatabase());
    await place.moveClock(later(2 * HOUR));
    await park(others.at(-1) ?? '');

    const before = await countRows();
    const rehearsal = await rebuilt({ isDryRun: true });
    expect(await countRows()).toEqual(before);
    const report = await rebuilt();
    expect({ ...rehearsal, missing: rehearsal.missing.length }).toEqual({
      ...report,
      isDryRun: true,
      missing: report.missing.length,
    });
    expect(report).toMatchObject({ broughtOn: INSTANCES + 1, broughtBack: late.length + 1, messagesInDoubt: 2 });
    expect(report.missing.map(({ userId }) => userId).sort()).toEqual([...twice, ...late].sort());
    expect(report.couldNot).toEqual([
      { workflowId: expect.stringContaining('/zed9/'), reason: expect.stringContaining('has no user') },
    ]);
    expect(await place.reconcile()).toEqual([]);
    expect(await at(users, 'done')).toEqual(gone);
    expect(await rebuilt()).toMatchObject({ broughtOn: 0, stepsWritten: 0, messagesSettled: 0, messagesInDoubt: 0 });

    const { code, stdout } = await runCommand('--journey', 'long', '--json');
    expect(code).toBe(1); // of zed9
    expect(JSON.parse(stdout)).toMatchObject({ broughtOn: 0, couldNot: [{ reason: expect.anything() }] });

    await start();
    await place.until(inSms, { node: 'second' });
    await place.until(inEmail, { node: 'third' });
    await finish(users);
    const got = listDelivered(readLog(log));
    expect(new Set(got.map(({ key }) => key)).size).toBe(got.length);
    for (const user of users) {
      const { id, exit, stuck } = await place.last(user);
      expect({ user, exit, stuck }).toEqual({ user, exit: { reason: 'completed' }, stuck: null });
      expect(await outcomesOf(user)).toEqual({ hello: 'sent', text: user === inSms ? 'unknown' : 'sent', bye: 'sent' });
      expect(got.filter(({ key }) => key.startsWith(`${id}.`))).toHaveLength(3);
    }
    expect(await place.reconcile()).toEqual([]);
  }, 3_600_000);

  test('C14 a send that was handed over at a step that the backup has goes once, where its provider knows no keys', async () => {
    const server = await start();
    const [toSms, toEmail] = ['u1', 'u2'];
    await meetAll([toSms, toEmail]);
    await all([toSms, toEmail], 'Began', 'first');
    await all([toEmail], 'Opened', 'second');
    await breakOff(server, toSms, toEmail);
    const { sql } = house.database;
    await sql`
      update messages set state = 'reserved', attempts = 0, handed = false, lease_until = null
        where workspace = ${place.workspace} and state <> 'settled'`; // as the backup had it

    expect(await rebuilt()).toMatchObject({ stepsWritten: 0, messagesInDoubt: 2, couldNot: [] });
    expect(await rebuilt()).toMatchObject({ broughtOn: 0, messagesInDoubt: 0 });
    await start();
    await place.until(toSms, { node: 'second' });
    await place.until(toEmail, { node: 'third' });
    expect(await outcomesOf(toSms)).toMatchObject({ text: 'unknown' });
    expect(await outcomesOf(toEmail)).toMatchObject({ bye: 'sent' });
    expect(readLog(log).filter(({ to }) => to === phoneOf(toSms))).toHaveLength(1);
    expect(
      new Set(
        listDelivered(readLog(log))
          .filter(({ to }) => to === emailOf(toEmail))
          .map(({ key }) => key),
      ).size,
    ).toBe(2);
    expect(await place.reconcile()).toEqual([]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Adapter, Answer } from '../channels/port.ts';
import { NodeId } from '../journey/base/ids.ts';
import type { DeviceResults } from '../journey/delivery/device.ts';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { compile } from '../journey/engine/version.ts';
import { eraseUser } from '../store/erasure/erase.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { createMessages } from '../store/messages/messages.ts';
import { deviceIdOf, registerDevices } from '../store/people/devices.ts';
import { listMessages } from '../store/read-model/instances.ts';
import { createGate } from './gate.ts';
import { type House, openHouse, type Place, soon, T0 } from './house.ts';
import { createProviders } from './providers.ts';

const HELLO: JourneyInput = {
  id: 'hello',
  name: 'Hello',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'hello',
  nodes: {
    hello: {
      type: 'message',
      channel: 'push',
      content: { title: 'Hello' },
      links: { sent: 'sent', failed: 'failed', unreachable: 'unreachable', suppressed: 'failed' },
    },
    sent: { type: 'exit', reason: 'sent' },
    failed: { type: 'exit', reason: 'failed' },
    unreachable: { type: 'exit', reason: 'unreachable' },
  },
};

/** A push provider whose answer depends on the token, in turn, and that has what it was given. */
function createPushProvider() {
  const got: string[] = [];
  const answers = new Map<string, (() => Answer)[]>();
  const adapter: Adapter = {
    channel: 'push',
    provider: 'test',
    delivery: 'at-most-once',
    announcesHandOver: true,
    isByDevice: true,
    async deliver({ to }, handingOver = async () => {}) {
      await handingOver();
      got.push(to);
      return answers.get(to)?.shift()?.() ?? { type: 'accepted', providerId: `id-${to}` };
    },
  };
  const next = (token: string, ...more: readonly Answer[]) =>
    answers.set(
      token,
      more.map((answer) => () => answer),
    );
  return { adapter, got, next, answers };
}

const DEAD: Answer = { type: 'rejected', reason: '404 UNREGISTERED', isDead: true };
const BUSY: Answer = { type: 'busy', reason: '503', retryAfterMs: 1 };
const CUT: Answer = { type: 'busy', reason: 'connection cut', ambiguous: true };
const FAULTY: Answer = { type: 'rejected', reason: '400 too large' };

let house: House;
let place: Place;
let provider: ReturnType<typeof createPushProvider>;
const gate = createGate();
beforeAll(async () => {
  house = await openHouse();
  provider = createPushProvider();
  const adapters = { ...createProviders().adapters, push: provider.adapter };
  await house.start({ adapters, passing: (point) => gate.passing(point) });
});
beforeEach(async () => {
  place = await house.place();
  provider.got.length = 0;
  provider.answers.clear();
  await place.publish(HELLO);
});
afterEach(async () => {
  expect(await place.reconcile()).toEqual([]);
});
afterAll(() => house.close());

/** Ana has the devices, and enters. */
async function enter(...tokens: readonly string[]) {
  await place.tell({ userId: 'ana', name: 'Nothing' });
  await register(...tokens);
  await place.tell({ userId: 'ana', name: 'Signed Up' });
}
async function personOf() {
  const { sql } = house.database;
  const [row] = await sql<{ person: string }>`
    select person from identities where workspace = ${place.workspace} and value = 'ana'`;
  return { workspace: place.workspace, person: row?.person as never };
}
async function register(...tokens: readonly string[]) {
  const who = await personOf();
  await house.store.person(who, (sql, now) =>
    registerDevices(
      sql,
      place.workspace,
      now,
      tokens.map((token) => ({ channel: 'push', address: token, named: token, person: who.person })),
    ),
  );
}
/** The only message, with its results by token. */
async function message(...tokens: readonly string[]) {
  const { sql } = house.database;
  const [row] = await sql<{ outcome: string; detail: string; attempts: number; devices: DeviceResults | null }>`
    select outcome, detail, attempts, devices from messages where workspace = ${place.workspace}`;
  return { ...row, states: tokens.map((token) => row?.devices?.[deviceIdOf(token)]?.state) };
}
const dropped = async () => {
  const rows = await house.database.sql<{ id: string }>`
    select id from devices where workspace = ${place.workspace} and dropped_at is not null`;
  return rows.map(({ id }) => id);
};
const exits = (reason: string) => place.until('ana', { exit: { reason } });

describe('a push message goes to every live device, once each', () => {
  test('all devices get it, and the outcome is sent', async () => {
    await enter('a', 'b', 'c');
    await exits('sent');
    expect(provider.got.toSorted()).toEqual(['a', 'b', 'c']);
    expect(await message('a', 'b', 'c')).toMatchObject({
      outcome: 'sent',
      states: ['accepted', 'accepted', 'accepted'],
    });
  });

  test('a dead device is dropped immediately, and the others get it', async () => {
    provider.next('a', DEAD);
    await enter('a', 'b');
    await exits('sent');
    expect(await message('a', 'b')).toMatchObject({ outcome: 'sent', states: ['dead', 'accepted'] });
    expect(await dropped()).toEqual([deviceIdOf('a')]);
    const [seen] = await listMessages(house.database.sql, { ...(await personOf()) });
    const results = [
      { device: deviceIdOf('a').slice(0, 12), state: 'dead', reason: '404 UNREGISTERED' },
      { device: deviceIdOf('b').slice(0, 12), state: 'accepted', reason: null },
    ];
    expect(seen?.devices).toMatchObject(results.toSorted((a, b) => (a.device < b.device ? -1 : 1)));
    expect(JSON.stringify(seen)).not.toContain('"address"');
  });

  test('if all devices are dead, the user is unreachable', async () => {
    provider.next('a', DEAD);
    provider.next('b', DEAD);
    await enter('a', 'b');
    await exits('unreachable');
    expect(await message()).toMatchObject({ outcome: 'unreachable', detail: expect.stringContaining('UNREGISTERED') });
  });

  test('a retry after a partial failure goes only to devices that don’t have it', async () => {
    provider.next('b', BUSY);
    await enter('a', 'b');
    await exits('sent');
    expect(provider.got.toSorted()).toEqual(['a', 'b', 'b']);
    expect(await message('a', 'b')).toMatchObject({ outcome: 'sent', attempts: 2, states: ['accepted', 'accepted'] });
  });

  test('a device that stays busy doesn’t hold the journey: after three attempts the message is sent', async () => {
    provider.next('b', BUSY, BUSY, BUSY, BUSY);
    await enter('a', 'b');
    await exits('sent');
    expect(provider.got.toSorted()).toEqual(['a', 'b', 'b', 'b']);
    expect(await message('a', 'b')).toMatchObject({ outcome: 'sent', states: ['accepted', 'failed'] });
  });

  test('a device that may have it doesn’t get it again, and alone it is unknown', async () => {
    provider.next('a', CUT);
    provider.next('b', FAULTY);
    await enter('a', 'b');
    await exits('failed');
    expect(provider.got.toSorted()).toEqual(['a', 'b']);
    expect(await message('a', 'b')).toMatchObject({ outcome: 'unknown', states: ['unknown', 'failed'] });
  });

  test('one refused message fails', async () => {
    provider.next('a', FAULTY);
    await enter('a');
    await exits('failed');
    expect(await message('a')).toMatchObject({ outcome: 'failed', detail: '400 too large' });
  });

  test('a device registered again after the provider noticed stays', async () => {
    provider.next('a', { ...DEAD, deadSince: T0 - 1 } as Answer);
    await enter('a', 'b');
    await exits('sent');
    expect(await dropped()).toEqual([]);
  });
});

describe('the gates see devices', () => {
  test('without a device the user is unreachable, and nothing is claimed', async () => {
    await place.tell({ userId: 'ana', name: 'Signed Up' });
    await exits('unreachable');
    expect(await message()).toEqual({ states: [] });
  });

  test('the trait alone is a device, and is dropped when it is dead', async () => {
    provider.next('tr', DEAD);
    await place.tell({ userId: 'ana', traits: { pushToken: ' tr ' } }, { userId: 'ana', name: 'Signed Up' });
    await exits('unreachable');
    expect(provider.got).toEqual(['tr']);
    expect(await dropped()).toEqual([deviceIdOf('tr')]);
  });

  test('a device removed between the decision and the claim gets nothing', async () => {
    const held = gate.hold('begun');
    await enter('a');
    await held.reached;
    await house.database.sql`update devices set dropped_at = ${T0} where workspace = ${place.workspace}`;
    held.release();
    await exits('unreachable');
    expect(provider.got).toEqual([]);
  });
});

test('C36 a worker that died between devices: those that have it or may have it don’t get it again', async () => {
  const held = gate.hold('begun');
  await enter('a', 'b', 'c');
  await held.reached;
  const { id, person, journey } = await place.last();
  const messages = createMessages(house.store);
  const send = {
    ...{ workspace: place.workspace, person, instance: id, journey: journey as never, version: 1 },
    ...{ node: NodeId.parse('hello'), visit: 1, channel: 'push' as const },
  };
  const version = compile(Journey.parse(HELLO), 1);
  await messages.claim(send, version, { atMostOnce: true, announcesHandOver: true });
  await messages.handOverToDevice(send, 1, {
    [deviceIdOf('a')]: { state: 'accepted', providerId: 'id-a' },
    [deviceIdOf('b')]: { state: 'handed' },
  });
  await house.database.sql`update messages set lease_until = clock_timestamp() where workspace = ${place.workspace}`;
  held.release();
  await exits('sent');
  expect(provider.got).toEqual(['c']);
  expect(await message('a', 'b', 'c')).toMatchObject({
    outcome: 'sent',
    states: ['accepted', 'unknown', 'accepted'],
  });
});

test('C36 an attempt that another one has overtaken hands nothing over', async () => {
  const held = gate.hold('claimed');
  await enter('a');
  await held.reached;
  await house.database.sql`update messages set attempts = attempts + 1 where workspace = ${place.workspace}`;
  held.release();
  await soon(async () => {
    await house.database.sql`update messages set lease_until = clock_timestamp() where workspace = ${place.workspace}`;
    expect((await place.last()).exit).toEqual({ reason: 'sent' });
  });
  expect(provider.got).toEqual(['a']);
});

test('erasing a user deletes their devices and the results by device', async () => {
  await enter('a', 'b');
  await exits('sent');
  const { sql } = house.database;
  const versions = createVersions(house.database);
  await eraseUser({ sql, store: house.store, versions }, { workspace: place.workspace, userId: 'ana', actor: 'test' });
  expect(await sql`select from devices where workspace = ${place.workspace}`).toEqual([]);
  expect(await message()).toMatchObject({ devices: null });
});

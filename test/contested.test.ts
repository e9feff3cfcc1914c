import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { apply, type Instance } from '../journey/engine/apply.ts';
import { endFromOutside } from '../store/decisions/end.ts';
import { createVersions } from '../store/journeys/versions.ts';
import {
  decider,
  firstStateOf,
  HOUR,
  type House,
  later,
  MINUTE,
  openHouse,
  type Place,
  SILENT,
  soon,
} from './house.ts';
import { pass } from './pass.ts';

/** An entry at a moment of its own may meet an instance that has nominally ended but not decided so (design.md §8). */

const waiting = (timeout: string): JourneyInput['nodes'][string] => ({
  type: 'waitFor',
  events: { noted: { event: 'Noted', where: { path: 'event.go', op: '=', value: true } } },
  timeout,
  then: 'end',
});
/**
 * Who adds and does not pay for an hour comes in, and is let go by `Done` or after a while; `Noted` is read and changes
 * nothing.
 */
const LEFT: JourneyInput = {
  id: 'left',
  name: 'Left',
  goals: [{ id: 'done', event: 'Done' }],
  entry: {
    type: 'inaction',
    event: 'Added',
    without: { event: 'Charged' },
    within: '1h',
    reentry: { policy: 'always' },
  },
  start: 'wait',
  nodes: { wait: waiting('90m'), end: { type: 'exit' } },
};
const staying = (timeout: string): JourneyInput => ({ ...LEFT, nodes: { ...LEFT.nodes, wait: waiting(timeout) } });

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

const pick = async () => {
  const { database, store } = house;
  const ports = { store, versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT };
  const picker = createDuePicker({ ...ports, database, handlers: createDueHandlers(ports), ring() {} });
  while ((await pass(picker)) > 0);
};
const drain = () => house.forwarder().drain();
const entered = async () =>
  (
    await house.database.sql<{ at: number }>`
      select entered_at as at from instances where workspace = ${place.workspace} order by pass`
  ).map(({ at }) => at);

/** A user who entered at 1:00, has decided to wait, and starts to qualify again at 2:00. */
async function inside(document: JourneyInput): Promise<{ decide(): Promise<void>; readonly first: Instance }> {
  await place.publish(document);
  await place.track('ana', 'Added');
  await drain();
  await place.moveClock(later(HOUR + 1));
  await pick();
  const { id } = await place.last();
  const first = await firstStateOf(house, id);
  let instance = first;
  const decide = async () => {
    instance = apply(instance, await decider(house)(instance));
  };
  await decide();
  await place.moveClock(later(2 * HOUR));
  await place.track('ana', 'Added');
  await drain();
  return { decide, first };
}

describe('§8 an entry’s time ends during an outage, and the entry meets an instance that', () => {
  test.each([
    { given: 'had been let go before', timeout: '90m', isIn: true },
    { given: 'was to be let go at that very instant', timeout: '2h', isIn: true },
    { given: 'was to be let go a while later', timeout: '150m', isIn: false },
    { given: 'had met its goal by then', timeout: '90d', goalAt: 3 * HOUR, isIn: true },
    { given: 'met its goal a millisecond later', timeout: '90d', goalAt: 3 * HOUR + 1, isIn: false },
  ])('$given: they enter, $isIn', async ({ timeout, goalAt, isIn }) => {
    const { decide } = await inside(staying(timeout));
    if (goalAt !== undefined) {
      await place.moveClock(later(goalAt));
      await place.track('ana', 'Done');
    }
    await place.moveClock(later(4 * HOUR));
    await pick();
    await decide();
    expect(await entered()).toEqual(isIn ? [later(HOUR), later(3 * HOUR)] : [later(HOUR)]);
    expect((await place.refusals()).map(({ reason }) => reason)).toEqual(isIn ? [] : ['already-inside']);
  });

  test('had read later events, and had ended before: enters', async () => {
    const { decide } = await inside(LEFT);
    await place.track('ana', 'Noted', { go: false });
    await decide();
    await place.moveClock(later(4 * HOUR));
    await pick();
    await decide();
    expect(await entered()).toEqual([later(HOUR), later(3 * HOUR)]);
  });

  test('was ended from outside, without an event: enters as of its moment, and reads the later events', async () => {
    const { first } = await inside(LEFT);
    await place.moveClock(later(3 * HOUR + MINUTE));
    await place.track('ana', 'Done');
    await place.moveClock(later(4 * HOUR));
    await pick();
    const { id, person, workspace } = first;
    const why = { reason: 'terminated', detail: 'by hand' } as const;
    await house.store.person({ workspace, person }, (sql, now) =>
      endFromOutside(sql, now, { workspace, person, instance: id }, why, undefined),
    );
    await pick();
    expect(await entered()).toEqual([later(HOUR), later(3 * HOUR)]);
    const second = await place.last();
    await decider(house)(await stateOf(second.id));
    expect((await place.last()).exit).toEqual({ reason: 'goal', goal: 'done' });
  });
});

/** As its workflow begins: with what was accepted after its moment still to be read. */
async function stateOf(id: Instance['id']): Promise<Instance> {
  const first = await firstStateOf(house, id);
  const { readTo } = await place.last();
  return { ...first, readTo, since: [readTo, readTo, readTo] };
}

test('§8 given a live instance that no later event concerns, when an entry’s time ends, then the entry finds the user inside immediately', async () => {
  const server = await house.start();
  await place.publish(staying('90d'));
  await place.track('ana', 'Added');
  await soon(async () => expect(await place.outbox()).toBe(0));
  await place.moveClock(later(HOUR + 1));
  await soon(async () => expect(await entered()).toEqual([later(HOUR)]));
  await place.atRest('ana', 'wait');
  await place.track('ana', 'Added');
  const noted = await place.track('ana', 'Noted', { go: false });
  await soon(async () => expect((await place.last()).readTo).toBe(noted.position));
  await place.track('ana', 'Something Else');
  await soon(async () => expect(await place.outbox()).toBe(0));
  await place.moveClock(later(3 * HOUR));
  await soon(async () => expect((await place.refusals()).map(({ reason }) => reason)).toEqual(['already-inside']));
  expect(await entered()).toEqual([later(HOUR)]);
  expect(await house.missed()).toBe(0);
  await server.close();
});

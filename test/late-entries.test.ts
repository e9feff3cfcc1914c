import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { JourneyId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { apply } from '../journey/engine/apply.ts';
import { instant, toIso } from '../journey/time/time.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { applyEntryWindow, type StopMode, startJourney, stopJourney } from '../store/lifecycle/end.ts';
import { decider, firstStateOf, HOUR, type House, later, MINUTE, openHouse, type Place, SILENT } from './house.ts';
import { pass } from './pass.ts';

/**
 * A user who qualifies in time enters, even if the journey has closed before the forwarder looks (design.md §7, §8).
 */

const iso = (ms: number) => toIso(instant(later(ms)));
const offer = (more: object = {}): JourneyInput =>
  ({
    id: 'offer',
    name: 'Offer',
    entry: { type: 'event', event: 'Signed Up' },
    start: 'wait',
    nodes: { wait: { type: 'delay', for: '1d', then: 'end' }, end: { type: 'exit' } },
    ...more,
  }) as JourneyInput;
const UNTIL = { active: { until: iso(HOUR) } };

let house: House;
let place: Place;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  place = await house.place();
});
afterAll(() => house.close());

const pick = async () => {
  const { database, store } = house;
  const ports = { store, versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT };
  const picker = createDuePicker({ ...ports, database, handlers: createDueHandlers(ports), ring() {} });
  while ((await pass(picker)) > 0);
};
const drain = () => house.forwarder().drain();
const request = () => ({ workspace: place.workspace, journey: JourneyId.parse('offer'), actor: 'test' });
const stop = (mode: StopMode) => stopJourney(house.database, { ...request(), mode });
const stateNow = async () =>
  (await house.database.sql<{ state: string }>`select state from journeys where workspace = ${place.workspace}`)[0]
    ?.state;
const entered = async () => {
  const rows = await house.database.sql<{ who: string; at: number }>`
    select user_id as who, entered_at as at from instances where workspace = ${place.workspace} order by id`;
  return rows.map(({ who, at }) => `${who} ${(at - later(0)) / MINUTE}`);
};

describe('§8 an event accepted in time lets its user in, though the journey has closed meanwhile', () => {
  test.each([
    { given: 'its last date has come', document: offer(UNTIL), close: async () => {}, closed: 'completed' },
    { given: 'it was drained', document: offer(), close: () => stop('drain'), closed: 'stopped' },
  ])('$given, and it closes once more when they have left', async ({ document, close, closed }) => {
    await place.publish(document);
    await place.moveClock(later(30 * MINUTE));
    await place.track('ana', 'Signed Up');
    await place.moveClock(later(HOUR));
    await close();
    await place.moveClock(later(2 * HOUR));
    await pick();
    expect(await stateNow()).toBe(closed);
    await place.track('bob', 'Signed Up');
    await drain();
    expect(await entered()).toEqual(['ana 30']);
    expect(await stateNow()).toBe('running');
    await place.track('cleo', 'Signed Up');
    await drain();

    const first = await firstStateOf(house, (await place.last('ana')).id);
    const waiting = apply(first, await decider(house)(first));
    await place.moveClock(later(48 * HOUR));
    await decider(house)(waiting);
    await pick();
    expect(await stateNow()).toBe(closed);
    expect(await entered()).toEqual(['ana 30']);
    expect(await place.reconcile()).toEqual([]);
  });

  test('a time that ended before the last date lets its user in, and one that ended after it is refused', async () => {
    const entry = { type: 'inaction', event: 'Added', without: { event: 'Charged' }, within: '30m' };
    await place.publish(offer({ ...UNTIL, entry }));
    await place.track('ana', 'Added');
    await place.moveClock(later(40 * MINUTE));
    await place.track('bob', 'Added');
    await drain();
    await place.moveClock(later(2 * HOUR));
    const { workspace } = place;
    await house.database.transaction((sql) =>
      applyEntryWindow(sql, later(2 * HOUR), workspace, JourneyId.parse('offer')),
    );
    expect(await stateNow()).toBe('completed');
    await pick();
    expect(await entered()).toEqual(['ana 30']);
    expect(await place.refusals()).toMatchObject([{ reason: 'not-running' }]);
    expect(await place.reconcile()).toEqual([]);
  });

  test('the journey was stopped now: no user enters after that', async () => {
    await place.publish(offer());
    await place.track('ana', 'Signed Up');
    await place.moveClock(later(HOUR));
    await stop('now');
    await drain();
    await pick();
    expect(await entered()).toEqual([]);
    expect(await stateNow()).toBe('stopped');
  });

  test('the journey has other dates since: it stays closed until it is started', async () => {
    await place.publish(offer(UNTIL));
    await place.moveClock(later(2 * HOUR));
    await pick();
    await place.publish(offer({ active: { until: iso(5 * HOUR) } }));
    await place.track('ana', 'Signed Up');
    await drain();
    expect(await entered()).toEqual([]);
    expect(await stateNow()).toBe('completed');
    await startJourney(house.database, request());
    await place.track('ana', 'Signed Up');
    await drain();
    expect(await entered()).toEqual(['ana 120']);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitSms, type SmsAlert } from '../channels/sms/limits.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { chargeSms, readSmsDay } from '../store/messages/sms-budget.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { createProviders } from './providers.ts';

const DAY = '2026-03-02';
const LIMIT = 3;
const NUMBER = '+31612345678';

const hello: JourneyInput = {
  id: 'hello',
  name: 'Hello',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'sms',
  nodes: { sms: { type: 'message', channel: 'sms', content: { text: 'Hi' }, then: 'end' }, end: { type: 'exit' } },
};

let house: House;
let place: Place;
const providers = createProviders();
const alerts: SmsAlert[] = [];
beforeAll(async () => {
  house = await openHouse();
  const sms = limitSms(
    providers.adapters.sms,
    { segmentsPerDay: LIMIT, countries: ['NL'] },
    {
      now: () => Date.parse(`${DAY}T10:00:00Z`),
      charge: (charge) => chargeSms(house.database.sql, { ...charge, workspace: place.workspace }),
      alert: (alert) => alerts.push(alert),
    },
  );
  await house.start({ adapters: { ...providers.adapters, sms } });
  place = await house.place();
  await place.publish(hello);
});
afterAll(() => house.close());

test('S13 of many messages at once, no more are charged than the budget has, and each once', async () => {
  const charge = (nr: number) =>
    chargeSms(house.database.sql, {
      ...{ workspace: WorkspaceId.parse('other'), key: `k${nr}`, day: DAY },
      ...{ segments: 1 + (nr % 3), limit: 20 },
    });
  const charged = await Promise.all(Array.from({ length: 60 }, (_, nr) => charge(nr)));
  const taken = charged.flatMap(({ type }, nr) => (type === 'charged' ? [1 + (nr % 3)] : []));
  expect(taken.reduce((sum, each) => sum + each, 0)).toBe(20);
  const { sql } = house.database;
  expect(await sql`select segments, held from sms_days where workspace = 'other'`).toEqual([
    { segments: 20, held: 60 - taken.length },
  ]);
  const next = { workspace: WorkspaceId.parse('other'), key: 'k', day: '2026-03-03', segments: 21, limit: 20 };
  expect(await chargeSms(sql, next)).toEqual({ type: 'held', total: 0, held: 1 }); // more than a whole day has
  expect(await chargeSms(sql, { ...next, segments: 20 })).toEqual({ type: 'charged', total: 20 });
});

test('S13 over the budget, messages are held and not handed over; another attempt isn’t charged again', async () => {
  const users = ['u1', 'u2', 'u3', 'u4', 'u5'];
  for (const userId of users) await place.tell({ userId, traits: { phone: NUMBER } }, { userId, name: 'Signed Up' });
  const { sql } = house.database;
  const rows = () => sql<{ state: string; outcome: string | null; detail: string | null; segments: number | null }>`
    select state, outcome, detail, segments from messages
     where workspace = ${place.workspace} and outcome is distinct from 'failed' order by segments`;
  const sent = { state: 'settled', outcome: 'sent', detail: null, segments: 1 };
  const held = {
    state: 'reserved',
    outcome: null,
    detail: expect.stringMatching(/^held: 3 of 3 segments/),
    segments: null,
  };
  await soon(async () => expect(await rows()).toEqual([sent, sent, sent, held, held]));
  expect(providers.got.filter(({ to }) => to === NUMBER)).toHaveLength(LIMIT);
  expect(alerts.map(({ type }) => type)).toEqual(['near', 'held']);
  expect(await readSmsDay(sql, place.workspace, DAY)).toEqual({ segments: LIMIT, held: 2 });

  const [first] = await sql<{ key: string }>`
    select key from messages where workspace = ${place.workspace} and outcome = 'sent' limit 1`;
  const again = { workspace: place.workspace, key: first?.key ?? '', day: DAY, segments: 1, limit: LIMIT };
  expect(await chargeSms(sql, again)).toEqual({ type: 'charged', total: LIMIT });
});

test('S13 a country that isn’t allowed fails the message, with the reason', async () => {
  await place.tell({ userId: 'far', traits: { phone: '+18095550123' } }, { userId: 'far', name: 'Signed Up' });
  await soon(async () => {
    const { id } = await place.last('far');
    expect(await place.messages(id)).toMatchObject([
      { outcome: 'failed', detail: 'SMS to DO is not in SMS_COUNTRIES' },
    ]);
  });
});

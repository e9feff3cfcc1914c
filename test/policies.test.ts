import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isInControlGroup } from '../journey/delivery/policies.ts';
import type { SettingsInput } from '../journey/delivery/settings.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import type { Effect, Instance } from '../journey/engine/apply.ts';
import { compile } from '../journey/engine/version.ts';
import { journey } from '../journey/index.ts';
import type { SendRef } from '../store/messages/message.ts';
import { createMessages } from '../store/messages/messages.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place } from './house.ts';

const welcome = (message: object = {}, more: Partial<JourneyInput> = {}) =>
  journey({
    id: 'welcome',
    name: 'Welcome',
    entry: { type: 'event', event: 'Joined' },
    start: 'sms',
    nodes: {
      sms: { type: 'message', channel: 'sms', content: { text: 'Hi' }, then: 'end', ...message },
      end: { type: 'exit' },
    },
    ...more,
  } as never);
const HALF = { controlGroup: { percent: 50 } };

describe('8 policies of the workspace, in the store', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  const setPolicies = (place: Place, settings: SettingsInput) => house.database.sql`
    update workspaces set settings = ${settings}::jsonb where id = ${place.workspace}`;

  /** Users who have entered, before their first decision. */
  async function entered(document: ReturnType<typeof welcome>, users: number) {
    const place = await house.place();
    await place.publish(document);
    for (let nr = 0; nr < users; nr += 1) {
      const userId = `u${nr}`;
      await place.tell(
        { userId, traits: { phone: `+316123456${String(nr).padStart(2, '0')}` } },
        { userId, name: 'Joined' },
      );
    }
    await house.forwarder().drain();
    const passes = await Promise.all(Array.from({ length: users }, (_, nr) => place.last(`u${nr}`)));
    return { place, first: await Promise.all(passes.map(({ id }) => firstStateOf(house, id))) };
  }

  const claim = ({ id: instance, workspace, person, journey: of, version }: Instance, effects: readonly Effect[]) =>
    createMessages(house.store).claim(
      { ...effects[0], instance, workspace, person, journey: of, version } as SendRef,
      compile(welcome(), 1),
      { atMostOnce: false, announcesHandOver: false },
    );

  test('8 the control group gets no marketing message, and its reason is in the trace and the counts', async () => {
    const { place, first } = await entered(welcome(), 20);
    await setPolicies(place, HALF);
    const isHeldOut = first.map(({ person }) => isInControlGroup({ percent: 50, salt: '' }, person));
    const decided = [];
    for (const one of first) decided.push(await decider(house)(one));
    expect(decided.map(({ effects }) => effects.length)).toEqual(isHeldOut.map((is) => (is ? 0 : 1)));
    const n = isHeldOut.filter(Boolean).length;
    expect(n).toBeGreaterThan(2);
    const rules = decided.map(({ trace }) => trace.some(({ rule }) => rule === 'workspace-control-group'));
    expect(rules).toEqual(isHeldOut);
    const [counted] = await house.database.sql<{ n: number }>`
      select sum(n)::bigint as n from count_deltas
       where workspace = ${place.workspace} and measure = 'suppressed:workspace-control-group'`;
    expect(counted?.n).toBe(n);
  });

  test('8 the control group gets transactional messages', async () => {
    const { place, first } = await entered(welcome({ transactional: true }), 8);
    await setPolicies(place, HALF);
    for (const one of first) expect((await decider(house)(one)).effects).toHaveLength(1);
  });

  test('8 a policy that is set after the decision binds the claim: control group and quiet hours', async () => {
    const { place, first } = await entered(welcome(), 20);
    const decided = await Promise.all(first.map((one) => decider(house)(one)));
    await setPolicies(place, HALF);
    const claims = await Promise.all(first.map((one, nr) => claim(one, decided[nr]?.effects ?? [])));
    const isHeldOut = first.map(({ person }) => isInControlGroup({ percent: 50, salt: '' }, person));
    expect(claims.map(({ type }) => type)).toEqual(isHeldOut.map((is) => (is ? 'settled' : 'claimed')));

    const later9 = await entered(welcome(), 1);
    const [one] = later9.first;
    if (!one) return expect.unreachable();
    const { effects } = await decider(house)(one);
    await setPolicies(later9.place, { quietHours: [{ from: '08:00', to: '10:00' }] });
    expect(await claim(one, effects)).toEqual({ type: 'look-again' });
  });

  test('8 a policy that changes between two decisions of one process binds the second', async () => {
    const { place, first } = await entered(welcome(), 4);
    const decide = decider(house);
    const ruleOf = async (nr: number) => {
      const one = first[nr];
      return one ? (await decide(one)).trace.at(-1)?.rule : undefined;
    };
    expect(await ruleOf(0)).toBe('send-decided');
    await setPolicies(place, { quietHours: [{ from: '08:00', to: '10:00' }] });
    expect(await ruleOf(1)).toBe('quiet-hours');
    await setPolicies(place, { quietHours: [{ from: '08:00', to: '10:00', policy: 'drop' }] });
    expect(await ruleOf(2)).not.toBe('quiet-hours');
    await setPolicies(place, {});
    expect(await ruleOf(3)).toBe('send-decided');
  });

  test('8 the workspace’s cap is exact for journeys without one, whichever worker decides', async () => {
    const place = await house.place();
    const ids = Array.from({ length: 12 }, (_, nr) => `nag-${nr}`);
    await place.publish(...ids.map((id) => welcome({}, { id: id as never })));
    await setPolicies(place, { frequencyCaps: [{ max: 2, per: '1h' }] });
    await place.tell({ traits: { phone: '+31612345678' } }, { name: 'Joined' });
    await house.forwarder().drain();
    const first = await Promise.all((await place.passes()).map(({ id }) => firstStateOf(house, id)));
    const decided = await Promise.all(first.map((one) => decider(house)(one)));
    expect(decided.flatMap(({ effects }) => effects)).toHaveLength(2);
    const capped = await house.database.sql<{ read: readonly object[] }>`
      select read from transitions where workspace = ${place.workspace} and decision::text like '%capped%' limit 1`;
    expect(JSON.stringify(capped[0]?.read)).toContain('"by":"workspace"');
    await place.moveClock(later(HOUR));
  });
});

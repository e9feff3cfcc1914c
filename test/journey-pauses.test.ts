import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, NodeId } from '../journey/base/ids.ts';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { compile } from '../journey/engine/version.ts';
import { createEnter } from '../store/entry/enter.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { stopJourney } from '../store/lifecycle/end.ts';
import { pauseJourney, resumeJourney } from '../store/lifecycle/pause.ts';
import { createMessages } from '../store/messages/messages.ts';
import { decider, firstStateOf, type House, openHouse, type Place } from './house.ts';

const HELLO: JourneyInput = {
  id: 'hello',
  name: 'Hello',
  entry: { type: 'api' },
  start: 'hello' as never,
  nodes: {
    hello: { type: 'message', channel: 'inApp', content: { text: 'Hello' }, then: 'end' as never },
    end: { type: 'exit' },
  },
};
const hello = { journey: JourneyId.parse('hello'), actor: 'test' };

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

describe('7.7 a pause costs nothing per parked user', () => {
  test('7.7 given 10,000 parked and three held instances, when their journey is paused and resumed, then none of their rows is written, and the three are woken', async () => {
    const { database } = house;
    const place = await house.place('real');
    const { workspace } = place;
    await place.publish(HELLO);
    await database.sql`
      insert into instances (workspace, id, person, user_id, journey, version, pass, workflow_id, entry_position,
        entered_at, status, step, node, visit,
                             arrived_at, until, wakes_at, read_to, held)
      select ${workspace}, 'i' || n, 'p' || n, 'u' || n, 'hello', 1, 1, ${workspace} || n, n, 0, 'live', 1, 'hello', 1,
        0, 9e12, 9e12, n, n <= 3
        from generate_series(1, 10000) as n`;
    const written = () =>
      database.sql<{ xmin: string }>`
        select distinct xmin::text from instances where workspace = ${workspace}`;
    const before = await written();
    expect(before).toHaveLength(1);

    expect(await pauseJourney(database, { ...hello, workspace })).toMatchObject({ value: { state: 'paused' } });
    expect(await place.outbox()).toBe(0);
    expect(await resumeJourney(database, { ...hello, workspace })).toMatchObject({ value: { state: 'running' } });
    expect(await written()).toEqual(before);
    const woken = await database.sql`select person from outbox where workspace = ${workspace} order by person`;
    expect(woken).toEqual([{ person: 'p1' }, { person: 'p2' }, { person: 'p3' }]);
  });
});

/** People whose message has been decided, and what claims it. */
async function decided(place: Place, count: number) {
  const { database, store } = house;
  const { workspace } = place;
  await place.publish(HELLO);
  const enter = createEnter(database, store, createVersions(database), { plainUserIds: true });
  const advance = decider(house);
  const messages = createMessages(store);
  const version = compile(Journey.parse(HELLO), 1);
  return Promise.all(
    Array.from({ length: count }, async (_, nr) => {
      const entered = await enter({ ...hello, workspace, userId: `u${nr}`, properties: {}, messageId: `m${nr}` });
      if (!entered.ok) throw new Error(entered.refusal.message);
      const first = await firstStateOf(house, entered.value.instance);
      await advance(first);
      const send = {
        ...first,
        instance: first.id,
        type: 'send',
        channel: 'inApp',
        node: NodeId.parse('hello'),
        visit: 1,
      } as const;
      return () => messages.claim(send, version, { atMostOnce: false, announcesHandOver: false });
    }),
  );
}

describe('§8 after pause or stop has been answered nothing more is claimed', () => {
  test.each([
    { change: 'pause', run: pauseJourney, then: 'look-again' },
    {
      change: 'stop',
      run: (...[database, request]: Parameters<typeof pauseJourney>) =>
        stopJourney(database, { ...request, mode: 'now' }),
      then: 'settled',
    },
  ] as const)(
    '7.7 given claims that race with a $change, then each is before its answer, or does not go',
    async ({ run, then }) => {
      const place = await house.place('real');
      const claims = await decided(place, 60);
      let isAnswered = false;
      let inTime = 0;
      const racing = claims.map(async (claim, nr) => {
        await new Promise((resolve) => setTimeout(resolve, nr / 3));
        const wasAnswered = isAnswered;
        const { type: is } = await claim();
        if (is === 'claimed') inTime += 1;
        return { wasAnswered, is };
      });
      await new Promise((resolve) => setTimeout(resolve, 8));
      expect((await run(house.database, { ...hello, workspace: place.workspace })).ok).toBe(true);
      isAnswered = true;
      const [known] = await house.database.sql<{ n: number }>`
      select count(*) as n from messages where workspace = ${place.workspace} and state = 'claimed'`;
      const raced = await Promise.all(racing);
      expect(raced.filter(({ wasAnswered, is }) => wasAnswered && is !== then)).toEqual([]);
      expect(raced.every(({ is }) => is === 'claimed' || is === then)).toBe(true);
      expect(known?.n).toBe(inTime); // what was claimed at all had been when it was answered
      expect(inTime).toBeGreaterThan(0);
      expect(inTime).toBeLessThan(60);
    },
  );
});

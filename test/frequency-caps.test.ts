import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InstanceId, NodeId } from '../journey/base/ids.ts';
import type { Outcome } from '../journey/delivery/channel.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { apply } from '../journey/engine/apply.ts';
import { compile } from '../journey/engine/version.ts';
import { journey } from '../journey/index.ts';
import { type Database, openDatabase, type Sql } from '../store/base/sql.ts';
import { endFromOutside } from '../store/decisions/end.ts';
import type { SendRef } from '../store/messages/message.ts';
import { createMessages } from '../store/messages/messages.ts';
import { createStore } from '../store/person.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place } from './house.ts';

/** One message, at once; three in an hour at the most. */
const nagging = (nr: number, more: Partial<JourneyInput> = {}, message: object = {}) =>
  journey({
    id: `nag-${nr}`,
    name: `Nag ${nr}`,
    entry: { type: 'event', event: `Go ${nr % 2}` },
    frequencyCaps: [{ max: 3, per: '1h' }],
    start: 'sms',
    nodes: {
      sms: {
        type: 'message',
        channel: 'sms',
        content: { text: 'Hi' },
        links: { suppressed: 'capped' },
        then: 'end',
        ...message,
      },
      capped: { type: 'exit', reason: 'capped' },
      end: { type: 'exit' },
    },
    ...more,
  } as never);
const ANA = { phone: '+31612345678' };

describe('7.9 frequency caps are exact under concurrency', () => {
  let house: House;
  const databases: Database[] = [];
  beforeAll(async () => {
    house = await openHouse();
    for (const name of ['a', 'b', 'c']) databases.push(openDatabase({ url: house.url, max: 10, name }));
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
    await house.close();
  });

  /**
   * All of them entered by one event each, and nothing decided: no worker runs. Decided by several processes, as it
   * were.
   */
  async function entered(documents: readonly ReturnType<typeof nagging>[]) {
    const place = await house.place();
    await place.publish(...documents);
    await place.tell({ traits: ANA }, { name: 'Go 0' }, { name: 'Go 1' });
    await house.forwarder().drain();
    const passes = await place.passes();
    const first = await Promise.all(passes.map(({ id }) => firstStateOf(house, id)));
    const advances = databases.map((database) => decider({ database, store: createStore(database) }));
    const decideAll = () =>
      Promise.all(first.map((instance, nr) => (advances[nr % advances.length] ?? decider(house))(instance)));
    return { place, first, decideAll };
  }

  const rowsOf = (place: Place) => house.database.sql<{ instance: InstanceId; state: string; visit: number }>`
    select instance, state, visit from messages where workspace = ${place.workspace} order by claimed_at, key`;

  test('50 journeys that want to send to one user in the same second, cap 3: exactly 3', async () => {
    const { place, decideAll } = await entered(Array.from({ length: 50 }, (_, nr) => nagging(nr)));
    const decided = await decideAll();
    expect(decided).toHaveLength(50);
    expect(decided.flatMap(({ effects }) => effects)).toHaveLength(3);
    expect(decided.filter(({ trace }) => trace.some(({ rule }) => rule === 'capped'))).toHaveLength(47);
    expect((await rowsOf(place)).map(({ state }) => state)).toEqual(['reserved', 'reserved', 'reserved']);
  });

  describe('M11 users with one mailbox', () => {
    const LEA = ['lea@example.com', 'LEA@Example.com', ' lea@example.com ', 'Lea@EXAMPLE.com'];
    const mailing = (nr: number, max: number) =>
      nagging(nr, { frequencyCaps: [{ max, per: '1h' }] } as never, {
        channel: 'email',
        content: { subject: 'Hi', text: 'Hi' },
      });

    /** Several journeys that each of these users has entered, and nothing is decided. */
    async function enteredAsLea(journeys: number, max: number) {
      const place = await house.place();
      await place.publish(...Array.from({ length: journeys }, (_, nr) => mailing(nr, max)));
      for (const [nr, email] of LEA.entries())
        await place.tell(
          ...[{ traits: { email } }, { name: 'Go 0' }, { name: 'Go 1' }].map((told) => ({
            ...told,
            userId: `lea-${nr}`,
          })),
        );
      await house.forwarder().drain();
      const passes = (await Promise.all(LEA.map((_, nr) => place.passes(`lea-${nr}`)))).flat();
      return { place, first: await Promise.all(passes.map(({ id }) => firstStateOf(house, id))) };
    }

    test('M11 share one user’s caps, however many workers decide at once', async () => {
      const { place, first } = await enteredAsLea(4, 2);
      const advances = databases.map((database) => decider({ database, store: createStore(database) }));
      const decided = await Promise.all(first.map((one, nr) => (advances[nr % 3] ?? decider(house))(one)));
      expect(first).toHaveLength(16);
      expect(decided.flatMap(({ effects }) => effects)).toHaveLength(2);
      expect(decided.filter(({ trace }) => trace.some(({ rule }) => rule === 'capped'))).toHaveLength(14);
      expect(await rowsOf(place)).toHaveLength(2);
    });

    test('M11 a mailbox to which tens of thousands of messages went stops nobody’s worker', async () => {
      const { place, first } = await enteredAsLea(1, 2);
      const [lea, other] = first;
      if (!lea || !other) return expect.unreachable();
      await house.database.sql`
        insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
                              claimed_at, settled_at, sent_at, counts, address_hash)
        select ${place.workspace}, 'many.' || nr, 'many', ${other.person}, ${other.journey}, 1, 'sms', nr, 'email',
               'settled', 'sent', n.at, n.at, n.at, true, address_hash(${place.workspace}, 'lea@example.com')
          from generate_series(1, 40000) as nr, (select clock(${place.workspace}) as at) n`;
      const decided = await decider(house)(lea);
      expect(decided.trace.map(({ rule }) => rule)).toContain('capped');
    }, 20_000);

    test('M11 a message whose address has changed since the decision is decided again', async () => {
      const { place, first } = await enteredAsLea(1, 1);
      const [lea, other] = first;
      if (!lea || !other) return expect.unreachable();
      await place.tell({ userId: 'lea-1', traits: { email: 'other@example.com' } });
      const decided = await decider(house)(lea);
      const decidedOther = await decider(house)(other);
      expect([decided.effects, decidedOther.effects]).toMatchObject([[{}], [{}]]);
      await place.tell({ userId: 'lea-1', traits: { email: 'Lea@example.com' } });
      const { id: instance, workspace, person, journey: of, version } = other;
      const send = { ...decidedOther.effects[0], instance, workspace, person, journey: of, version } as SendRef;
      const claim = () =>
        createMessages(house.store).claim(send, compile(mailing(0, 1), 1), {
          ...{ atMostOnce: false, announcesHandOver: false },
        });
      expect(await claim()).toEqual({ type: 'look-again' });
      const again = await decider(house)(apply(other, decidedOther));
      expect(again.effects).toEqual([]);
      expect(again.trace.map(({ rule }) => rule)).toContain('capped');
    });
  });

  /** A row as some attempts have left it, and whether its slot is free for the next one at so many milliseconds. */
  interface Case {
    readonly given: string;
    readonly does: (messages: ReturnType<typeof createMessages>, send: SendRef) => Promise<unknown>;
    readonly after: number;
    readonly free: boolean;
  }
  const settled =
    (outcome: Outcome): Case['does'] =>
    async (messages, send) => {
      await messages.claim(send, ONE, { atMostOnce: false, announcesHandOver: false });
      await messages.settle(send, { outcome });
    };
  const hourly = (nr: number) => nagging(nr, { frequencyCaps: [{ max: 1, per: '1h' }] as never });
  const ONE = compile(hourly(0), 1);

  test.each<Case>([
    { given: 'reserved', does: async () => {}, after: 100 * HOUR, free: false },
    {
      given: 'claimed',
      does: (messages, send) => messages.claim(send, ONE, { atMostOnce: false, announcesHandOver: false }),
      after: 100 * HOUR,
      free: false,
    },
    {
      given: 'retrying',
      does: async (messages, send) => {
        await messages.claim(send, ONE, { atMostOnce: false, announcesHandOver: false });
        await messages.release(send, ONE, { reason: 'busy', waitMs: 1_000, mayBeOut: false });
      },
      after: 100 * HOUR,
      free: false,
    },
    { given: 'sent', does: settled('sent'), after: HOUR - 1, free: false },
    { given: 'sent', does: settled('sent'), after: HOUR, free: true },
    { given: 'unknown', does: settled('unknown'), after: HOUR - 1, free: false },
    { given: 'unknown', does: settled('unknown'), after: HOUR, free: true },
    { given: 'failed', does: settled('failed'), after: 0, free: true },
    { given: 'unreachable', does: settled('unreachable'), after: 0, free: true },
    { given: 'suppressed', does: settled('suppressed'), after: 0, free: true },
    { given: 'expired', does: settled('expired'), after: 0, free: true },
    { given: 'withheld', does: settled('withheld'), after: 0, free: true },
  ])('a slot is the message: $given, $after ms later it is free: $free', async ({ does, after, free }) => {
    const { place, first } = await entered([hourly(0), hourly(1)]);
    const [one, other] = first;
    if (!one || !other) return expect.unreachable();
    const { effects } = await decider(house)(one);
    expect(effects).toHaveLength(1);
    const { id: instance, workspace, person, journey: of, version } = one;
    const send = { ...effects[0], instance, workspace, person, journey: of, version } as SendRef;
    await does(createMessages(house.store), send);
    await place.moveClock(later(after));
    expect((await decider(house)(other)).effects).toHaveLength(free ? 1 : 0);
  });

  /** Beyond a minute it is late, and counts from when it was settled (design.md §7.15). */
  test.each([
    { outcome: 'sent', seconds: 20, after: HOUR - 1, free: false },
    { outcome: 'sent', seconds: 20, after: HOUR, free: true },
    { outcome: 'sent', seconds: 61, after: HOUR + 60_999, free: false },
    { outcome: 'sent', seconds: 61, after: HOUR + 61_000, free: true },
    { outcome: 'unknown', seconds: 20, after: HOUR - 1, free: false },
    { outcome: 'unknown', seconds: 20, after: HOUR, free: true },
    { outcome: 'unknown', seconds: 61, after: HOUR + 60_999, free: false },
    { outcome: 'unknown', seconds: 61, after: HOUR + 61_000, free: true },
  ] as const)(
    'C41 $outcome within $seconds s of its instant, $after ms after that the slot is free: $free',
    async ({ outcome, seconds, after, free }) => {
      const { place, first } = await entered([hourly(0), hourly(1)]);
      const [one, other] = first;
      if (!one || !other) return expect.unreachable();
      const { effects } = await decider(house)(one);
      const { id: instance, workspace, person, journey: of, version } = one;
      const send = { ...effects[0], instance, workspace, person, journey: of, version } as SendRef;
      await place.moveClock(later(seconds * 1_000));
      await settled(outcome)(createMessages(house.store), send);
      await place.moveClock(later(after));
      expect((await decider(house)(other)).effects).toHaveLength(free ? 1 : 0);
    },
  );

  test.each([
    { seconds: 20, after: HOUR - 1, free: false },
    { seconds: 20, after: HOUR, free: true },
    { seconds: 61, after: HOUR + 60_999, free: false },
    { seconds: 61, after: HOUR + 61_000, free: true },
  ])(
    'C41 claimed $seconds s after it fell due, and its workflow is closed: $after ms later the slot is free: $free',
    async ({ seconds, after, free }) => {
      const { place, first } = await entered([hourly(0), hourly(1)]);
      const [one, other] = first;
      if (!one || !other) return expect.unreachable();
      const { effects } = await decider(house)(one);
      const { id: instance, workspace, person, journey: of, version } = one;
      const send = { ...effects[0], instance, workspace, person, journey: of, version } as SendRef;
      await place.moveClock(later(seconds * 1_000));
      await createMessages(house.store).claim(send, ONE, { atMostOnce: false, announcesHandOver: false });
      await place.moveClock(later((seconds + 5) * 1_000));
      const closed = { reason: 'terminated', detail: 'by hand' } as const;
      await house.store.person({ workspace, person }, (sql, now) =>
        endFromOutside(sql, now, { workspace, person, instance }, closed, ONE),
      );
      expect(await house.database.sql`select outcome from messages where workspace = ${workspace}`).toEqual([
        { outcome: 'unknown' },
      ]);
      await place.moveClock(later(after));
      expect((await decider(house)(other)).effects).toHaveLength(free ? 1 : 0);
    },
  );

  test('messages of journeys without caps count; messages that opt out and calls to systems don’t', async () => {
    const free = { frequencyCaps: [] };
    const { place, first } = await entered([
      nagging(0, free),
      nagging(1, free),
      nagging(2, free, { transactional: true, counts: false }),
      nagging(3, {
        ...free,
        start: 'hook' as never,
        nodes: { hook: { type: 'webhook', url: 'https://x.example/' } } as never,
      }),
      nagging(4),
    ]);
    const messages = createMessages(house.store);
    for (const one of first.filter(({ journey: of }) => of !== 'nag-4')) {
      const { effects } = await decider(house)(one);
      // nothing is reserved
      expect(await rowsOf(place)).not.toContainEqual(expect.objectContaining({ instance: one.id }));
      const { id: instance, workspace, person, journey: of, version } = one;
      const send = { ...effects[0], instance, workspace, person, journey: of, version } as SendRef;
      const document = await house.database.sql<{ document: never }>`
        select document from versions where workspace = ${workspace} and journey = ${of}`;
      await messages.claim(send, compile(journey(document[0]?.document as never), 1), {
        atMostOnce: false,
        announcesHandOver: false,
      });
    }
    const slots = await house.database.sql<{ journey: string }>`
      select journey from messages where workspace = ${place.workspace} and counts order by journey`;
    expect(slots.map((slot) => slot.journey)).toEqual(['nag-0', 'nag-1']);
    const last = first.find(({ journey: of }) => of === 'nag-4');
    if (!last) return expect.unreachable();
    expect((await decider(house)(last)).effects).toHaveLength(1); // the third
  });

  test('handed back by the claim it holds no slot, and decided again it takes its own slot', async () => {
    const { place, first } = await entered([nagging(0, { frequencyCaps: [{ max: 1, per: '1h' }] as never })]);
    const [one] = first;
    if (!one) return expect.unreachable();
    const advance = decider(house);
    const decided = await advance(one);
    const { id: instance, workspace, person, journey: of, version } = one;
    const send = { ...decided.effects[0], instance, workspace, person, journey: of, version } as SendRef;
    await place.order('ana', { name: 'move', to: 'sms' as NodeId });
    expect(await createMessages(house.store).claim(send, ONE, { atMostOnce: false, announcesHandOver: false })).toEqual(
      { type: 'look-again' },
    );
    expect((await rowsOf(place)).map(({ state }) => state)).toEqual(['again']);
    const again = await advance(apply(one, decided));
    expect(again.effects).toMatchObject([{ visit: 2 }]);
    expect(await rowsOf(place)).toMatchObject([
      { state: 'settled', visit: 1 },
      { state: 'reserved', visit: 2 },
    ]);
  });

  test('a version without caps costs no statement more', async () => {
    const counted = async (document: ReturnType<typeof nagging>) => {
      const { first } = await entered([document]);
      const { database, count } = counting(house.database);
      const [one] = first;
      if (one) await decider({ database, store: createStore(database) })(one);
      return count();
    };
    const plain = await counted(nagging(0, { frequencyCaps: [] }));
    // the slots, the order among instances and among entries, the reservation with the lock of the address
    expect(await counted(nagging(0))).toBe(plain + 5);
    const quietHours = [{ from: '21:00', to: '22:00' }] as never;
    expect(await counted(nagging(0, { frequencyCaps: [], quietHours }))).toBe(plain);
  });
});

/** A database that counts the statements of its transactions. */
function counting(database: Database) {
  let statements = 0;
  const counted =
    (sql: Sql): Sql =>
    (text, ...values) => {
      statements += 1;
      return sql(text, ...values);
    };
  return {
    count: () => statements,
    database: {
      ...database,
      transaction: (work, first) => database.transaction((sql, opened) => work(counted(sql), opened), first),
    } satisfies Database,
  };
}

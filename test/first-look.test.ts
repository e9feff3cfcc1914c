import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { Segment } from '../journey/segments/segment.ts';
import { type Claim, claimPersons } from '../store/outbox/claims.ts';
import { endClaims } from '../store/outbox/end-claims.ts';
import { findWakeOnly } from '../store/outbox/first-look.ts';
import { putSegment } from '../store/segments/segments.ts';
import { type House, openHouse, type Place } from './house.ts';

/** Events read together and claims ended together, without users' locks. */

const OPEN: JourneyInput = {
  id: 'open',
  name: 'Open',
  entry: { type: 'event', event: 'Signed Up', reentry: { policy: 'always' } },
  start: 'wait',
  nodes: {
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'done' },
    done: { type: 'exit' },
  },
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

/** People who are known, each with an event of this name that waits to be forwarded. */
async function waiting(place: Place, name: string, ...users: readonly string[]): Promise<readonly Claim[]> {
  const { workspace } = place;
  for (const user of users) await place.track(user, 'Known');
  await house.database.sql`delete from outbox where workspace = ${workspace}`;
  await house.database.sql`
    with taken as (
      select person, nextval('positions') as position from identities where workspace = ${workspace}
        and value = any(${users}::text[])
    ), stored as (
      insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
      select ${workspace}, person, position, position, clock(${workspace}), ${name}, '{}', 'm.' || position from taken)
    insert into outbox (workspace, person, after, upto, kept_to)
    select ${workspace}, person, position - 1, position, position - 1 from taken`;
  const { claims } = await claimPersons(house.database.sql, 'live', { atMost: 10, from: null });
  expect(claims).toHaveLength(users.length);
  return claims;
}

const segment = (place: Place, event: string) =>
  putSegment(house.database, {
    workspace: place.workspace,
    document: Segment.parse({ id: 'some', name: 'Some', condition: { all: [{ did: event }] } }),
    actor: 'test',
  });

const ended = (place: Place) => house.database.sql`
  update instances set ended_at = 1, goals_until = 1, interests = array['Opened'] where workspace = ${place.workspace}`;

describe('C12 an event that is only awaited needs no user’s lock', () => {
  test.each<{
    readonly given: string;
    readonly name?: string;
    readonly isPlain: boolean;
    readonly arrange?: (place: Place) => Promise<unknown>;
  }>([
    { given: 'nothing else', isPlain: true },
    { given: 'an event that lets people in', name: 'Signed Up', isPlain: false },
    { given: 'one of Sojourn’s own events', name: '$profile.changed', isPlain: false },
    { given: 'a segment that asks for it', isPlain: false, arrange: (place) => segment(place, 'Opened') },
    {
      given: 'a segment that asks for another, for a known user',
      isPlain: true,
      arrange: (place) => segment(place, 'Bought'),
    },
    {
      given: 'a segment that asks for another, for a user without earlier events',
      isPlain: false,
      arrange: async (place) => {
        await segment(place, 'Bought');
        await house.database.sql`delete from events where workspace = ${place.workspace} and name <> 'Opened'`;
      },
    },
    { given: 'an instance that has ended, whose goal may still be met by it', isPlain: false, arrange: ended },
    {
      given: 'another event that could not be judged',
      isPlain: false,
      arrange: ({ workspace }) => house.database.sql`
        insert into outbox_events (workspace, person, position) select workspace, person, upto from outbox
          where workspace = ${workspace}`,
    },
    {
      given: 'a claim that another forwarder has taken',
      isPlain: false,
      arrange: ({ workspace }) => house.database.sql`update outbox set claimed_by = -1 where workspace = ${workspace}`,
    },
  ])('C12 given $given, then it is plain: $isPlain', async ({ name = 'Opened', isPlain, arrange }) => {
    const place = await house.place();
    await place.publish(OPEN);
    await place.track('ana', 'Signed Up');
    await house.forwarder().drain();
    const claims = await waiting(place, name, 'ana');
    await arrange?.(place);
    const [look] = await findWakeOnly(house.database.sql, claims);
    if (isPlain) expect(look).toMatchObject({ names: [name], looks: 0, person: claims[0]?.person });
    else expect(look).toBeUndefined();
    await house.database.sql`delete from outbox where workspace = ${place.workspace}`;
  });

  test('C12 given more events than a look reads, then it goes no further than it has read', async () => {
    const place = await house.place();
    const [claim] = await waiting(place, 'Opened', 'ana');
    if (!claim) throw new Error('nobody was claimed');
    await place.tell(
      ...Array.from({ length: 130 }, (_, nr) => ({ userId: 'ana', name: 'Opened', properties: { nr } })),
    );
    const { sql } = house.database;
    await sql`update outbox set upto = (select last_value from positions) where workspace = ${place.workspace}`;
    const [look] = await findWakeOnly(sql, [claim]);
    const [read] = await sql<{ count: number }>`
      select count(*) as count from events where workspace = ${place.workspace} and position > ${look?.after}
        and position <= ${look?.to}`;
    expect(read).toEqual({ count: 100 });
    await sql`delete from outbox where workspace = ${place.workspace}`;
  });
});

describe('C7 claims that end together', () => {
  const left = (place: Place) => house.database.sql<{ claimed: number | null; looks: number }>`
    select claimed_by as claimed, looks from outbox where workspace = ${place.workspace} order by looks`;
  const ending = (claim: Claim, to = Number.MAX_SAFE_INTEGER) =>
    ({ claim, acknowledged: { started: [], nudged: [] }, done: { to, looks: 0, hasMore: false } }) as const;

  test('C7 given a user with a new request and a user claimed by another worker, then only the other users’ rows are deleted', async () => {
    const place = await house.place();
    const claims = await waiting(place, 'Opened', 'ana', 'bo', 'cy', 'di');
    const { sql } = house.database;
    const [more, lost] = claims;
    if (!more || !lost) throw new Error('nobody was claimed');
    await sql`select announce(${more.workspace}, ${more.person})`;
    await sql`update outbox set claimed_by = -1 where workspace = ${lost.workspace} and person = ${lost.person}`;
    expect(
      await endClaims(
        sql,
        claims.map((claim) => ending(claim)),
      ),
    ).toEqual([{ isReady: true }, undefined, { isReady: false }, { isReady: false }]);
    expect(await left(place)).toEqual([
      { claimed: -1, looks: 0 },
      { claimed: null, looks: 1 },
    ]);
    await sql`delete from outbox where workspace = ${place.workspace}`;
  });

  test('C29 given an instance whose row is locked, then no claim waits for it: the others end, and it ends alone', async () => {
    const place = await house.place();
    await place.publish(OPEN);
    for (const user of ['ana', 'bo']) await place.track(user, 'Signed Up');
    await house.forwarder().drain();
    const claims = await waiting(place, 'Opened', 'ana', 'bo');
    const passes = await Promise.all(['ana', 'bo'].map((user) => place.last(user)));
    const { sql } = house.database;
    const endings = claims.map((claim) => ({
      ...ending(claim),
      acknowledged: {
        started: [],
        nudged: passes.flatMap(({ id, person }) => (person === claim.person ? [{ id, to: 7 }] : [])),
      },
    }));
    await house.database.transaction(async (held) => {
      await held`select from instances where workspace = ${place.workspace} and id = ${passes[0]?.id} for update`;
      const answers = await endClaims(sql, endings);
      expect(claims.map(({ person }, nr) => [person, answers[nr]])).toEqual(
        expect.arrayContaining([
          [passes[0]?.person, undefined],
          [passes[1]?.person, { isReady: false }],
        ]),
      );
    });
    const nudged = await sql<{ to: number }>`
      select nudged_to as to from instances where workspace = ${place.workspace} order by nudged_to`;
    expect(nudged).toEqual([{ to: 0 }, { to: 7 }]);
    await sql`delete from outbox where workspace = ${place.workspace}`;
  });
});

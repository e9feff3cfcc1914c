import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { apply, type Instance } from '../journey/engine/apply.ts';
import { endFromOutside } from '../store/decisions/end.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { decider, firstStateOf, type House, openHouse, type Place, SILENT } from './house.ts';
import { pass } from './pass.ts';

/** `Asked` lets a user in until `Done`; entries meanwhile wait until the instance has read past them. */
const ASKING: JourneyInput = {
  id: 'asking',
  name: 'Asking',
  goals: [{ id: 'done', event: 'Done' }],
  entry: { type: 'event', event: 'Asked', reentry: { policy: 'always' } },
  start: 'wait',
  nodes: { wait: { type: 'delay', for: '90d', then: 'end' }, end: { type: 'exit' } },
};

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.database.sql`delete from due`; // pages that are left of one test are not for the next
});
afterAll(() => house.close());

const contested = async ({ workspace }: Place): Promise<number> => {
  const [row] = await house.database.sql<{ n: number }>`
    select count(*) as n from contested where workspace = ${workspace}`;
  return row?.n ?? 0;
};

/** Picks up one due row, if there is one. */
const pickOne = async () => {
  const { database, store } = house;
  const ports = { store, versions: createVersions(database), entries: { plainUserIds: true }, log: SILENT };
  return pass(createDuePicker({ ...ports, database, handlers: createDueHandlers(ports), ring() {} }));
};

/** Ana is inside and has decided to wait. */
async function inside(document = ASKING) {
  const place = await house.place();
  await place.publish(document);
  await place.track('ana', 'Asked');
  await house.forwarder().drain();
  const { id, person } = await place.last();
  return { place, person, decide: await decidingFor(id) };
}

/** Decides once; returns whether it asks to be called again at once. */
async function decidingFor(id: Instance['id']): Promise<() => Promise<boolean>> {
  let instance = await firstStateOf(house, id);
  const decide = async () => {
    const advanced = await decider(house)(instance);
    instance = apply(instance, advanced);
    return advanced.again;
  };
  await decide();
  return decide;
}

/** @throws where it goes on for longer than it may. */
async function untilDone(work: () => Promise<boolean>): Promise<void> {
  for (let nr = 0; nr < 20; nr += 1) if (!(await work())) return;
  throw new Error('it does not end');
}

const reasons = async (place: Place) => (await place.refusals()).map(({ reason }) => reason);

describe('C20 entries that wait for a live instance are judged page by page', { timeout: 120_000 }, () => {
  test.each([
    { before: 2, after: 3 },
    { before: 130, after: 240 },
  ])(
    'C20 given $before entries before the end of an instance and $after after it, then the first after it lets in, and the rest meets that instance',
    async ({ before, after }) => {
      const { place, decide } = await inside();
      const asked = (count: number) => Array.from({ length: count }, () => ({ userId: 'ana', name: 'Asked' }));
      await place.tell(...asked(before));
      await place.tell({ userId: 'ana', name: 'Done' });
      await place.tell(...asked(after));
      await house.forwarder().drain();
      expect(await contested(place)).toBe(before + after);

      await untilDone(decide);
      expect((await place.passes())[0]?.exit).toEqual({ reason: 'goal', goal: 'done' });
      await place.tell(...asked(1)); // while some are left of an instance that has ended: it doesn't overtake them
      await house.forwarder().drain();
      await untilDone(async () => (await pickOne()) > 0);
      expect(await place.passes()).toHaveLength(2);
      const second = await decidingFor((await place.last()).id);
      await untilDone(second);

      expect(await contested(place)).toBe(0);
      expect(await place.passes()).toHaveLength(2);
      expect(await reasons(place)).toEqual(Array(before + after).fill('already-inside'));
      expect(await place.reconcile()).toEqual([]);
    },
  );

  test('C20 given an instance that is ended from outside while hundreds wait for it, then each is judged once', async () => {
    const { place, person } = await inside({
      ...ASKING,
      entry: { ...ASKING.entry, reentry: { policy: 'never' } },
    } as never);
    await place.tell(...Array.from({ length: 250 }, () => ({ userId: 'ana', name: 'Asked' })));
    await house.forwarder().drain();
    const { id } = await place.last();
    const { workspace } = place;
    const why = { reason: 'terminated', detail: 'by hand' } as const;
    await house.store.person({ workspace, person }, (sql, now) =>
      endFromOutside(sql, now, { workspace, person, instance: id }, why, undefined),
    );
    await untilDone(async () => (await pickOne()) > 0);
    expect(await contested(place)).toBe(0);
    expect(await reasons(place)).toEqual(Array(250).fill('entered-before'));
    expect(await place.reconcile()).toEqual([]);
  });

  test.each([
    { count: 100_000, of: 'small', bytes: 0, page: 100 },
    { count: 300, of: 'large', bytes: 30_000, page: 34 },
  ])(
    'C20 given $count $of ones, then no transaction judges more than a page of them',
    async ({ count, bytes, page }) => {
      const { place, person, decide } = await inside({
        ...ASKING,
        entry: { ...ASKING.entry, reentry: { policy: 'never' } },
      } as never);
      await fill(place, person, count, bytes);
      expect(await blocksOfPage(place, person)).toBeLessThan(2_000);
      const judgedBy = async (work: () => Promise<unknown>) => {
        const before = await contested(place);
        const began = process.cpuUsage();
        await work();
        const { user, system } = process.cpuUsage(began);
        expect(user + system).toBeLessThan(5_000_000);
        return before - (await contested(place));
      };
      const judged = [await judgedBy(decide), await judgedBy(pickOne), await judgedBy(pickOne)];
      expect((await place.last()).exit).toEqual({ reason: 'goal', goal: 'done' });
      for (const each of judged) {
        expect(each).toBeGreaterThan(0);
        expect(each).toBeLessThanOrEqual(page);
      }
      expect(new Set(await reasons(place))).toEqual(new Set(['already-inside', 'entered-before']));
    },
  );
});

/** So many entries that wait for the one who is inside, who is done after the twentieth of them. */
async function fill({ workspace }: Place, person: string, count: number, bytes: number): Promise<void> {
  const { sql } = house.database;
  const [row] = await sql<{ first: number }>`select nextval('positions') as first`;
  const first = row?.first ?? 0;
  await sql`select setval('positions', ${first + count})`;
  await sql`
    insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
    select ${workspace}, ${person}, ${first} + nr, ${first} + nr, clock(${workspace}), case nr when 20 then 'Done'
      else 'Asked' end,
           jsonb_build_object('text',
             (select string_agg(md5(nr::text || part::text), '')
             from generate_series(1, ${Math.floor(bytes / 32)}::int) as part)), nr::text
      from generate_series(1, ${count}::int) as nr`;
  await sql`
    insert into contested (workspace, instance, position, journey, version)
    select ${workspace}, i.id, ${first} + nr, i.journey, i.version
      from instances i, generate_series(1, ${count}::int) as nr where i.workspace = ${workspace}
        and i.person = ${person} and nr <> 20`;
}

/** Blocks that are read for one page. */
async function blocksOfPage({ workspace }: Place, person: string): Promise<number> {
  const { sql } = house.database;
  await sql`analyze contested, events`;
  type Plan = { readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number } };
  const [row] = await sql<{ 'QUERY PLAN': readonly Plan[] }>`
    explain (analyze, buffers, format json)
    select *
      from contested_page(${workspace}, ${person}, array(select id from instances where workspace = ${workspace}), 100,
      1000000)`;
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  return (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN);
}

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonValue } from '../../journey/base/json.ts';
import { type AddressKind, normalizeAddress } from '../../journey/delivery/address.ts';
import { instant } from '../../journey/time/time.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { countSoftBounce, liftSuppression, listSuppressions, suppressAddresses } from './suppressions.ts';

const WORKSPACE = WorkspaceId.parse('main');
const NOW = instant(1_000_000);

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 3, name: 'suppressions.test' });
  await database.sql`insert into workspaces (id) values ('main'), ('other') on conflict do nothing`;
});
afterAll(async () => {
  await database?.close();
  await fresh?.drop();
});

const KINDS: readonly AddressKind[] = ['email', 'phone', 'exact'];
const pieces = fc.constantFrom(
  'a',
  'Z',
  'É',
  'ß',
  '@',
  '+',
  '00',
  '31',
  ' ',
  '\t',
  '\n',
  '-',
  '(0)',
  '.',
  'US.',
  'ENT.',
);
const anyText = fc.array(pieces, { maxLength: 8 }).map((all) => all.join(''));
const anyValue = fc.oneof<fc.Arbitrary<JsonValue>[]>(
  anyText,
  fc.integer({ min: 0 }),
  fc.constantFrom(null, true, [], {}),
  fc.constantFrom({ email: 'a@b.example' }, ['a@b.example']),
);

test('M11 the database and the engine read every address alike', async () => {
  const cases = fc.sample(fc.tuple(fc.constantFrom(...KINDS), anyValue), 2_000);
  const rows = await database.sql<{ address: string | null }>`
    select address_in(c.value ->> 0, c.value -> 1) as address
      from jsonb_array_elements(${JSON.stringify(cases)}::jsonb) with ordinality c (value, nr) order by nr`;
  expect(rows.map(({ address }) => address)).toEqual(
    cases.map(([kind, value]) => normalizeAddress(kind, value) ?? null),
  );
});

describe('M2 suppressed addresses', () => {
  const list = (address: string, workspace = WORKSPACE) =>
    listSuppressions(database.sql, { workspace, address, limit: 10 });
  const suppress = (address: string, reason: 'manual' | 'complaint' | 'hard-bounce', until: number | null = null) =>
    suppressAddresses(database.sql, WORKSPACE, NOW, 'test', [
      { channel: 'email', address, reason, until: until === null ? null : instant(until) },
    ]);

  test('keep the longer suppression, and the one that bars more', async () => {
    expect(await suppress('a@x.example', 'manual', 2_000_000)).toBe(1);
    expect(await suppress('a@x.example', 'manual', 1_500_000)).toBe(0);
    expect(await suppress('a@x.example', 'complaint')).toBe(1);
    expect(await suppress('a@x.example', 'complaint')).toBe(0);
    expect(await suppress('a@x.example', 'hard-bounce')).toBe(1);
    expect(await suppress('a@x.example', 'complaint')).toBe(0);
    expect(await list('a@x.example')).toMatchObject([{ reason: 'hard-bounce', until: null }]);
  });

  test('belong to one workspace, and can be lifted', async () => {
    await suppress('b@x.example', 'manual');
    expect(await list('b@x.example', WorkspaceId.parse('other'))).toEqual([]);
    const [found] = await list('b@x.example');
    expect(await liftSuppression(database.sql, WORKSPACE, found?.id ?? 0)).toEqual({
      channel: 'email',
      reason: 'manual',
    });
    expect(await list('b@x.example')).toEqual([]);
    expect(await liftSuppression(database.sql, WORKSPACE, found?.id ?? 0)).toBeUndefined();
  });

  test('take a list with repeats at once', async () => {
    const all = ['c', 'd', 'c'].map((name) => ({
      channel: 'email' as const,
      address: `${name}@x.example`,
      reason: 'manual' as const,
    }));
    expect(await suppressAddresses(database.sql, WORKSPACE, NOW, 'import', all)).toBe(2);
    const page = await listSuppressions(database.sql, { workspace: WORKSPACE, reason: 'manual', limit: 1 });
    const next = await listSuppressions(database.sql, {
      ...{ workspace: WORKSPACE, reason: 'manual', before: page[0]?.id, limit: 1 },
    });
    expect([...page, ...next].map(({ address }) => address).toSorted()).toEqual(['c@x.example', 'd@x.example']);
  });

  test('temporary bounces count within their window', async () => {
    const at = (day: number) =>
      countSoftBounce(database.sql, WORKSPACE, instant(NOW + day * 86_400_000), { channel: 'email', hash: 'h' });
    expect([await at(0), await at(1), await at(2), await at(3)]).toEqual([false, false, false, false]);
    expect(await at(30)).toBe(false); // the first is too old by now
    expect(await at(30.5)).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { createKey, ensureFirstKey, type FirstKey, findKey, isSecretOf, parseKey } from './keys.ts';

let fresh: FreshDatabase;
let database: Database;
beforeEach(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 5, name: 'test' });
});
afterEach(async () => {
  await database.close();
  await fresh.drop();
});

const first = (change: Partial<FirstKey> = {}): FirstKey => ({
  workspace: WorkspaceId.parse('main'),
  kind: 'live',
  isLost: false,
  keep: async () => {},
  ...change,
});

describe('the first key', () => {
  test('given an empty database, then workspace and key are created once, however many processes start together', async () => {
    const kept: string[] = [];
    const made = await Promise.all(
      Array.from({ length: 4 }, () => ensureFirstKey(database, first({ keep: async (key) => void kept.push(key) }))),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(kept).toEqual([expect.stringMatching(/^sj_live_/)]);
    expect(kept).toHaveLength(1);
    expect(await database.sql`select workspace, scopes from api_keys`).toEqual([
      { workspace: 'main', scopes: ['admin'] },
    ]);
  });

  test('given that it cannot be kept, then there is none', async () => {
    const lost = ensureFirstKey(
      database,
      first({ workspace: WorkspaceId.parse('second'), keep: () => Promise.reject(new Error('disk full')) }),
    );
    await expect(lost).rejects.toThrow('disk full');
    expect(await database.sql`select id from api_keys where workspace = 'second'`).toEqual([]);
  });

  test('given that the key is lost, then another is created', async () => {
    expect(await ensureFirstKey(database, first())).toBe(true);
    expect(await ensureFirstKey(database, first())).toBe(false);
    expect(await ensureFirstKey(database, first({ isLost: true }))).toBe(true);
  });
});

describe('a key', () => {
  beforeEach(() => database.sql`insert into workspaces (id) values ('main')`);

  test('only the SHA-256 of its secret is stored', async () => {
    const text = await createKey(database.sql, {
      workspace: WorkspaceId.parse('main'),
      name: 'k',
      scopes: ['read'],
      kind: 'live',
      actor: 'test',
    });
    const { id, secret } = parseKey(text) ?? { id: '', secret: '' };
    expect(text).toBe(`sj_live_${id}_${secret}`);
    const found = await findKey(database.sql, id);
    expect(found).toMatchObject({ workspace: 'main', scopes: ['read'] });
    expect(found?.secretHash).toHaveLength(32);
    expect(found && isSecretOf(found, secret)).toBe(true);
    expect(found && isSecretOf(found, `${secret}x`)).toBe(false);
    const everything = JSON.stringify(await database.sql`select * from api_keys, audit`);
    expect(everything).not.toContain(secret);
  });

  test('once revoked it is not found', async () => {
    const text = await createKey(database.sql, {
      workspace: WorkspaceId.parse('main'),
      name: 'r',
      scopes: ['read'],
      kind: 'live',
      actor: 'test',
    });
    const id = parseKey(text)?.id ?? '';
    await database.sql`update api_keys set revoked_at = now() where id = ${id}`;
    expect(await findKey(database.sql, id)).toBeUndefined();
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { claimRequest, releaseRequest, settleRequest } from './idempotency.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 2, name: 'idempotency.test' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const requestOf = (key: string) => ({
  workspace: WorkspaceId.parse('main'),
  key,
  route: 'POST /v1/x',
  bodyHash: Buffer.from(key),
});

async function claim(key: string) {
  const claimed = await claimRequest(database.sql, requestOf(key));
  if (claimed.type !== 'mine') throw new Error(`it is ${claimed.type}`);
  return { workspace: WorkspaceId.parse('main'), key, since: claimed.since };
}

/** As if its process had stood still for two minutes. */
async function freeze(key: string): Promise<void> {
  await database.sql`update idempotency set created_at = created_at - interval '2 minutes' where key = ${key}`;
}

test('C7 a process that stood still while another took its request over neither frees nor answers it', async () => {
  const late = await claim('frozen');
  await freeze('frozen');
  const current = await claim('frozen');
  await releaseRequest(database.sql, late);
  await settleRequest(database.sql, late, 200, { by: 'the late one' });
  expect(await claimRequest(database.sql, requestOf('frozen'))).toEqual({ type: 'in-flight' });
  await settleRequest(database.sql, current, 201, { by: 'the current one' });
  await settleRequest(database.sql, late, 200, { by: 'the late one' });
  expect(await claimRequest(database.sql, requestOf('frozen'))).toMatchObject({
    type: 'answered',
    status: 201,
    answer: { by: 'the current one' },
  });
});

test('the owner of a claim answers it, or frees it', async () => {
  await settleRequest(database.sql, await claim('settled'), 200, { done: true });
  expect(await claimRequest(database.sql, requestOf('settled'))).toMatchObject({ type: 'answered', status: 200 });
  await releaseRequest(database.sql, await claim('released'));
  expect(await claimRequest(database.sql, requestOf('released'))).toMatchObject({ type: 'mine' });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { publish } from '../store/lifecycle/publish.ts';
import { journeyDocument, startApi, type TestApi } from './api.ts';
import { type House, openHouse } from './house.ts';

const KB = 1024;

describe('C6 an entry key that is too long to store is refused by name, and the rest continues', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  test('C6 in an event: refused with its reason, and the next event lets its user in', async () => {
    const place = await house.place();
    const carts = Journey.parse({
      ...{ id: 'carts', name: 'Carts', start: 'end', nodes: { end: { type: 'exit' } } },
      entry: { type: 'event', event: 'Carted', key: 'event.cart' },
    });
    await publish(house.database, place.workspace, carts, 'test');
    await place.tell({ userId: 'ana', name: 'Carted', properties: { cart: 'x'.repeat(3_000) } });
    await place.tell({ userId: 'ana', name: 'Carted', properties: { cart: 'c1' } });
    const forwarder = house.forwarder();
    await forwarder.drain();
    expect(forwarder.warnings).toEqual([]);
    const refusals = await house.database.sql<{ reason: string; key: string; read: object }>`
      select reason, key, read from refusals where workspace = ${place.workspace}`;
    expect(refusals).toEqual([
      {
        reason: 'entry-key-too-long',
        key: '',
        read: { 'event.cart': `${'x'.repeat(80)}…`, characters: 3_000, most: 200 },
      },
    ]);
    expect(await house.database.sql`select key from instances where workspace = ${place.workspace}`).toEqual([
      { key: 'c1' },
    ]);
  });
});

describe('a change that would make a profile or a context too large is refused', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
    const byApi = journeyDocument({ id: 'carts', entry: { type: 'api', key: 'event.cart' } });
    await api.as().put('/v1/journeys/carts').send(byApi);
    const list = journeyDocument({ id: 'leads', entry: { type: 'list', key: 'event.lead' } });
    await api.as().put('/v1/journeys/leads').send(list);
  });
  afterAll(() => api.close());

  test('C6 an entry key of 3,000 characters: by API and in a list', async () => {
    const properties = { cart: 'x'.repeat(3_000) };
    const { body } = await api.as().post('/v1/journeys/carts/enter').send({ userId: 'ana', properties });
    expect(body).toMatchObject({
      status: 400,
      errors: [{ path: 'properties.cart', message: 'the entry key has 3000 characters, more than 200' }],
    });

    const csv = `userId,lead\nana,${'x'.repeat(3_000)}\nbob,l1\n`;
    const uploaded = await api.as().post('/v1/journeys/leads/lists').set('Content-Type', 'text/csv').send(csv);
    expect(uploaded.body).toMatchObject({ rows: 1, rejected: 1 });
    const page = await api.as().get(`/v1/journeys/leads/lists/${uploaded.body.id}/rejected`);
    expect(page.body.rejected).toMatchObject([
      { row: 2, reason: 'lead: the entry key has 3000 characters, more than 200' },
    ]);
  });

  const identify = (userId: string, traits: object) => api.as().post('/v1/identify').send({ userId, traits });
  const sizeOf = async (userId: string): Promise<number> =>
    JSON.stringify((await api.as().get(`/v1/users/${userId}`)).body.profile).length;

  test('C25 200 identifies of 30 KB: as many as fit are accepted, and the others are refused by name', async () => {
    const statuses: number[] = [];
    for (let nr = 0; nr < 12; nr += 1)
      statuses.push((await identify('big', { [`t${nr}`]: 'x'.repeat(30 * KB) })).status);
    expect(statuses).toEqual([...Array.from({ length: 8 }, () => 200), ...Array.from({ length: 4 }, () => 400)]);
    expect(await sizeOf('big')).toBeLessThanOrEqual(256 * KB);
    const { body } = await identify('big', { t99: 'x'.repeat(30 * KB) });
    expect(body.errors).toEqual([
      {
        path: 'traits',
        message: 'would make the profile larger than 262144 bytes',
        fix: 'send less, or first remove traits by setting them to null',
      },
    ]);
    expect((await identify('big', { t0: null })).status).toBe(200);
    expect((await identify('big', { t99: 'x'.repeat(30 * KB) })).status).toBe(200);
  });

  test('C25 an identify that is sent again under its message ID is a duplicate, also when the profile has become full since', async () => {
    const fill = (messageId: string, nr: number) =>
      api
        .as()
        .post('/v1/identify')
        .send({ userId: 'again', messageId, traits: { [`t${nr}`]: 'x'.repeat(30 * KB) } });
    for (let nr = 0; nr < 8; nr += 1) expect((await fill(`again-${nr}`, nr)).status).toBe(200);
    await identify('again', { t0: null });
    await fill('again-9', 9);
    expect((await fill('again-0', 0)).status).toBe(200);
    expect((await fill('again-10', 10)).status).toBe(400);
  });

  test('C25 in a batch the others are accepted', async () => {
    const batch = Array.from({ length: 12 }, (_, nr) => ({
      ...{ type: 'identify', userId: 'batched', messageId: `b${nr}` },
      traits: { [`t${nr}`]: 'x'.repeat(30 * KB) },
    }));
    const { body } = await api.as().post('/v1/batch').send({ batch });
    expect(body).toMatchObject({ accepted: 8, duplicates: 0 });
    expect(body.rejected.map(({ messageId, path }: { messageId: string; path: string }) => [messageId, path])).toEqual([
      ['b8', 'batch.8.traits'],
      ['b9', 'batch.9.traits'],
      ['b10', 'batch.10.traits'],
      ['b11', 'batch.11.traits'],
    ]);
    expect(await sizeOf('batched')).toBeLessThanOrEqual(256 * KB);
  });
});

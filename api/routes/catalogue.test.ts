import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

describe('GET /v1/catalogue', () => {
  test('nothing has been seen: nothing is told', async () => {
    expect((await api.as().get('/v1/catalogue')).body).toEqual({ events: [], traits: [] });
  });

  test('names of events with what they say, and traits, with types and samples', async () => {
    await api
      .as()
      .post('/v1/identify')
      .send({ userId: 'ana', traits: { plan: 'pro', address: { city: 'Ghent' }, 'a.b': 1 } });
    for (const total of [12.5, 'much'])
      await api
        .as()
        .post('/v1/track')
        .send({ userId: 'ana', event: 'Charged', properties: { total, items: ['x'] } });
    await api.as().post('/v1/track').send({ userId: 'bo', event: 'Added to Cart' });
    const { body } = await api.as().get('/v1/catalogue');
    expect(body.events.map(({ name }: { name: string }) => name)).toEqual(['Added to Cart', 'Charged']);
    expect(body.events[1].properties).toEqual([
      { path: 'items', types: ['list'], samples: ['["x"]'] },
      { path: 'total', types: ['number', 'string'], samples: ['much', '12.5'] },
    ]);
    expect(body.traits).toEqual([
      { name: 'address.city', types: ['string'], samples: ['Ghent'] },
      { name: 'plan', types: ['string'], samples: ['pro'] },
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

describe('GET /v1/catalogue', () => {
  test('nothing seen: an empty catalogue', async () => {
    expect((await api.as().get('/v1/catalogue')).body).toEqual({
      ...{ events: [], traits: [], profiles: 0, malformed: [] },
    });
  });

  test('C16 large events and profiles are read up to a number of bytes, the latest first, and no name is left out', async () => {
    const large = 30_000;
    const names = Array.from({ length: 290 }, (_, nr) => `Event ${String(nr).padStart(3, '0')}`);
    for (let at = 0; at < names.length; at += 10) {
      const batch = names.slice(at, at + 10).map((event) => ({
        ...{ type: 'track', userId: 'ana', event },
        properties: { text: 'x'.repeat(large) },
      }));
      expect((await api.as().post('/v1/batch').send({ batch })).body).toMatchObject({ accepted: 10 });
    }
    await api.database.sql`
      insert into persons (workspace, id, user_id, created_at, updated_at, profile)
      select 'main', 'large-' || nr, 'large-' || nr, 0, 0,
        jsonb_build_object('note', repeat('y', 200000), 'nr' || nr, nr) from generate_series(1, 40) as nr`;
    const { body } = await api.as().get('/v1/catalogue');
    expect(body.events).toHaveLength(200); // as many as are shown
    const withProperties = body.events.filter(({ properties }: { properties: object[] }) => properties.length > 0);
    expect(withProperties.length).toBeGreaterThan(150);
    expect(body.events[0]).toMatchObject({ name: 'Event 000', properties: [] });
    expect(body.traits.length).toBeGreaterThan(10);
    expect(body.traits.length).toBeLessThan(25);
  });

  test('M1 unreadable traits that affect messages are listed with a count and samples', async () => {
    const traits = [
      { consent: 'yes', email: 'ada@example.com', timezone: 'Europe/Amsterdam' },
      { consent: { email: 1 }, email: ['bob@example.com'], phone: '0612345678' },
      { consent: { email: true }, timezone: 'CET+1', phone: '+31612345678' },
      { plan: 7 },
    ];
    for (const [nr, each] of traits.entries())
      await api
        .as()
        .post('/v1/identify')
        .send({ userId: `u${nr}`, traits: each });
    const { body } = await api.as().get('/v1/catalogue');
    expect(body.profiles).toBe(4);
    const found = body.malformed.map(({ name, profiles, samples }: Record<string, unknown>) => [
      name,
      profiles,
      samples,
    ]);
    expect(found).toHaveLength(4);
    expect(found[0]).toEqual(['consent', 2, expect.arrayContaining(['"yes"', '{"email":1}'])]);
    expect(found).toContainEqual(['email', 1, ['["bob@example.com"]']]);
    expect(found).toContainEqual(['timezone', 1, ['"CET+1"']]);
    expect(found).toContainEqual(['phone', 1, ['"0612345678"']]);
    await api.as().put('/v1/settings').send({ phoneCountry: 'NL' });
    const names = (await api.as().get('/v1/catalogue')).body.malformed.map(({ name }: { name: string }) => name);
    expect(names).not.toContain('phone');
  });

  test('D8 traits that journeys or segments read as dates are listed if they can’t be read', async () => {
    const traits = [
      { renewal: '2026-03-10', ends: 'soon', joined: '03/10/2026', note: 'x' },
      { renewal: 'Tue, 10 Mar 2026 09:00:00 +0000', ends: '', joined: 1_773_133_200, address: { since: 'May' } },
      { renewal: '31/12/2026', ends: 'later', joined: '2026-13-01' },
    ];
    for (const [nr, each] of traits.entries())
      await api
        .as()
        .post('/v1/identify')
        .send({ userId: `u${nr}`, traits: each });
    await api.as().put('/v1/settings').send({ dateOrder: 'mdy' });
    const rules = [{ port: 'new', when: { path: 'profile.joined', op: 'after', value: { ago: '7d' } } }];
    const published = await api
      .as()
      .put('/v1/journeys/renewal')
      .send({
        ...{ id: 'renewal', name: 'Renewal', entry: { type: 'date', trait: 'renewal' }, start: 'new' },
        nodes: {
          new: { type: 'branch', rules, then: 'wait' },
          wait: { type: 'waitUntil', date: { path: 'profile.ends' }, then: 'end' },
          end: { type: 'exit', reason: 'done' },
        },
      });
    expect(published.status).toBe(201);
    expect((await api.as().get('/v1/journeys/renewal')).body.document.dateOrder).toBe('mdy');
    const condition = { path: 'profile.address.since', op: 'before', value: { daysAgo: 30 } };
    const put = await api.as().put('/v1/segments/old').send({ id: 'old', name: 'Old', condition });
    expect(put.status).toBe(201);
    expect((await api.as().get('/v1/segments/old')).body.document.dateOrder).toBe('mdy');
    const { body } = await api.as().get('/v1/catalogue');
    const found = body.malformed.map(({ name, profiles, samples }: Record<string, unknown>) => [
      ...[name, profiles, samples],
    ]);
    expect(found).toHaveLength(4);
    expect(found[0]).toEqual(['ends', 2, expect.arrayContaining(['"soon"', '"later"'])]);
    expect(found).toContainEqual(['renewal', 1, ['"31/12/2026"']]);
    expect(found).toContainEqual(['joined', 1, ['"2026-13-01"']]);
    expect(found).toContainEqual(['address.since', 1, ['"May"']]);
  });

  test('names of events with their properties, and traits, with types and samples', async () => {
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
      { name: '["a.b"]', types: ['number'], samples: ['1'] }, // D6
      { name: 'address.city', types: ['string'], samples: ['Ghent'] },
      { name: 'plan', types: ['string'], samples: ['pro'] },
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const save = (name: string) =>
  api
    .as()
    .put('/v1/journeys/written/draft')
    .send(journeyDocument({ id: 'written', name }));
const publish = (draft: number) =>
  api
    .as()
    .put('/v1/journeys/written')
    .query({ draft })
    .send(journeyDocument({ id: 'written', name: 'Mine' }));
const draftOf = async () => (await api.as().get('/v1/journeys/written/draft')).body;

describe('publishing removes the draft, but no other editor’s work', () => {
  test('saved by another editor meanwhile: nothing is published, and the draft stays', async () => {
    await save('Mine');
    await save('Theirs');
    const answer = await publish(1);
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([
      412,
      'draft-conflict',
      'the draft of "written" is at revision 2, not 1',
    ]);
    expect(await draftOf()).toMatchObject({ revision: 2, document: { name: 'Theirs' } });
    expect((await api.as().get('/v1/journeys/written')).status).toBe(404);
  });

  test('unchanged since it was read: it is published, and the draft is gone', async () => {
    await save('Mine');
    await save('Theirs');
    expect((await publish(2)).status).toBe(201);
    expect((await api.as().get('/v1/journeys/written/draft')).status).toBe(404);
    expect((await publish(2)).body.code).toBe('draft-conflict');
    expect((await publish(0)).status).toBe(200); // the same once more, from no draft
  });

  test('a save and a publication at once: one of them wins, and nothing is lost', async () => {
    for (let nr = 0; nr < 10; nr += 1) {
      await save('Before');
      const { revision } = await draftOf();
      const [saved, published] = await Promise.all([
        save('At once').set('If-Match', `"${revision}"`),
        api
          .as()
          .put('/v1/journeys/written')
          .query({ draft: revision })
          .send(journeyDocument({ id: 'written', name: `Round ${nr}` })),
      ]);
      expect([saved.status, published.status].toSorted()).toEqual(saved.status === 200 ? [200, 412] : [201, 412]);
      if (saved.status === 200) expect((await draftOf()).document.name).toBe('At once');
    }
  });
});

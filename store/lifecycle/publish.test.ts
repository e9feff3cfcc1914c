import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import { type FreshDatabase, freshDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../base/sql.ts';
import { deleteDraft, saveDraft } from '../journeys/drafts.ts';
import { createVersions, VersionMissing } from '../journeys/versions.ts';
import { publish } from './publish.ts';

const document = (change: object = {}) =>
  Journey.parse({
    id: 'welcome',
    name: 'Welcome',
    labels: ['onboarding'],
    entry: { type: 'event', event: 'Signed Up' },
    start: 'pause',
    nodes: { pause: { type: 'delay', for: '1d', links: { done: 'end' } }, end: { type: 'exit' } },
    ...change,
  });

const [MAIN, OTHER] = [WorkspaceId.parse('main'), WorkspaceId.parse('other')];
const WELCOME = JourneyId.parse('welcome');
let fresh: FreshDatabase;
let database: Database;
beforeEach(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, max: 5, name: 'test' });
  await database.sql`insert into workspaces (id) values ('main'), ('other')`;
});
afterEach(async () => {
  await database.close();
  await fresh.drop();
});

const put = (change?: object, expected?: number, workspace: WorkspaceId = MAIN) =>
  publish(database, workspace, document(change), 'tester', { version: expected });
/** Three versions. */
async function putThree() {
  for (const change of [{}, { name: 'Welcome!' }, { name: 'Third' }]) await put(change);
}

test('C27 given a draft that is deleted and saved again, then no revision comes again, and an old ETag is refused', async () => {
  const draft = { workspace: OTHER, journey: JourneyId.parse('again'), actor: 'tester' } as const;
  expect(await saveDraft(database, { ...draft, document: { n: 1 } })).toMatchObject({ value: { revision: 1 } });
  await deleteDraft(database, draft);
  expect(await saveDraft(database, { ...draft, document: { n: 2 } })).toMatchObject({ value: { revision: 2 } });
  const late = await saveDraft(database, { ...draft, document: { n: 3 }, expected: 1 });
  expect(late).toMatchObject({ ok: false, refusal: { code: 'draft-conflict' } });
});

describe('publish: versions are immutable, the same document is the same version (design.md §9)', () => {
  test('given a new one, then it runs at version 1 and its entry can be found without the document', async () => {
    expect(await put()).toEqual({ ok: true, value: { version: 1, made: 'journey', state: 'running' } });
    expect(await database.sql`select id, name, state, version, labels, entry_type, entry_event from journeys`).toEqual([
      {
        id: 'welcome',
        name: 'Welcome',
        state: 'running',
        version: 1,
        labels: ['onboarding'],
        entry_type: 'event',
        entry_event: 'Signed Up',
      },
    ]);
  });

  test('given branches whose order decides, then the version keeps it', async () => {
    const wait = {
      type: 'waitFor',
      events: { zebra: { event: 'A' }, ant: { event: 'A' } },
      timeout: '1d',
      then: 'end',
    };
    const nodes = { wait, end: { type: 'exit' } };
    await publish(database, OTHER, document({ start: 'wait', nodes }), 'tester');
    const { document: kept } = await createVersions(database).get(OTHER, WELCOME, 1);
    expect(JSON.stringify(kept)).toBe(JSON.stringify(document({ start: 'wait', nodes })));
  });

  test('given the same again, then nothing is made', async () => {
    await put();
    expect(await put()).toEqual({ ok: true, value: { version: 1, made: 'nothing', state: 'running' } });
  });

  test('given a change, then version 2 runs and version 1 is unchanged', async () => {
    await put();
    expect(await put({ name: 'Welcome!', entry: { type: 'api' } })).toMatchObject({ ok: true, value: { version: 2 } });
    const versions = createVersions(database);
    expect((await versions.get(MAIN, WELCOME, 1)).document).toEqual(document());
    expect((await versions.get(MAIN, WELCOME, 2)).document.name).toBe('Welcome!');
    expect(
      await database.sql`select name, version, entry_type, entry_event from journeys where workspace = 'main'`,
    ).toEqual([{ name: 'Welcome!', version: 2, entry_type: 'api', entry_event: null }]);
  });

  test('given another state than running, then publishing does not start it', async () => {
    await put();
    await database.sql`update journeys set state = 'paused' where id = 'welcome'`;
    expect(await put({ name: 'Third' })).toMatchObject({ ok: true, value: { version: 2, state: 'paused' } });
  });

  test.each([
    { given: 'the running version', expected: 3, ok: true },
    { given: 'an older one', expected: 1, ok: false },
    { given: 'none at all', expected: 0, ok: false },
  ])('expecting $given → $ok', async ({ expected, ok }) => {
    await putThree();
    const result = await put({ name: 'Third' }, expected);
    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.refusal).toMatchObject({ code: 'version-conflict', about: { version: 3 } });
  });

  test('given twenty at once for a new journey, then they are versions 1 to 20', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) => put({ id: 'race', name: `Race ${index}` }, undefined, OTHER)),
    );
    const versions = made.map((each) => (each.ok ? each.value.version : 0)).toSorted((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('each version is in the audit with who published it', async () => {
    await putThree();
    const rows = await database.sql`select actor, about from audit where workspace = 'main' order by id`;
    expect(rows.map(({ about }) => about)).toEqual([1, 2, 3].map((version) => ({ journey: 'welcome', version })));
  });
});

describe('versions', () => {
  test('one that is asked for often is read once; of the others the least recently used goes', async () => {
    await putThree();
    let reads = 0;
    const counted: Pick<Database, 'sql'> = {
      sql: (text, ...values) => {
        reads += 1;
        return database.sql(text, ...values);
      },
    };
    const versions = createVersions(counted, 2);
    const get = (version: number) => versions.get(MAIN, WELCOME, version);
    await Promise.all([get(1), get(1)]);
    await get(2);
    await get(1);
    expect(reads).toBe(2);
    await get(3); // 2 goes
    await get(1);
    expect(reads).toBe(3);
    await get(2);
    expect(reads).toBe(4);
  });

  test('given a version that was never published, then it says so, and asks again the next time', async () => {
    const versions = createVersions(database);
    await expect(versions.get(MAIN, WELCOME, 9)).rejects.toThrow(VersionMissing);
    await put({ id: 'late' });
    await expect(versions.get(MAIN, JourneyId.parse('late'), 1)).resolves.toMatchObject({ number: 1 });
  });
});

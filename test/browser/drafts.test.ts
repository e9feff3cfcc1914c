import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDrafts, type Drafts, openAt, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

let web: Web;
let drafts: Drafts;
beforeAll(async () => {
  web = await openWeb();
  drafts = createDrafts(web);
});
afterEach(() => web.closePages());
afterAll(() => web.close());

test('another editor changes another node: both changes are kept', async () => {
  const document = await drafts.example('two-apart');
  const { page } = await openAt(web, '/journeys/two-apart/build/path?node=sms');
  await page.getByLabel('Text', { exact: true }).waitFor();
  const nodes = document.nodes as Record<string, Record<string, unknown>>;
  const theirs = { ...document, nodes: { ...nodes, 'two-hours': { ...nodes['two-hours'], for: '4h' } } };
  expect((await web.call('PUT', '/v1/journeys/two-apart/draft', theirs)).status).toBe(200);
  await page.getByLabel('Text', { exact: true }).fill('Mine');
  await page.getByText('Merged someone else’s changes to nodes.two-hours').waitFor();
  await page.getByText(/^Saved /).waitFor();
  expect(await drafts.read('two-apart')).toMatchObject({
    nodes: { sms: { content: { text: 'Mine' } }, 'two-hours': { for: '4h' } },
  });
  await page.getByRole('button', { name: /^Undo: change/ }).click();
  await expect
    .poll(() => drafts.read('two-apart'))
    .toMatchObject({
      nodes: { sms: { content: nodes.sms?.content }, 'two-hours': { for: '4h' } },
    });
});

test('another editor saves just before a publication: nothing is published, and nothing of theirs is lost', async () => {
  await drafts.example('two-publish');
  const { page } = await openAt(web, '/journeys/two-publish/build/path?node=sms');
  await page.getByLabel('Text', { exact: true }).fill('Mine');
  await page.getByText(/^Saved /).waitFor();
  await page.getByRole('button', { name: 'Publish v1…' }).click();
  const go = page.getByRole('dialog').getByRole('button', { name: /^Publish v1/ });
  await go.waitFor();
  const mine = await drafts.read('two-publish');
  const nodes = mine.nodes as Record<string, Record<string, unknown>>;
  const theirs = { ...mine, nodes: { ...nodes, 'two-hours': { ...nodes['two-hours'], for: '4h' } } };
  expect((await web.call('PUT', '/v1/journeys/two-publish/draft', theirs)).status).toBe(200);
  await go.click();
  await page.getByRole('dialog').getByText('Nothing was published', { exact: false }).waitFor();
  expect((await web.call('GET', '/v1/journeys/two-publish')).status).toBe(404);
  expect(await drafts.read('two-publish')).toMatchObject({
    nodes: { sms: { content: { text: 'Mine' } }, 'two-hours': { for: '4h' } },
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Merged someone else’s changes to nodes.two-hours').waitFor();
  await page.getByRole('button', { name: 'Publish v1…' }).click();
  await go.click();
  await page.getByRole('dialog', { name: 'v1 published' }).waitFor();
  expect(await (await web.call('GET', '/v1/journeys/two-publish')).json()).toMatchObject({
    document: { nodes: { sms: { content: { text: 'Mine' } }, 'two-hours': { for: '4h' } } },
  });
});

test('a change undone before it was saved doesn’t come back', async () => {
  await drafts.example('undone');
  const { page } = await openAt(web, '/journeys/undone/build/path?node=sms');
  await page.getByLabel('Text', { exact: true }).fill('A slip');
  await page.getByRole('button', { name: /^Undo: change/ }).click();
  await page.getByText('No changes').waitFor();
  expect(await page.evaluate("localStorage.getItem('sojourn.draft.undone')")).toBeNull();
});

test('another editor changes the same field: both are shown, one is chosen, the other stays available', async () => {
  const document = await drafts.example('two-same');
  const { page, quiet } = await openAt(web, '/journeys/two-same/build/path?node=sms');
  await page.getByLabel('Text', { exact: true }).waitFor();
  const nodes = document.nodes as Record<string, Record<string, unknown>>;
  const theirs = { ...document, nodes: { ...nodes, sms: { ...nodes.sms, content: { text: 'Theirs' } } } };
  expect((await web.call('PUT', '/v1/journeys/two-same/draft', theirs)).status).toBe(200);
  await page.getByLabel('Text', { exact: true }).fill('Mine');
  const panel = page.getByRole('alert', { name: 'Conflicting changes' });
  await panel.getByText('"Theirs"').waitFor();
  await panel.getByText('"Mine"').waitFor();
  await panel.getByText('nodes.sms.content.text').waitFor();
  await panel.getByRole('button', { name: 'Take theirs' }).click();
  await panel.waitFor({ state: 'detached' });
  expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Theirs');
  await page.getByRole('button', { name: 'Undo: accept their change' }).click();
  await page.getByText(/^Saved /).waitFor();
  await expect.poll(() => drafts.read('two-same')).toMatchObject({ nodes: { sms: { content: { text: 'Mine' } } } });
  await quiet(/status of 412/);
});

test('the API is away: changes survive a reload, and are saved once it is back', async () => {
  await drafts.example('away');
  const { page } = await openAt(web, '/journeys/away/build/path?node=sms');
  await page.getByLabel('Text', { exact: true }).waitFor();
  await page.route('**/v1/journeys/away/draft', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await page.getByLabel('Text', { exact: true }).fill('Written without an API');
  await page.getByText('Can’t reach the API. Your changes are saved in this browser.').waitFor();
  await page.reload();
  await page.getByText('Can’t reach the API. Your changes are saved in this browser.').waitFor();
  expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Written without an API');
  await page.unroute('**/v1/journeys/away/draft');
  await page.getByText(/^Saved /).waitFor();
  expect(await drafts.read('away')).toMatchObject({ nodes: { sms: { content: { text: 'Written without an API' } } } });
});

test('a file of a format to come, and one that is no JSON, are refused in a sentence', async () => {
  const { page } = await openAt(web, '/journeys/new');
  const choose = async (name: string, text: string) =>
    page.getByLabel('Choose a file…').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose('next.json', JSON.stringify({ schema: 7, nodes: {} }));
  await page.getByRole('alert').getByText('It is written in format 7; this version reads format 1').waitFor();
  await page.getByRole('alert').getByText('Bring Sojourn up to date').waitFor();
  await choose('broken.json', '{"a":');
  await page
    .getByRole('alert')
    .getByText(/^broken.json isn’t valid JSON/)
    .waitFor();
  await choose('typeless.json', JSON.stringify({ nodes: { a: {} } }));
  await page.getByRole('alert').getByText('nodes.a has no type').waitFor();
  await choose('large.json', ' '.repeat(1_000_001));
  await page.getByRole('alert').getByText('large.json is larger than 1 MB').waitFor();
});

test('an unknown type is drawn, kept and marked as unknown', async () => {
  const document = await drafts.example('unknown-type');
  await web.call('PUT', '/v1/journeys/unknown-type/draft', {
    ...document,
    nodes: { ...(document.nodes as object), sms: { type: 'carrierPigeon', coop: 3, then: 'two-more-hours' } },
  });
  const { page } = await openAt(web, '/journeys/unknown-type/build/path?node=sms');
  await page.getByText('This version of Sojourn doesn’t support this node type', { exact: false }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Bird');
  await page.getByText(/^Saved /).waitFor();
  expect(await drafts.read('unknown-type')).toMatchObject({
    nodes: { sms: { type: 'carrierPigeon', coop: 3, name: 'Bird' } },
  });
});

test('from a template, and from nothing; a taken ID is reported', async () => {
  const { page, quiet } = await openAt(web, '/journeys');
  await page.getByRole('link', { name: 'New journey' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Win them back');
  expect(await page.getByRole('textbox', { name: 'Journey ID' }).inputValue()).toBe('win-them-back');
  await shot(page, 'new-journey');
  await quiet();
  await page.getByRole('radio', { name: 'Re-engagement' }).check();
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.waitForURL('**/journeys/win-them-back/build/path*');
  await page.getByText('No problems').waitFor();
  await page.goto('/journeys/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Win them back');
  await page.getByRole('radio', { name: 'Blank journey' }).check();
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('alert').getByText('Journey "win-them-back" already exists').waitFor();
  await page.getByRole('textbox', { name: 'Journey ID' }).fill('win-them-back-2');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.waitForURL('**/journeys/win-them-back-2/build/path*');
  await page.getByRole('button', { name: 'Add a node after Entry, at then' }).waitFor();
});

test('another editor has saved, and their draft can’t be read: it is requested again after a pause, and nothing of mine is lost', async () => {
  const document = await drafts.example('unread');
  const { page } = await openAt(web, '/journeys/unread/build/path?node=sms');
  await page.getByLabel('Text', { exact: true }).waitFor();
  expect((await web.call('PUT', '/v1/journeys/unread/draft', { ...document, name: 'Theirs' })).status).toBe(200);
  let asked = 0;
  await page.route('**/v1/journeys/unread/draft', (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    asked += 1;
    return route.abort();
  });
  await page.getByLabel('Text', { exact: true }).fill('Mine');
  await page.getByText('Can’t reach the API. Your changes are saved in this browser.').waitFor();
  await page.waitForResponse((answer) => answer.status() === 412); // the next try, a second later
  expect(asked).toBeLessThanOrEqual(2);
  await page.unroute('**/v1/journeys/unread/draft');
  await page.getByText(/^Saved /).waitFor();
  expect(await drafts.read('unread')).toMatchObject({ name: 'Theirs', nodes: { sms: { content: { text: 'Mine' } } } });
});

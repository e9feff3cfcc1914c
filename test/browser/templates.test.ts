import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { putItems } from '../../store/catalogs/catalogs.ts';
import { createDrafts, type Drafts, openAt, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

/** Workspace templates: their page, and the messages that use them. */
let web: Web;
let drafts: Drafts;
beforeAll(async () => {
  web = await openWeb();
  drafts = createDrafts(web);
});
afterEach(() => web.closePages());
afterAll(() => web.close());

test('a template is written with a preview, saved in versions, restored from an earlier version, and deleted', async () => {
  const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
  await signIn();
  await page.getByRole('link', { name: 'Templates' }).click();
  await page.getByRole('heading', { name: 'Templates' }).waitFor();
  await page.getByRole('link', { name: 'New template' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Reminder');
  await page.getByLabel('Kind', { exact: true }).selectOption('sms');
  await page.getByText('content.text: sms needs text').waitFor();
  await page.getByLabel('Text', { exact: true }).fill('Hi {{ profile.firstName }}, one');
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByText('Hi Ana, one').waitFor();
  await quiet();
  await page.getByRole('button', { name: 'Create template' }).click();
  await page.waitForURL('**/templates/reminder');

  await page.getByLabel('Text', { exact: true }).fill('Two');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. To send this version').waitFor();
  await page.getByRole('button', { name: 'Load into editor' }).click();
  await preview.getByText('Hi Ana, one').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('region', { name: 'Versions' }).getByText('v3').waitFor();
  await shot(page, 'template');
  await quiet();

  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete template' }).click();
  await page.waitForURL('**/templates');
  expect((await web.call('GET', '/v1/templates/reminder')).status).toBe(404);
});

test('a preview shows catalog items, also of a key that another item names, and says which values are missing', async () => {
  await web.call('PUT', '/v1/catalogs/products', { name: 'Products' });
  const items = [
    { key: 'shoe', value: { name: 'Blue shoe', next: 'hat' } },
    { key: 'hat', value: { name: 'Red hat', next: 'shoe' } },
  ];
  await putItems(web.database.sql, { workspace: WorkspaceId.parse('main'), id: 'products' }, items);
  const { page, signIn } = await web.open({ viewport: { width: 1440, height: 900 } });
  await signIn();
  await page.getByRole('link', { name: 'Templates' }).click();
  await page.getByRole('link', { name: 'New template' }).click();
  await page.getByLabel('Kind', { exact: true }).selectOption('sms');
  const write = (text: string) => page.getByLabel('Text', { exact: true }).fill(text);
  const preview = page.getByRole('region', { name: 'Preview' });
  const item = (key: string, name: string) => `{% catalog "products", key: ${key} as ${name} %}`;
  await write(`${item('"shoe"', 'one')}${item('one.next', 'two')}{{ one.name }} and {{ two.name }}`);
  await preview.getByText('Blue shoe and Red hat').waitFor();
  await write(`${item('"sock"', 'one')}Hi {{ one.name }}`);
  await preview.getByText('one.name').waitFor();
  await write('{% catalog "nope", key: "x" as one %}{{ one.name }}');
  await preview.getByText('there is no catalog "nope"').waitFor();
});

test('a message uses a template, and shows the template’s preview and problems', async () => {
  const put = (id: string, template: object) => web.call('PUT', `/v1/templates/${id}`, { id, ...template });
  await put('sign-off', { kind: 'block', name: 'Sign-off', content: 'Your shop' });
  const content = { text: 'Hello {{ profile.firstName }}, {% render "sign-off" %}' };
  expect((await put('greeting', { kind: 'message', name: 'Greeting', channel: 'sms', content })).status).toBe(201);
  await put('wrong', { kind: 'message', name: 'Wrong', channel: 'sms', content: { text: '{{ context.nope.x }}' } });
  await drafts.example('templated');
  const { page, quiet } = await openAt(web, '/journeys/templated/build/path?node=sms');
  const form = page.getByRole('complementary');
  await form.getByLabel('Content', { exact: true }).selectOption('greeting');
  await page.getByRole('region', { name: 'Preview' }).getByText('Hello Ana, Your shop').waitFor();
  expect(await form.getByLabel('Text', { exact: true }).count()).toBe(0);
  await form.getByLabel('Content', { exact: true }).selectOption('wrong');
  await page.getByText('content.text of template "wrong"').first().waitFor();
  await quiet();
});

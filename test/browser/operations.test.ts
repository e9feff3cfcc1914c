import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDrafts, type Drafts, openAt, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

/**
 * What operators look at when something went wrong, and what bounds it: dead letters, the audit, the bounds of a
 * message.
 */
let web: Web;
let drafts: Drafts;
beforeAll(async () => {
  web = await openWeb();
  drafts = createDrafts(web);
});
afterEach(() => web.closePages());
afterAll(() => web.close());

test('C33 how long a message is tried and how late it may arrive are fields of its form, with their formats', async () => {
  await drafts.example('bounded');
  const { page, quiet } = await openAt(web, '/journeys/bounded/build/path?node=sms');
  const form = page.getByRole('complementary', { name: 'Settings of SMS' });
  const bound = form.getByLabel('Give up after', { exact: true });
  await form
    .locator('details')
    .filter({ has: page.getByLabel('Give up after') })
    .locator('> summary')
    .click();
  await bound.fill('6 h');
  await form.getByLabel("Don't send later than", { exact: true }).fill('2 h');
  await expect
    .poll(() => drafts.read('bounded'))
    .toMatchObject({ nodes: { sms: { giveUpAfter: '6h', expiresAfter: '2h' } } });
  await quiet();
  await bound.fill('40 d');
  await form.getByText('longer than 30 days').waitFor();
  await shot(page, 'message-bounds');
});

test('C37 dead letters are listed with their reason, and replayed one by one or all that match; a loop stays', async () => {
  const { sql } = web.database;
  for (const messageId of ['one', 'two', 'three'])
    await web.call('POST', '/v1/track', { userId: 'ana', event: 'Poison', messageId });
  await sql`delete from outbox`;
  await sql`
    insert into dead_letters (workspace, person, position, reason)
    select workspace, person, position, 'welcome: version 1 cannot be read' from events`;
  await sql`
    insert into dead_letters (workspace, person, position, reason)
    select workspace, id, nextval('positions'), 'too many hops: vip changes because it changes' from persons
      where user_id = 'ana'`;
  const { page, quiet } = await openAt(web, '/settings?tab=aside');
  const poison = page.getByRole('row').filter({ hasText: 'version 1 cannot be read' });
  await expect.poll(() => poison.count()).toBe(3);
  await page.getByRole('row').filter({ hasText: 'too many hops' }).getByText('Nothing to replay').waitFor();
  await shot(page, 'dead-letters');
  await quiet();

  await page.getByRole('button', { name: 'Replay Poison of ana' }).first().click();
  await page.getByText('Replayed 1.').waitFor();
  await expect.poll(() => poison.count()).toBe(2);
  await page.getByRole('button', { name: 'Replay all matching' }).click();
  await page.getByText('Replayed 2.').waitFor();
  await expect.poll(() => poison.count()).toBe(0);
  await quiet();
  const left = await (await web.call('GET', '/v1/dead-letters')).json();
  expect(left).toMatchObject({ deadLetters: [{ kind: 'loop' }] });
});

test('M2 suppressed addresses are found, added, removed, imported and exported', async () => {
  const { page, quiet } = await openAt(web, '/settings?tab=suppressions');
  await page.getByText('No suppressed addresses').waitFor();
  await page.getByLabel('Address to suppress').fill('Lea@Example.com');
  await page.getByRole('button', { name: 'Suppress address' }).click();
  const rows = page.getByRole('row').filter({ hasText: '@example.com' });
  await rows.filter({ hasText: 'lea@example.com' }).waitFor();
  await page.getByLabel('Import addresses').setInputFiles({
    name: 'gone.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Mail;reason\nada@example.com;hard-bounce\nnobody;manual\n'),
  });
  const sheet = page.getByRole('dialog', { name: 'Import gone.csv' });
  await sheet.getByText('Found: Semicolon').waitFor({ state: 'attached' });
  await expect.poll(() => sheet.getByLabel('Mail becomes').inputValue()).toBe('ignore');
  await sheet.getByText('Choose the column that holds the address.').waitFor();
  await sheet.getByLabel('Mail becomes').selectOption('Address');
  await shot(page, 'import-preview');
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await sheet.getByText('Addresses read: 1. New or changed: 1').waitFor();
  await sheet.getByText('Line 3:').waitFor();
  await sheet.getByRole('button', { name: 'Done' }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await shot(page, 'suppressions');
  await quiet();

  await page.getByLabel('Find an address').fill('ADA@example.com');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows.count()).toBe(1);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  expect((await download).suggestedFilename()).toBe('suppressions.csv');
  await page.getByRole('button', { name: 'Remove ada@example.com' }).click();
  await page.getByText('No matching addresses').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect.poll(() => rows.count()).toBe(1);
});

test('D14 a list is dropped on a journey: its columns are suggested, and each row that isn’t taken is shown', async () => {
  const put = await web.call('PUT', '/v1/journeys/leads', {
    ...{ id: 'leads', name: 'Leads', entry: { type: 'list' }, start: 'end', nodes: { end: { type: 'exit' } } },
  });
  expect(put.status).toBe(201);
  const { page, quiet } = await openAt(web, '/journeys/leads/live');
  const text = 'id;email;Vorname;plan\n1;ada@shop.example;Jürgen;pro\n1;ada@shop.example;Jürgen;pro\n2;"open\n';
  const bytes = [...Buffer.from(text, 'latin1')];
  const dropped = await page.evaluateHandle(`(() => {
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(${JSON.stringify(bytes)})], 'leads.csv'));
    return files;
  })()`);
  await page.getByText('Enter a list of users').dispatchEvent('drop', { dataTransfer: dropped });
  const sheet = page.getByRole('dialog', { name: 'Import leads.csv' });
  await sheet.getByText('Found: windows-1252').waitFor({ state: 'attached' });
  await expect.poll(() => sheet.getByLabel('id becomes').inputValue()).toBe('userId');
  expect(await sheet.getByLabel('Name for Vorname').inputValue()).toBe('firstName');
  await sheet.getByLabel('plan becomes').selectOption('Ignore');
  await sheet.getByRole('cell', { name: 'Jürgen' }).first().waitFor();
  await sheet.getByText('Line 4:').waitFor();
  await shot(page, 'import-list');
  await sheet.getByRole('button', { name: 'Import', exact: true }).click();
  await sheet.getByText('Users who will enter: 1').waitFor();
  await sheet.getByText('Line 3: the user is on the list already, in line 2').waitFor();
  await sheet.getByText('Line 4: a quotation mark isn’t closed').waitFor();
  await quiet();
  const [stored] = await web.database.sql<{ changes: object }>`select changes from list_rows where user_id = '1'`;
  expect(stored?.changes).toEqual({ traits: { email: 'ada@shop.example', firstName: 'Jürgen' } });
});

test('S9 the audit shows each field that a change replaced, before and after', async () => {
  const settings = async (timeZone: string) =>
    expect((await web.call('PUT', '/v1/settings', { timeZone })).status).toBe(200);
  await settings('Europe/Paris');
  await settings('Asia/Tokyo');
  const { page, quiet } = await openAt(web, '/settings?tab=audit');
  await page.getByRole('columnheader', { name: 'Change' }).waitFor();
  await page.getByRole('row').filter({ hasText: 'timeZone: Europe/Paris → Asia/Tokyo' }).waitFor();
  await shot(page, 'audit-changes');
  await quiet();
});

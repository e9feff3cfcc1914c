import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDrafts, type Drafts, openAt, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

/** Messages beside the form that writes them, for one user. */
let web: Web;
let drafts: Drafts;
beforeAll(async () => {
  web = await openWeb();
  drafts = createDrafts(web);
});
afterEach(() => web.closePages());
afterAll(() => web.close());

test('a message is shown as it would look for a user, while it is written', async () => {
  await drafts.example('previewed');
  const { page, quiet } = await openAt(web, '/journeys/previewed/build/path?node=sms');
  const preview = page.getByRole('region', { name: 'Preview' });
  const text = page.getByRole('complementary').getByLabel('Text', { exact: true });
  await text.fill('Hi {{ profile.firstName }}, {{ profile.nickname }}{{ context.entry.cartId }} waits');
  await preview.getByText('Hi Ana, cartId 1 waits').waitFor();
  await preview.getByText('22 characters · 1 segment, GSM-7').waitFor();
  await preview.getByText('To +31600000000').waitFor();
  await preview.getByText('has no value for profile.nickname').waitFor();
  await quiet();
  await text.fill('Ä '.repeat(100).concat('😀'));
  await preview.getByText('4 segments, UCS-2').waitFor();
  await text.fill('Hi {{ profile.firstName }');
  await preview.getByText(/^the template of text failed: line 1/).waitFor();
  await text.fill('{% for i in (1..100000000) %}{% endfor %}x');
  await preview.getByText(/^the template of text failed/).waitFor();
  await text.fill('Hello {{ profile.firstName }}');
  await preview.getByText('Hello Ana').waitFor();
  await shot(page, 'preview');
});

test('for other users: one who opted out, one without an address, and a real one', async () => {
  await drafts.example('previewed-for');
  const traits = { firstName: 'Real', phone: '+12025550100' };
  expect((await web.call('POST', '/v1/identify', { userId: 'real-1', traits })).status).toBe(200);
  const { page, quiet } = await openAt(web, '/journeys/previewed-for/build/path?node=sms');
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByLabel('User').selectOption('Ben');
  await preview.getByText('Ben has opted out of sms, so the message would be suppressed.').waitFor();
  await preview.getByLabel('User').selectOption('Real user…');
  const sheet = page.getByRole('dialog', { name: 'Real user' });
  await sheet.getByLabel('User ID').fill('nobody');
  await sheet.getByRole('button', { name: 'Use this user' }).click();
  await sheet.getByRole('alert').getByText('there is no user "nobody"').waitFor();
  await sheet.getByLabel('User ID').fill('real-1');
  await sheet.getByRole('button', { name: 'Use this user' }).click();
  await preview.getByText('To +12025550100').waitFor();
  await quiet(/404/);
});

test('a mail as a mail; incomplete content says so', async () => {
  await drafts.example('previewed-mail');
  const { page, quiet } = await openAt(web, '/journeys/previewed-mail/build/path?node=email');
  const preview = page.getByRole('region', { name: 'Preview' });
  const form = page.getByRole('complementary');
  await form.getByLabel('Subject').fill('For {{ profile.firstName }}');
  await preview.getByText('For Ana').waitFor();
  const html = form.getByLabel('Html', { exact: true });
  await html.fill('<p>Dear <b>{{ profile.firstName }}</b></p>');
  await preview.frameLocator('iframe').getByText('Dear Ana').waitFor();
  await shot(page, 'preview-mail');
  await html.fill('');
  const mjml = (text: string) =>
    `<mjml><mj-body><mj-section><mj-column><mj-text>${text}</mj-column></mj-section></mj-body></mjml>`;
  await form.getByLabel('Mjml', { exact: true }).fill(mjml('Hello {{ profile.firstName }}</mj-text>'));
  await preview.frameLocator('iframe').getByText('Hello Ana').waitFor();
  await form.getByLabel('Mjml', { exact: true }).fill(mjml('Hello'));
  await preview.getByText('line 1: <mj-text> is never closed').waitFor();
  await quiet();
});

test('an author sends the message to their own number and sees its outcome', async () => {
  await drafts.example('tested');
  const suppressed = { channel: 'sms', address: '+12025550199' };
  expect((await web.call('POST', '/v1/suppressions', { addresses: [suppressed] })).status).toBe(200);
  const { page, quiet } = await openAt(web, '/journeys/tested/build/path?node=sms');
  await page.getByRole('complementary').getByLabel('Text', { exact: true }).fill('For {{ profile.firstName }}');
  await page.getByRole('button', { name: 'Send test' }).click();
  const sheet = page.getByRole('dialog', { name: 'Send test message' });
  const go = sheet.getByRole('button', { name: 'Send test' });
  expect(await go.isDisabled()).toBe(true);
  await sheet.getByLabel('To', { exact: true }).fill('+1 202 555 0123');
  await go.click();
  await sheet.getByText('Sent to +12025550123 by sandbox').waitFor();
  await shot(page, 'send-test');
  await sheet.getByLabel('To', { exact: true }).fill('+12025550199');
  await go.click();
  await sheet.getByText('Not sent to +12025550199').waitFor();
  await sheet.getByText(/suppressed since .* \(manual\)/).waitFor();
  const inbox = await web.call('GET', '/v1/inbox?recipient=%2B12025550123');
  expect(await inbox.json()).toMatchObject({ messages: [{ body: { text: '[Test] For Ana' }, about: null }] });
  await quiet();
});

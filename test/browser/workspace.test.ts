import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { createInbox } from '../../store/messages/inbox.ts';
import { shot } from './drafts.ts';
import { expectReadable } from './screens.ts';
import { openWeb, type Web } from './web.ts';

/** What is no journey's own: users, segments, the inbox, settings. */
let web: Web;
const POST = 'POST';
beforeEach(async () => {
  web = await openWeb();
  expect((await web.call('PUT', '/v1/journeys/hello', HELLO)).status).toBe(201);
  for (const [userId, traits] of [
    ['ana-42', { firstName: 'Ana', email: 'ana@example.com', timezone: 'Asia/Tokyo', consent: { sms: false } }],
    ['ana-43', { plan: 'pro' }],
    ['bo', {}],
  ] as const)
    expect((await web.call(POST, '/v1/identify', { userId, traits })).status).toBe(200);
  const track = { userId: 'ana-42', event: 'Ordered', properties: { total: 12, sku: 'x' } };
  expect((await web.call(POST, '/v1/track', track)).status).toBe(200);
  const entered = await web.call(POST, '/v1/journeys/hello/enter', { userId: 'ana-42' });
  const { instance } = (await entered.json()) as { instance: string };
  const { sql } = web.database;
  await sql`update instances set status = 'live', node = 'mail', visit = 1, arrived_at = entered_at
    where id = ${instance}`;
  const key = `${instance}.mail.1`;
  await sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
      attempts, claimed_at, settled_at, position)
    select 'main', ${key}, id, person, journey, 1, 'mail', 1, 'email', 'settled', 'sent', 1, entered_at, entered_at,
      nextval('positions')
      from instances where id = ${instance}`;
  const inbox = createInbox(sql);
  const caught = { workspace: WorkspaceId.parse('main'), caughtBy: 'smtp', recipient: 'ana@example.com' } as const;
  await inbox.catch({
    ...caught,
    key,
    channel: 'email',
    subject: 'Hello Ana',
    body: { from: 'Shop <shop@example.com>', text: 'Welcome', html: '<h1>Welcome, Ana</h1><p>Ten percent off.</p>' },
  });
  await inbox.catch({ ...caught, key: 'other', channel: 'sms', subject: null, body: { text: 'Your code is 1234' } });
});
afterEach(() => web.close());

const HELLO = {
  id: 'hello',
  name: 'Hello',
  entry: { type: 'api' },
  start: 'mail',
  nodes: {
    mail: {
      type: 'message',
      channel: 'email',
      content: { subject: 'Hello {{ profile.firstName }}', text: 'Welcome' },
      engagement: { within: '2d' },
      links: { clicked: 'end' },
      then: 'end',
    },
    end: { type: 'exit' },
  },
};

describe('users', () => {
  test('found by the start of the ID; a page each, with events, messages and consent', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('row').filter({ hasText: 'bo' }).waitFor();
    await page.getByRole('searchbox').fill('ana-');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users?search=ana-');
    await page.getByRole('row').filter({ hasText: 'bo' }).waitFor({ state: 'detached' });
    await page.getByRole('row').filter({ hasText: 'ana-42' }).getByText('1 journey').waitFor();
    await quiet();
    await page.getByRole('link', { name: 'ana-42' }).click();
    await page.getByRole('heading', { name: 'Ana', level: 1 }).waitFor();
    await page.getByText(/^Asia\/Tokyo, now \d\d:\d\d/).waitFor();
    await page.getByRole('row').filter({ hasText: 'hello' }).getByText('mail').waitFor();
    await quiet();
    const about = page.getByRole('navigation', { name: 'About this user' });
    await about.getByRole('link', { name: 'Events' }).click();
    await page.getByText('Ordered').waitFor();
    await page.getByText('Properties: sku, total').click();
    await page.getByText('"total": 12').waitFor();
    await quiet();
    await about.getByRole('link', { name: 'Messages' }).click();
    await page.getByRole('row').filter({ hasText: 'email' }).getByText('sent').waitFor();
    await quiet();
    await about.getByRole('link', { name: 'Profile & consent' }).click();
    const consent = page.getByRole('region', { name: 'Consent' });
    await consent.getByText('opted out').waitFor();
    await consent.getByText('address: ana@example.com').waitFor();
    await shot(page, 'user-profile');
    await quiet();
  });

  test('a numeric ID stays a number; an unknown user says so', async () => {
    const { page, signIn } = await web.open();
    await signIn('/users?search=42');
    await page.getByText('No matching users').waitFor();
    await page.goto('/users/nobody');
    await page.getByRole('alert').getByText('there is no user "nobody"').waitFor();
  });

  test('a test user is created by ID, speed and sends, marked in the list, and changed on their page', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/users');
    await page.getByRole('button', { name: 'New test user' }).click();
    const sheet = page.getByRole('dialog', { name: 'New test user' });
    await sheet.getByLabel('User ID').fill('test-mara');
    await sheet.getByLabel('Speed').selectOption({ label: 'A day takes a second' });
    await quiet();
    await shot(page, 'test-user-new');
    await sheet.getByRole('button', { name: 'Create test user' }).click();
    await page.waitForURL('**/users/test-mara*');
    await page.getByText('Test user · A day takes a second · messages go to the inbox only').waitFor();
    await page.getByRole('button', { name: 'Change' }).click();
    const change = page.getByRole('dialog', { name: 'Change test user' });
    await change.getByLabel('Messages').selectOption({ label: 'Deliver for real' });
    await change.getByRole('button', { name: 'Save' }).click();
    await page.getByText('messages are delivered for real').waitFor();
    await quiet();
    await shot(page, 'test-user');
    await page.goto('/users?search=test-');
    await page.getByRole('row').filter({ hasText: 'test-mara' }).getByText('Test user').waitFor();
  });

  test('erased: it says what is deleted and what stays, and the ID has to be typed', async () => {
    await web.call(POST, '/v1/identify', { userId: 'leaver', traits: {} });
    const { page, signIn, quiet } = await web.open();
    await signIn('/users/leaver');
    await page.getByRole('button', { name: 'Erase…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Erase user' });
    await sheet.getByText('No instances are ended').waitFor();
    const go = sheet.getByRole('button', { name: 'Erase user' });
    expect(await go.isDisabled()).toBe(true);
    await sheet.getByLabel('Type leaver to confirm').fill('leaver');
    await quiet();
    await go.click();
    await sheet.getByText(/^Receipt/).waitFor();
    expect((await web.call('GET', '/v1/users/leaver')).status).toBe(404);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.waitForURL('**/users');
  });
});

describe('the inbox', () => {
  test('each message as its reader would see it; its results are reported to the journey', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn();
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('link', { name: /Hello Ana/ }).click();
    const message = page.getByRole('region', { name: 'Hello Ana' });
    const letter = message.frameLocator('iframe');
    await letter.getByRole('heading', { name: 'Welcome, Ana' }).waitFor();
    await expect // all of it is seen without scrolling
      .poll(async () => {
        const end = await letter.getByText('Ten percent off.').boundingBox();
        const frame = await message.locator('iframe').boundingBox();
        return (frame?.y ?? 0) + (frame?.height ?? 0) - (end?.y ?? 0) - (end?.height ?? 0);
      })
      .toBeGreaterThan(0);
    await message.getByRole('link', { name: 'ana-42' }).waitFor();
    await quiet();
    await message.getByRole('button', { name: 'Clicked' }).click();
    await message.getByLabel('Clicked link').fill('https://shop.example/offer');
    await message.getByRole('button', { name: 'Report' }).click();
    await message.getByText('Reported to the journey').waitFor();
    await shot(page, 'inbox');
    await quiet();
    const { events } = (await (await web.call('GET', '/v1/users/ana-42/events')).json()) as {
      events: { name: string; properties: object }[];
    };
    expect(events[0]).toMatchObject({
      name: '$message.clicked',
      properties: { node: 'mail', url: 'https://shop.example/offer' },
    });
  });

  test('by channel and recipient, in the address; one that no journey sent has nothing to report', async () => {
    const { page, signIn, quiet } = await web.open();
    await signIn('/inbox');
    await page.getByRole('link', { name: 'sms', exact: true }).click();
    await page.waitForURL('**/inbox?channel=sms');
    await page.getByRole('link', { name: /Your code/ }).click();
    await page.getByRole('region', { name: 'other' }).getByText('Your code is 1234').first().waitFor();
    expect(await page.getByText('Simulate engagement').count()).toBe(0);
    await quiet();
    await page.getByRole('searchbox').fill('nobody@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('No matching messages').waitFor();
  });
});

describe('segments', () => {
  test('written as a sentence, counted while typing, saved, changed and deleted', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn();
    await page.getByRole('link', { name: 'Segments' }).click();
    await page.getByText('A segment is a named condition').waitFor();
    await quiet();
    await page.getByRole('link', { name: 'New segment' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Buyers');
    expect(await page.getByLabel('ID', { exact: true }).inputValue()).toBe('buyers');
    await page.getByText('The condition is incomplete').first().waitFor();
    await page.getByLabel('Condition: Event').fill('Ordered');
    await page.getByText('In words: did Ordered within 30d').waitFor();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('1 user', { exact: true }).waitFor();
    await preview.getByRole('link', { name: 'ana-42' }).waitFor();
    await page.getByRole('button', { name: 'Only events where…' }).click();
    await page.getByLabel('Value').fill('event.total');
    await page.getByText('number, for example 12').waitFor(); // as it has been seen
    await page.getByLabel('Operator', { exact: false }).last().selectOption('>');
    await page.getByLabel('Compare with').last().fill('50');
    await page.getByText('In words: did Ordered within 30d, where event.total > 50').waitFor();
    await preview.getByText('No matching users').waitFor();
    await shot(page, 'segment');
    await quiet();
    await page.getByRole('button', { name: 'All events' }).click();
    await page.getByRole('button', { name: 'Create segment' }).click();
    await page.waitForURL('**/segments/buyers');
    const made = (await (await web.call('GET', '/v1/segments/buyers')).json()) as { document: object };
    expect(made.document).toMatchObject({ name: 'Buyers', condition: { did: 'Ordered', within: '30d' } });
    await page.getByLabel('Name', { exact: true }).fill('Recent buyers');
    await page.getByText('Unsaved changes').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Users are being evaluated').waitFor();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete segment' }).click();
    await page.waitForURL('**/segments');
    expect((await web.call('GET', '/v1/segments/buyers')).status).toBe(404);
  });

  test('another editor has changed it meanwhile: nothing is overwritten, nothing typed is lost', async () => {
    const put = (name: string) =>
      web.call('PUT', '/v1/segments/shared', { id: 'shared', name, condition: { did: 'Ordered' } });
    await put('Shared');
    const { page, signIn, quiet } = await web.open();
    await signIn('/segments/shared');
    await page.getByLabel('Description').fill('Mine');
    await put('Theirs');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Someone else changed this segment').waitFor();
    await page.getByRole('button', { name: 'Load their version' }).click();
    expect(await page.getByLabel('Description').inputValue()).toBe('Mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Users are being evaluated').waitFor();
    await quiet(/412/);
  });

  test('a refusal by the server shows the reason and the fix', async () => {
    const { page, signIn } = await web.open();
    await signIn('/segments/new');
    await page.getByLabel('Kind of condition').selectOption('inSegment');
    await page.getByLabel('Is in segment').fill('nowhere');
    await page.getByRole('alert').getByText('there is no segment "nowhere"').waitFor();
  });
});

describe('settings', () => {
  test('a key is made, shown once, and revoked', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('button', { name: 'New key' }).click();
    const sheet = page.getByRole('dialog', { name: 'New key' });
    await sheet.getByRole('button', { name: 'New key' }).click();
    await sheet.getByText('Choose at least one permission').waitFor();
    await sheet.getByLabel('Name').fill('shop backend');
    await sheet.getByLabel('Send events and enter users').check();
    await quiet();
    await sheet.getByRole('button', { name: 'New key' }).click();
    const key = (await sheet.getByRole('button', { name: /^Copy the/ }).textContent()) ?? '';
    const track = () =>
      fetch(`${web.origin}/v1/track`, {
        method: POST,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ userId: 'bo', event: 'Engagement' }),
      });
    expect((await track()).status).toBe(200);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await shot(page, 'keys');
    await quiet();
    await page.getByRole('button', { name: 'Revoke shop backend…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('row').filter({ hasText: 'shop backend' }).getByText('revoked').waitFor();
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('row').filter({ hasText: 'key.revoke' }).waitFor();
    await quiet();
  });

  test('the last key that may do everything is not revoked', async () => {
    const { page, signIn } = await web.open();
    await signIn('/settings?tab=keys');
    await page.getByRole('button', { name: 'Revoke test…' }).click();
    await page.getByText('You’re signed in with this key').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
    await page.getByText('is the last key with the scope').waitFor();
  });

  test('8 policies bind every journey: the builder shows them, and a new journey has only the time zone', async () => {
    const { page, signIn, quiet } = await web.open({ viewport: { width: 1440, height: 900 } });
    await signIn('/settings');
    await page.getByLabel('Time zone').fill('Europe/Nowhere');
    await page.getByLabel('Time zone').and(page.locator('[aria-invalid="true"]')).waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Time zone').fill('Europe/Amsterdam');
    await page.getByRole('button', { name: 'Add quiet hour' }).click();
    await page.getByLabel('To', { exact: true }).fill('07:00');
    await shot(page, 'settings');
    await quiet();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Unsaved changes').waitFor({ state: 'detached' });
    await page.goto('/journeys/new');
    await page.getByLabel('Name').fill('From defaults');
    await page.getByRole('radio', { name: /Blank journey/ }).check();
    await page.getByRole('button', { name: 'Create draft' }).click();
    await page.waitForURL('**/build/path');
    await page.goto('/journeys/from-defaults/build/settings');
    await page.getByRole('combobox', { name: 'Time zone' }).waitFor();
    await page.getByText('Workspace: quiet hours 09:00–07:00').waitFor();
    const draft = (await (await web.call('GET', '/v1/journeys/from-defaults/draft')).json()) as { document: object };
    expect(draft.document).toMatchObject({ timeZone: 'Europe/Amsterdam' });
    expect(draft.document).not.toHaveProperty('quietHours');
    await web.call('PUT', '/v1/settings', {});
  });

  test('the appearance is kept in this browser', async () => {
    const { page, signIn } = await web.open({ colorScheme: 'light' });
    await signIn('/settings');
    await page.getByLabel('Dark').check();
    await page.reload();
    await page.getByLabel('Dark').waitFor();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
  });

  test('a user who may not change them is told so', async () => {
    const reader = (await (await web.call(POST, '/v1/keys', { name: 'reader', scopes: ['read'] })).json()) as {
      key: string;
    };
    const { page } = await web.open();
    await page.goto('/settings?tab=keys');
    await page.getByLabel('API key').fill(reader.key);
    await page.getByLabel('Your name').fill('Ron');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This page needs an API key with the admin scope').waitFor();
  });
});

test('at each width and color scheme: all of it can be read', async () => {
  await web.call('PUT', '/v1/segments/steady', { id: 'steady', name: 'Steady', condition: { did: 'Ordered' } });
  const opened = await web.open();
  await opened.signIn();
  for (const [name, path, sign] of [
    ['users', '/users', 'ana-42'],
    ['user', '/users/ana-42', 'First seen'],
    ['segments', '/segments/steady', 'In words: did Ordered'],
    ['inbox', '/inbox?key=other', 'Your code is 1234'],
    ['settings', '/settings', 'Reports use this time zone'],
    ['keys', '/settings?tab=keys', 'Everything, including keys and erasure'],
    ['audit', '/settings?tab=audit', 'journey.publish'],
  ] as const) {
    await opened.page.goto(path);
    await opened.page.getByText(sign, { exact: false }).first().waitFor();
    await expectReadable(opened, name);
  }
});

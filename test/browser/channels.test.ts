import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CheckedRecord } from '../../channels/email/dns/records.ts';
import { smtp } from '../../channels/email/smtp.ts';
import type { ProviderHealth } from '../../channels/port.ts';
import { twilio } from '../../channels/sms/twilio.ts';
import { vonage } from '../../channels/sms/vonage.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { writeProviderReports } from '../../store/channels/reports.ts';
import { openAt, shot } from './drafts.ts';
import { expectReadable } from './screens.ts';
import { openWeb, type Web } from './web.ts';

/** Settings → Channels, with two providers of SMS, and a mail server whose DNS isn't complete. */
let web: Web;
beforeAll(async () => {
  web = await openWeb(undefined, {
    providers: [smtp, twilio, vonage].map((provider) => ({ provider, given: {} })),
    perSecond: { sms: 10 },
    checkDns: async () => [{ domain: 'shop.example', provider: 'smtp', records: RECORDS }],
  });
});
beforeEach(async () => {
  const { sql } = web.database;
  await sql`delete from channel_settings`;
  await report('email', 'smtp', { perSecond: 4.5 });
  await report('sms', 'twilio', {
    ...{ state: 'held', until: Date.now() + 20_000, reason: '401: the auth token was refused' },
    faults: [
      {
        ...{ type: 'misconfigured', reason: '401: the auth token was refused', count: 5 },
        ...{ from: Date.now() - 60_000, to: Date.now() - 4_000 },
      },
    ],
  });
  await report('sms', 'vonage', {});
  await report('push', 'sandbox', {});
});
afterEach(() => web.closePages());
afterAll(() => web.close());

const report = (channel: Channel, provider: string, health: Partial<ProviderHealth>) =>
  writeProviderReports(web.database.sql, 'a-worker', [
    {
      channel,
      provider,
      report: { state: 'working', since: 0, reason: null, faults: [], perSecond: 0, ...health } as object as {},
    },
  ]);

const RECORDS: readonly CheckedRecord[] = [
  {
    ...{ purpose: 'spf', type: 'TXT', name: 'shop.example', wanted: 'v=spf1 include:mail.example -all' },
    ...{ found: ['v=spf1 include:mail.example -all'], state: 'found', detail: null },
  },
  {
    ...{ purpose: 'dmarc', type: 'TXT', name: '_dmarc.shop.example', wanted: 'v=DMARC1; p=none' },
    ...{ found: [], state: 'missing', detail: 'Set a DMARC policy, so that mailboxes trust your mail.' },
  },
];

test('8 each channel shows what its providers are doing, at every width and in both color schemes', async () => {
  const opened = await openAt(web, '/settings?tab=channels');
  const { page } = opened;
  const sms = page.getByRole('region', { name: 'SMS' });
  await sms.getByText('Failing: 401: the auth token was refused').waitFor();
  await sms.getByText('Backup: gets messages the others can’t send').waitFor();
  await sms.getByText('Last errors (1)').click();
  await sms.getByText('5 times').waitFor();
  const email = page.getByRole('region', { name: 'Email' });
  await email.getByText('Sending 4.5 per second').waitFor();
  await email.getByText('1 of 2 records found').waitFor();
  await email.getByText('Set a DMARC policy').waitFor();
  await page
    .getByRole('region', { name: 'Push', exact: true })
    .getByText('Sandbox: messages go to the inbox only')
    .waitFor();
  await shot(page, 'channels');
  await expectReadable(opened, 'channels');
});

test('8 an admin changes order, shares, limits and switches; a conflicting save is refused', async () => {
  const opened = await openAt(web, '/settings?tab=channels');
  const { page, quiet } = opened;
  const sms = page.getByRole('region', { name: 'SMS' });
  await sms.getByRole('button', { name: 'Change SMS' }).click();
  const sheet = page.getByRole('dialog', { name: 'Change SMS' });
  await sheet.getByRole('button', { name: 'Move Vonage up' }).click();
  const vonageFields = sheet.getByRole('group', { name: 'Vonage' });
  await vonageFields.getByLabel('Share').fill('3');
  await vonageFields.getByLabel('Messages per second').fill('many');
  await vonageFields.getByText('Enter a number').waitFor();
  expect(await sheet.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await vonageFields.getByLabel('Messages per second').fill('2,5');
  await sheet.getByRole('group', { name: 'Twilio' }).getByLabel('Messages per second').fill('none');
  await quiet();
  await expectReadable(opened, 'channels-change');
  await sheet.getByRole('button', { name: 'Save' }).click();
  await sms.getByText('Gets 75% of messages first').waitFor();
  await sms.getByText('Limit: 2.5 per second').waitFor();
  expect((await (await web.call('GET', '/v1/channels')).json()) as object).toMatchObject({
    version: 1,
    settings: {
      sms: {
        providers: [
          { name: 'vonage', weight: 3, perSecond: 2.5 },
          { name: 'twilio', weight: 1, perSecond: null },
        ],
      },
    },
  });

  await sms.getByRole('button', { name: 'Change SMS' }).click();
  await web.call('PUT', '/v1/channels', {});
  await sheet.getByLabel('Vonage is on').uncheck();
  await sheet.getByLabel('Twilio is on').uncheck();
  await sheet.getByText('messages wait. None are lost').waitFor();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await sheet.getByText('the channel settings are at version 2, not 1').waitFor();
});

test('9 a test is sent with the chosen provider', async () => {
  const { page, quiet } = await openAt(web, '/settings?tab=channels');
  await page.getByRole('button', { name: 'Send test with Vonage' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Sends a short, real message with Vonage').waitFor();
  const asked = page.waitForRequest('**/v1/messages/test');
  await sheet.getByLabel('To').fill('+31612345678');
  await quiet();
  await sheet.getByRole('button', { name: 'Send test' }).click();
  expect((await asked).postDataJSON()).toMatchObject({ via: 'provider', provider: 'vonage', to: ['+31612345678'] });
});

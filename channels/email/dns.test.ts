import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DnsServer, startDnsServer, type Zone } from '../../test/dns-server.ts';
import type { Given, Provider } from '../provider.ts';
import type { CheckedRecord } from './dns/records.ts';
import { createDnsResolver } from './dns/resolver.ts';
import { checkEmailDns } from './dns.ts';
import { resend } from './resend/resend.ts';
import { smtp } from './smtp.ts';

let server: DnsServer;
beforeAll(async () => {
  server = await startDnsServer();
});
afterAll(() => server.close());

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUBLIC_KEY = createPublicKey(PEM).export({ type: 'spki', format: 'der' }).toString('base64');
const OTHER_KEY = createPublicKey(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey)
  .export({ type: 'spki', format: 'der' })
  .toString('base64');

const OWN_SERVER = { SMTP_URL: 'smtp://mail.shop.example:587' };
const SIGNED = { ...OWN_SERVER, DKIM_DOMAIN: 'shop.example', DKIM_SELECTOR: 's1', DKIM_PRIVATE_KEY: PEM };

interface Check {
  readonly zone: Zone;
  readonly provider?: Provider;
  readonly given?: Given;
  readonly trackingUrl?: string;
  readonly sender?: string;
}

async function check({ zone, provider = smtp, given = SIGNED, trackingUrl, sender = 'Shop <hi@shop.example>' }: Check) {
  server.say(zone);
  const setup = { providers: [{ provider, given }], senders: [sender], publicUrl: 'https://api.shop.example' };
  const resolver = createDnsResolver({ servers: [server.address], timeoutMs: 400 });
  const [report] = await checkEmailDns({ ...setup, trackingUrl }, resolver);
  return report?.records ?? [];
}

const recordFor = async (purpose: CheckedRecord['purpose'], given: Check) =>
  (await check(given)).find((record) => record.purpose === purpose);

test('for a complete domain, each record is found and shows its expected value', async () => {
  const zone = {
    's1._domainkey.shop.example': { txt: [`v=DKIM1; k=rsa; p=${PUBLIC_KEY}`] },
    'shop.example': {
      txt: ['google-site-verification=x', 'v=spf1 a:mail.shop.example ~all'],
      mx: ['mail.shop.example'],
    },
    '_dmarc.shop.example': { txt: ['v=DMARC1; p=none; rua=mailto:d@shop.example'] },
    'click.shop.example': { cname: 'api.shop.example' },
    'api.shop.example': { a: ['192.0.2.1'] },
  };
  expect(await check({ zone, trackingUrl: 'https://click.shop.example' })).toMatchObject([
    { purpose: 'spf', type: 'TXT', name: 'shop.example', state: 'found', wanted: 'v=spf1 a:mail.shop.example ~all' },
    { purpose: 'dkim', name: 's1._domainkey.shop.example', state: 'found', wanted: `v=DKIM1; k=rsa; p=${PUBLIC_KEY}` },
    { purpose: 'return-path', type: 'MX', state: 'found', found: ['mail.shop.example'] },
    { purpose: 'dmarc', name: '_dmarc.shop.example', state: 'found', detail: null },
    { purpose: 'tracking', type: 'CNAME', state: 'found', wanted: 'api.shop.example' },
  ]);
});

test('for an empty domain, each record is missing and shows its expected value', async () => {
  const records = await check({ zone: {}, trackingUrl: 'https://click.shop.example' });
  expect(records.map(({ state }) => state)).toEqual(['missing', 'missing', 'missing', 'missing', 'missing']);
  expect(records.map(({ found }) => found)).toEqual([[], [], [], [], []]);
});

describe('SPF', () => {
  const includes = (count: number): Zone =>
    Object.fromEntries(
      Array.from({ length: count }, (_, nr) => [`s${nr}.example`, { txt: [`v=spf1 include:s${nr + 1}.example -all`] }]),
    );
  test.each([
    { given: 'two records', txt: ['v=spf1 ~all', 'v=spf1 -all'], state: 'wrong', detail: /several/ },
    { given: '+all', txt: ['v=spf1 +all'], state: 'wrong', detail: /every server/ },
    { given: 'a bare all', txt: ['v=spf1 all'], state: 'wrong', detail: /every server/ },
    { given: 'another text only', txt: ['v=spf10 ~all'], state: 'missing', detail: /return path/ },
    { given: 'eleven lookups', txt: ['v=spf1 include:s0.example -all'], state: 'wrong', detail: /10 DNS lookups/ },
    { given: 'a loop', txt: ['v=spf1 include:shop.example -all'], state: 'found', detail: /can’t check/ },
  ])('$given is $state', async ({ txt, state, detail }) => {
    const zone = { ...includes(12), 'shop.example': { txt } };
    expect(await recordFor('spf', { zone })).toMatchObject({ state, detail: expect.stringMatching(detail) });
  });

  test.each([
    { txt: 'v=spf1 include:sendgrid.net ~all', state: 'found' },
    { txt: 'v=spf1 include:_spf.shop.example ~all', state: 'found' },
    { txt: 'v=spf1 redirect=_spf.shop.example', state: 'found' },
    { txt: 'v=spf1 ip4:192.0.2.1 ~all', state: 'wrong' },
  ])('a known mail server must be included, directly or not: $txt', async ({ txt, state }) => {
    const zone = { 'shop.example': { txt: [txt] }, '_spf.shop.example': { txt: ['v=spf1 include:sendgrid.net -all'] } };
    const given = { SMTP_URL: 'smtp://apikey:x@smtp.sendgrid.net:587' };
    expect(await recordFor('spf', { zone, given })).toMatchObject({ state });
  });

  test('checking stops at an include that isn’t answered, so many such includes can’t take minutes', async () => {
    const [first, ...others] = Array.from({ length: 9 }, (_, nr) => `s${nr}.example`);
    const fails = 'never' as const;
    const zone = {
      'shop.example': { txt: [`v=spf1 ${[first, ...others].map((name) => `include:${name}`).join(' ')} -all`] },
      ...Object.fromEntries([first, ...others].map((name) => [name, { fails }])),
    };
    expect(await recordFor('spf', { zone })).toMatchObject({
      ...{ state: 'unanswered', detail: expect.stringContaining('s0.example') },
    });
    expect(server.asked().filter((name) => /^s\d/.test(name))).toEqual(expect.arrayContaining(['s0.example']));
    expect(server.asked()).not.toContain('s1.example');
  });

  test('with a return path, its domain is checked and needs a mail server for bounces', async () => {
    const given = { ...OWN_SERVER, SMTP_RETURN_PATH: 'bounces@mail.shop.example' };
    const zone = { 'mail.shop.example': { txt: ['v=spf1 mx -all'] } };
    expect(await recordFor('spf', { zone, given })).toMatchObject({ name: 'mail.shop.example', state: 'found' });
    expect(await recordFor('return-path', { zone, given })).toMatchObject({
      ...{ name: 'mail.shop.example', state: 'missing', detail: expect.stringContaining('Bounces') },
    });
  });
});

describe('DKIM', () => {
  test.each([
    { given: 'another key', txt: [`v=DKIM1; k=rsa; p=${OTHER_KEY}`], state: 'wrong' },
    { given: 'a revoked key', txt: ['v=DKIM1; p='], state: 'wrong' },
    { given: 'two keys', txt: [`p=${PUBLIC_KEY}`, `p=${OTHER_KEY}`], state: 'wrong' },
    { given: 'another text', txt: ['hello'], state: 'missing' },
    { given: 'the key with spaces in it', txt: [`k=rsa; p=${PUBLIC_KEY.replace('A', 'A ')}`], state: 'found' },
  ])('$given is $state', async ({ txt, state }) => {
    expect(await recordFor('dkim', { zone: { 's1._domainkey.shop.example': { txt } } })).toMatchObject({ state });
  });

  test('a signature by another domain doesn’t count, and a signature by the parent domain does', async () => {
    const zone = { 's1._domainkey.shop.example': { txt: [`p=${PUBLIC_KEY}`] } };
    expect(await recordFor('dkim', { zone, sender: 'a@mail.shop.example' })).toMatchObject({ state: 'found' });
    expect(await recordFor('dkim', { zone, sender: 'a@other.example' })).toMatchObject({
      ...{ state: 'wrong', detail: expect.stringContaining('DMARC') },
    });
  });

  test('without a key in Sojourn’s settings, only the mail server’s operator can check DKIM', async () => {
    expect(await recordFor('dkim', { zone: {}, given: OWN_SERVER })).toMatchObject({
      ...{ state: 'unclear', detail: expect.stringContaining('DKIM_PRIVATE_KEY') },
    });
  });
});

describe('DMARC', () => {
  const sender = 'a@news.mail.shop.example';
  test.each([
    { given: 'a policy of the domain above', at: '_dmarc.shop.example', txt: ['v=DMARC1; p=reject'], state: 'found' },
    {
      given: 'a policy above the domain of the shop',
      at: '_dmarc.example',
      txt: ['v=DMARC1; p=none'],
      state: 'missing',
    },
    { given: 'no policy in it', at: '_dmarc.shop.example', txt: ['v=DMARC1; sp=none'], state: 'wrong' },
    { given: 'an unknown policy', at: '_dmarc.shop.example', txt: ['v=DMARC1; p=block'], state: 'wrong' },
    { given: 'two records', at: '_dmarc.shop.example', txt: ['v=DMARC1; p=none', 'v=DMARC1;p=none'], state: 'wrong' },
  ])('$given is $state', async ({ at, txt, state }) => {
    expect(await recordFor('dmarc', { zone: { [at]: { txt } }, sender })).toMatchObject({ state });
  });
});

test('for Resend, its own records are checked, whose values its site shows', async () => {
  const given = { RESEND_API_KEY: 're_x' };
  const zone = {
    'resend._domainkey.shop.example': { txt: ['p=MIGf'] },
    'send.shop.example': { txt: ['v=spf1 include:amazonses.com ~all'], mx: ['feedback-smtp.eu-west-1.amazonses.com'] },
  };
  expect(await check({ zone, provider: resend, given })).toMatchObject([
    { purpose: 'dkim', state: 'found', wanted: null },
    { purpose: 'spf', name: 'send.shop.example', state: 'found' },
    { purpose: 'return-path', state: 'found' },
    { purpose: 'dmarc', state: 'missing' },
  ]);
  const elsewhere = { 'send.shop.example': { mx: ['mail.other.example'] } };
  expect(await recordFor('return-path', { zone: elsewhere, provider: resend, given })).toMatchObject({
    ...{ state: 'wrong', detail: expect.stringContaining('amazonses.com') },
  });
});

test.each(['SERVFAIL', 'never'] as const)(
  'a server that answers %s: unanswered, which is not “missing”',
  async (fails) => {
    const zone = { 'shop.example': { fails }, '_dmarc.shop.example': { fails }, 'click.shop.example': { fails } };
    const records = await check({ zone, given: OWN_SERVER, trackingUrl: 'https://click.shop.example' });
    expect(records.map(({ state }) => state)).toEqual([
      'unanswered',
      'unclear',
      'unanswered',
      'unanswered',
      'unanswered',
    ]);
  },
);

test('senders that share a domain are checked once, and an international domain is checked by its ASCII name', async () => {
  server.say({ '_dmarc.xn--bcher-kva.example': { txt: ['v=DMARC1; p=none'] } });
  const resolver = createDnsResolver({ servers: [server.address], timeoutMs: 400 });
  const senders = ['A <a@Bücher.example>', 'b@bücher.example'];
  const reports = await checkEmailDns({ providers: [{ provider: smtp, given: OWN_SERVER }], senders }, resolver);
  expect(reports.map(({ domain }) => domain)).toEqual(['xn--bcher-kva.example']);
  expect(reports[0]?.records.find(({ purpose }) => purpose === 'dmarc')).toMatchObject({ state: 'found' });
});

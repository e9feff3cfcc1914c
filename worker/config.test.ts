import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { listWarnings } from './config/production.ts';
import { redact } from './config/redact.ts';
import { TEMPORAL_VARIABLES, Variables } from './config/variables.ts';
import { ConfigError, loadConfig, loadSettings } from './config.ts';

/** Without HOME, as everywhere below: the machine's own profile file of Temporal is not read. */
const SERVERS = { DATABASE_URL: 'postgres://u:hush@db/s', TEMPORAL_ADDRESS: 'temporal:7233' };

const messageOf = (load: () => unknown): string => {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no error';
};

describe('the configuration', () => {
  test('given nothing, then everything has its default', () => {
    expect(loadSettings({})).toMatchObject({
      workspace: 'main',
      dataDir: path.resolve('.sojourn'),
      databaseUrl: undefined,
      temporal: undefined,
      pools: { api: 10, worker: 20 },
      api: { host: '127.0.0.1', port: 3000 },
      worker: { port: 3001, workflowSlots: 200, sdkMetricsPort: 0 },
      providers: [],
      mail: { catcherPort: 1025 },
      allowPrivate: false,
      embedded: { database: false, temporal: false },
    });
  });

  test('given an empty value, then it counts as unset', () => {
    expect(loadSettings({ API_PORT: '', SMTP_URL: '  ', TEMPORAL_ADDRESS: '' })).toEqual(loadSettings({}));
  });

  test('given several errors, then all are reported together, each with name, value and fix', () => {
    const message = messageOf(() =>
      loadSettings({
        API_PORT: '30x0',
        SOJOURN_WORKSPACE: 'My Shop',
        PLAIN_USER_IDS: 'perhaps',
        TEMPORAL_TLS_CLIENT_CERT_PATH: '/no/such/file',
      }),
    );
    expect(message).toContain('API_PORT is "30x0": give a whole number from 0 to 65535, or unset it');
    expect(message).toContain('SOJOURN_WORKSPACE is "My Shop": give at most 31 lowercase letters');
    expect(message).toContain('PLAIN_USER_IDS is "perhaps": give true or false');
    expect(message).toContain('/no/such/file');
  });

  test.each([
    ['API_PORT', '65536'],
    ['API_PORT', '-1'],
    ['API_PORT', '1e3'],
    ['WORKFLOW_SLOTS', '0'],
    ['EMAIL_PER_SECOND', '0'],
    ['EMAIL_PER_SECOND', 'Infinity'],
    ['DATABASE_URL', 'mysql://u@h/d'],
    ['SMTP_URL', 'https://mail.example'],
    ['SMTP_DELIVERY', 'exactly-once'],
    ['WEBHOOK_SECRET', 'whsec_dG9vIHNob3J0'],
    ['LOG_LEVEL', 'loud'],
  ])('given %s=%s, then it is refused', (name, value) => {
    expect(messageOf(() => loadSettings({ [name]: value }))).toContain(`${name} is `);
  });

  test.each([
    { given: { DATABASE_URL: 'postgres://u:100%@db/x' }, says: /^ {2}DATABASE_URL is set, .*percent-encoded/m },
    { given: { SMTP_URL: 'smtp://u:%zz@mail' }, says: /^ {2}SMTP_URL is set, .*percent-encoded/m },
    { given: { PUBLIC_URL: 'https://ana:secret@shop.example' }, says: /^ {2}PUBLIC_URL .*without user and password/m },
    { given: { MAIL_FROM: '@' }, says: /^ {2}MAIL_FROM is "@": give an address/m },
    { given: { MAIL_FROM: 'a@b.example\nBcc: x@y.example' }, says: /^ {2}MAIL_FROM is /m },
    { given: { EMAIL_PER_SECOND: '0.0000000001' }, says: /^ {2}EMAIL_PER_SECOND .*from 0.001 to 1000000/m },
    { given: { SMS_PER_SECOND: '99999999999999999999999' }, says: /^ {2}SMS_PER_SECOND .*from 0.001 to 1000000/m },
  ])('C15 given $given, which fails only later, then it is refused at start by name', ({ given, says }) => {
    expect(() => loadSettings({ ...given })).toThrow(says);
  });

  test('no password of an address is in an error', () => {
    expect(messageOf(() => loadSettings({ PUBLIC_URL: 'https://ana:geheim@shop.example' }))).not.toContain('geheim');
  });

  test('given valid senders and rates, then they are accepted', () => {
    for (const MAIL_FROM of ['Shop <hello@shop.example>', 'hello@shop.example', '"Shop, Inc." <hello@shop.example>'])
      expect(loadSettings({ MAIL_FROM }).mail.from).toBe(MAIL_FROM);
    expect(loadSettings({ EMAIL_PER_SECOND: '0.5' }).perSecond.email).toBe(0.5);
    expect(loadSettings({ DATABASE_URL: 'postgres://u:100%25@db/x' }).databaseUrl).toBe('postgres://u:100%25@db/x');
  });

  test('given a role without a database or Temporal, then it says what is missing, and how to get both', () => {
    const message = messageOf(() => loadConfig({}));
    expect(message).toContain('DATABASE_URL is not set');
    expect(message).toContain('TEMPORAL_ADDRESS is not set');
    expect(message).toContain('sojourn all');
  });

  test('given TEMPORAL_*, then connections use it', () => {
    const env = { ...SERVERS, TEMPORAL_NAMESPACE: 'shop', TEMPORAL_API_KEY: 'hush' };
    expect(loadConfig(env).temporal).toMatchObject({
      connection: { address: 'temporal:7233', apiKey: 'hush', tls: true },
      namespace: 'shop',
    });
  });

  test('given a role that `sojourn all` has started, then it knows whose servers these are', () => {
    expect(loadConfig({ ...SERVERS, SOJOURN_EMBEDDED: 'database' }).embedded).toEqual({
      database: true,
      temporal: false,
    });
  });

  test.each([
    { given: 'no provider of email', env: {}, message: 'or set CATCH_MAIL=true to catch it on purpose' },
    { given: 'the default sender', env: { SMTP_URL: 'smtp://u:p@mail' }, message: 'MAIL_FROM is not set' },
  ])(
    'S8 C46 given production with $given, then roles refuse to start and say the fix; development starts',
    ({ env, message }) => {
      expect(messageOf(() => loadConfig({ ...SERVERS, ...env, NODE_ENV: 'production' }))).toContain(message);
      expect(messageOf(() => loadConfig({ ...SERVERS, ...env }))).toBe('no error');
    },
  );

  test('C46 given production with sample secrets and servers of development, then it starts and warns of each with the fix', () => {
    const env = { CATCH_MAIL: 'true', OUTBOUND_ALLOW_PRIVATE: 'true', NODE_ENV: 'production' };
    const sample = { DATABASE_URL: 'postgres://sojourn:sojourn@db/s', TEMPORAL_ADDRESS: 'temporal:7233' };
    const warned = listWarnings(loadConfig({ ...sample, ...env, SOJOURN_EMBEDDED: 'temporal' })).map(
      (each) => each.split(' ')[0],
    );
    expect(warned).toEqual(['CATCH_MAIL', 'WEBHOOK_SECRET', 'DATABASE_URL', 'OUTBOUND_ALLOW_PRIVATE', 'Temporal']);
    expect(listWarnings(loadConfig({ ...sample, OUTBOUND_ALLOW_PRIVATE: 'true' }))).toEqual([]);
  });

  test('M3 given email without PUBLIC_URL, starting warns that users can’t unsubscribe', () => {
    const env = { ...SERVERS, SMTP_URL: 'smtp://u:p@mail', MAIL_FROM: 'Shop <a@shop.example>', NODE_ENV: 'production' };
    const warned = (more: object) =>
      listWarnings(loadConfig({ ...env, ...more })).some((each) => each.startsWith('PUBLIC_URL'));
    expect([warned({}), warned({ PUBLIC_URL: 'https://journeys.shop.example' })]).toEqual([true, false]);
  });

  test('S5 given several webhook secrets, then all of them sign; one that is malformed is refused', () => {
    const [old, next] = ['a', 'b'].map((letter) => `whsec_${btoa(letter.repeat(32))}`);
    expect(loadSettings({ WEBHOOK_SECRET: `${next}, ${old}` }).webhookSecrets).toEqual([next, old]);
    expect(messageOf(() => loadSettings({ WEBHOOK_SECRET: `${next},whsec_short` }))).toContain('WEBHOOK_SECRET is set');
  });

  test('given the provider of a channel, then its variables must be set, and several are tried in their order', () => {
    expect(messageOf(() => loadSettings({ EMAIL_PROVIDER: 'smtp' }))).toContain(
      'SMTP_URL is not set, which EMAIL_PROVIDER=smtp needs',
    );
    for (const choice of ['sandbox,smtp', 'smtp,smtp', 'pigeon', ''])
      expect(messageOf(() => loadSettings({ EMAIL_PROVIDER: choice, SMTP_URL: 'smtp://mail' }))).toContain(
        choice === '' ? 'no error' : `EMAIL_PROVIDER is "${choice}": give one of smtp`,
      );
    expect(loadSettings({ EMAIL_PROVIDER: 'sandbox', SMTP_URL: 'smtp://mail' }).providers).toEqual([]);
  });

  test('S14 given a secret as a file, then it is read from there; errors name the file’s problem, never its content', () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-secrets-'));
    const file = path.join(directory, 'smtp-url');
    writeFileSync(file, 'smtp://u:hush@mail\n');
    expect(loadSettings({ SMTP_URL_FILE: file }).providers).toMatchObject([
      { provider: { channel: 'email', name: 'smtp' }, given: { SMTP_URL: 'smtp://u:hush@mail' } },
    ]);
    expect(messageOf(() => loadSettings({ SMTP_URL_FILE: file, SMTP_URL: 'smtp://mail' }))).toContain(
      'unset one of them',
    );
    expect(messageOf(() => loadSettings({ SMTP_URL_FILE: `${file}-not` }))).toContain('SMTP_URL_FILE is');
    writeFileSync(file, 'https://u:hush@mail');
    expect(messageOf(() => loadSettings({ SMTP_URL_FILE: file }))).not.toContain('hush');
    rmSync(directory, { recursive: true });
  });

  test('no secret is shown, neither printed nor in an error', () => {
    const secrets = { SMTP_URL: 'smtp://u:hush@mail', WEBHOOK_SECRET: `whsec_${btoa('hush'.repeat(8))}` };
    const shown = JSON.stringify(redact(loadSettings({ ...SERVERS, ...secrets, TEMPORAL_API_KEY: 'hush' })));
    expect(shown).not.toContain('hush');
    expect(shown).not.toContain(btoa('hush'));
    expect(shown).toContain('postgres://u:***@db/s');
    expect(messageOf(() => loadSettings({ DATABASE_URL: 'postgre://u:hush@db' }))).not.toContain('hush');
  });
});

describe('.env.example', () => {
  const text = readFileSync('.env.example', 'utf8');
  const lines = [...text.matchAll(/^#([A-Z][A-Z_]*)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const compose = new Set([
    'POSTGRES_PASSWORD',
    'SOJOURN_DB_PASSWORD',
    'SOJOURN_APP_DB_PASSWORD',
    'TEMPORAL_DB_PASSWORD',
    'SOJOURN_IMAGE',
  ]);

  test('names the variables that we read, and no others', () => {
    const named = lines.map(([name]) => name).filter((name) => !compose.has(name));
    expect(named.toSorted()).toEqual([...Object.keys(Variables.shape), ...TEMPORAL_VARIABLES].toSorted());
  });

  test('shows each default as it is', () => {
    const defaults = Variables.parse({});
    const shown = Variables.parse(Object.fromEntries(lines.filter(([, value]) => value)));
    const known = Object.entries(defaults).filter(([, value]) => value !== undefined);
    expect(shown).toMatchObject(Object.fromEntries(known));
  });

  test('says of each what it is', () => {
    const undescribed = text
      .split('\n')
      .filter((line, at, all) => /^#[A-Z_]+=/.test(line) && !/^#/.test(all[at - 1] ?? ''));
    expect(undescribed).toEqual([]);
  });
});

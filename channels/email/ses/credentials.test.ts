import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { JourneyId, WorkspaceId } from '../../../journey/base/ids.ts';
import {
  CONTAINER_TOKEN,
  type RoleCredentials,
  startAwsRoles,
  WEB_IDENTITY,
} from '../../../test/counterparts/aws-roles.ts';
import { ACCESS_KEY, REGION, SECRET_KEY, startSes } from '../../../test/counterparts/ses.ts';
import { createOutbound, type Outbound } from '../../outbound.ts';
import type { Given } from '../../provider.ts';
import { findCredentialsBy } from './credentials.ts';
import { ses } from './ses.ts';

const HOUR = 3_600_000;
let folder: string;
let aws: Awaited<ReturnType<typeof startAwsRoles>>;
let server: Awaited<ReturnType<typeof startSes>>;
let trusted: Outbound;
let credentials: RoleCredentials;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ses-'));
  aws = await startAwsRoles(() => credentials);
  server = await startSes(() => Date.now());
  trusted = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
});
beforeEach(() => {
  credentials = roleOf('token-1', HOUR);
  aws.fail(200);
  aws.given.length = 0;
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'no-config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(folder, 'no-credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  trusted.close();
  await Promise.all([server.close(), aws.close(), rm(folder, { recursive: true })]);
});

const roleOf = (sessionToken: string, lastsMs: number): RoleCredentials => ({
  ...{ accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY, sessionToken },
  until: new Date(Date.now() + lastsMs),
});
const makeAdapter = (given: Given = {}) =>
  ses.createAdapter(
    { SES_REGION: REGION, SES_API_URL: server.url, ...given },
    { outbound: trusted, trusted, mailFrom: 'hi@shop.example', now: () => Date.now() },
  );
const deliver = (adapter = makeAdapter()) =>
  adapter.deliver({
    ...{ channel: 'email', key: 'i1.mail-1.1', attempt: 1, workspace: WorkspaceId.parse('main') },
    ...{ journey: JourneyId.parse('cart'), to: 'ada@example.com' },
    content: { template: 'x', subject: 'x', text: 'x' },
  });

const PLACES: readonly { readonly place: string; readonly set: () => unknown }[] = [
  {
    place: 'container',
    set: () => {
      vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${aws.url}/container`);
      vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', CONTAINER_TOKEN);
    },
  },
  {
    place: 'instance',
    set: () => {
      vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
      vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', aws.url);
    },
  },
  {
    place: 'web identity',
    set: async () => {
      const file = path.join(folder, 'token');
      await writeFile(file, WEB_IDENTITY);
      vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', file);
      vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/mail');
      vi.stubEnv('AWS_ENDPOINT_URL_STS', aws.url);
    },
  },
];

describe('without keys of its own, SES takes the credentials of a role', () => {
  test.each(PLACES)('from the $place, and asks for them once', async ({ place, set }) => {
    await set();
    const adapter = makeAdapter();
    expect(await Promise.all([deliver(adapter), deliver(adapter)])).toMatchObject([
      { type: 'accepted' },
      { type: 'accepted' },
    ]);
    expect(await deliver(adapter)).toMatchObject({ type: 'accepted' });
    expect(aws.given).toEqual([place]);
  });

  test('from AWS’s own variables', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', ACCESS_KEY);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET_KEY);
    vi.stubEnv('AWS_SESSION_TOKEN', 'token-1');
    expect(await findCredentialsBy({}, REGION)()).toMatchObject({ ok: true, credentials: { sessionToken: 'token-1' } });
    expect(await deliver()).toMatchObject({ type: 'accepted' });
  });

  test('expired ones are replaced', async () => {
    PLACES[0]?.set();
    credentials = roleOf('token-1', -1_000);
    const find = findCredentialsBy({}, REGION);
    await find();
    credentials = roleOf('token-2', HOUR);
    expect(await find()).toMatchObject({ ok: true, credentials: { sessionToken: 'token-2' } });
  });

  test('none are found: misconfigured, with the fix', async () => {
    expect(await deliver()).toMatchObject({
      type: 'misconfigured',
      reason: expect.stringMatching(
        /^found no AWS credentials: give SES_ACCESS_KEY_ID and SES_SECRET_ACCESS_KEY, or a role/,
      ),
    });
  });

  test('STS refuses the role: misconfigured; STS fails: tried again, since nothing was sent', async () => {
    await PLACES[2]?.set();
    await writeFile(path.join(folder, 'token'), 'of someone else');
    const adapter = makeAdapter();
    expect(await deliver(adapter)).toMatchObject({
      type: 'misconfigured',
      reason: expect.stringContaining('InvalidIdentityToken'),
    });
    await writeFile(path.join(folder, 'token'), WEB_IDENTITY);
    aws.fail(503);
    const answer = await deliver(adapter);
    expect(answer).toMatchObject({ type: 'busy' });
    expect(answer).not.toHaveProperty('ambiguous');
    aws.fail(200);
    expect(await deliver(adapter)).toMatchObject({ type: 'accepted' });
  });
});

test('keys of its own come before any role', async () => {
  PLACES[0]?.set();
  expect(
    await deliver(makeAdapter({ SES_ACCESS_KEY_ID: ACCESS_KEY, SES_SECRET_ACCESS_KEY: SECRET_KEY })),
  ).toMatchObject({
    type: 'accepted',
  });
  expect(aws.given).toEqual([]);
});

test.each([{ SES_ACCESS_KEY_ID: ACCESS_KEY }, { SES_SECRET_ACCESS_KEY: SECRET_KEY }, { SES_SESSION_TOKEN: 'token' }])(
  'half a pair of keys is refused at the start: %j',
  (given) => {
    expect(() => makeAdapter(given)).toThrow('give both, or none for the credentials of a role');
  },
);

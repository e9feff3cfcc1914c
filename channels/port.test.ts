import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../journey/base/ids.ts';
import type { Channel } from '../journey/delivery/channel.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { createInbox, listInbox } from '../store/messages/inbox.ts';
import { type FreshDatabase, freshDatabase } from '../test/database.ts';
import { startMailServer } from '../test/mail-server.ts';
import { answer, startWebServer } from '../test/web-server.ts';
import { createEmailAdapter } from './email/adapter.ts';
import { keyIn } from './email/message-id.ts';
import { createOutbound } from './outbound.ts';
import type { Adapter, Content, Inbox, Parcel } from './port.ts';
import { createSandboxAdapter } from './sandbox/adapter.ts';
import { createWebhookAdapter } from './webhook/adapter.ts';

type Mood = 'willing' | 'refusing' | 'busy';

/** An adapter with a real provider on the other end. */
interface Stage {
  readonly adapter: Adapter;
  readonly to: string;
  /** The key of each message as the provider saw it, in order, repeats too. */
  keys(): Promise<readonly string[]>;
  /** Undefined where the provider has no moods. */
  readonly be?: (mood: Mood) => void;
  close(): Promise<void>;
}

let database: FreshDatabase;
let opened: Database;
beforeAll(async () => {
  database = await freshDatabase();
  opened = openDatabase({ url: database.url, max: 2, name: 'port.test' });
});
afterAll(async () => {
  await opened.close();
  await database.drop();
});

const email = async (): Promise<Stage> => {
  const server = await startMailServer();
  const adapter = createEmailAdapter({ url: server.url, from: 'Shop <hi@shop.example>', delivery: 'at-least-once' });
  return {
    adapter,
    to: 'ada@example.com',
    keys: async () => server.mails.map((mail) => keyIn(/^Message-ID: (.*)$/im.exec(mail)?.[1] ?? '')),
    be: (mood) => server.say({ willing: undefined, refusing: 550, busy: 451 }[mood]),
    async close() {
      await adapter.close?.();
      await server.close();
    },
  };
};

const webhook = async (): Promise<Stage> => {
  const server = await startWebServer();
  const adapter = createWebhookAdapter({
    outbound: createOutbound({ allowPrivate: true }),
    secrets: ['whsec_c2VjcmV0'],
  });
  return {
    adapter,
    to: server.url,
    keys: async () => server.requests.map(({ headers }) => String(headers['webhook-id'])),
    be: (mood) => server.say(answer({ willing: 200, refusing: 422, busy: 503 }[mood])),
    async close() {
      await adapter.close?.();
      await server.close();
    },
  };
};

const sandbox = (channel: Adapter['channel']) => async (): Promise<Stage> => {
  const workspace = WorkspaceId.parse(`w-${channel.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`);
  const inbox: Inbox = createInbox(opened.sql);
  const adapter = createSandboxAdapter({
    channel,
    inbox: { catch: (caught) => inbox.catch({ ...caught, workspace }) },
  });
  return {
    adapter,
    to: '+31612345678',
    async keys() {
      const { messages } = await listInbox(opened.sql, { workspace, limit: 100 });
      return messages.toReversed().flatMap(({ key, copies }) => Array<string>(copies).fill(key));
    },
    close: async () => {},
  };
};

const STAGES = [
  { channel: 'email', provider: 'smtp', start: email },
  { channel: 'webhook', provider: 'http', start: webhook },
  ...(['sms', 'push', 'webPush', 'inApp', 'whatsapp'] as const).map((channel) => ({
    channel,
    provider: 'sandbox',
    start: sandbox(channel),
  })),
];

let stage: Stage;
const deliver = (key: string) => stage.adapter.deliver(parcel(stage, key));

describe.each(STAGES)('every adapter keeps the promises of the port: $channel by $provider', (staged) => {
  beforeEach(async () => {
    stage = await staged.start();
  });
  afterEach(() => stage.close());

  test('it says which channel and which provider it is', () => {
    expect(stage.adapter).toMatchObject({ channel: staged.channel, provider: staged.provider });
  });

  test('an accepted message has arrived, under its key', async () => {
    const answer = await deliver('i1.mail-1.1');
    expect(answer).toMatchObject({ type: 'accepted', providerId: expect.stringContaining('i1.mail-1.1') });
    expect(await stage.keys()).toEqual(['i1.mail-1.1']);
  });

  test('a repeat carries the same key, so that the provider can tell (design.md §7.11)', async () => {
    for (const key of ['i1.mail-1.1', 'i1.mail-1.1', 'i1.mail-1.2']) await deliver(key);
    expect(await stage.keys()).toEqual(['i1.mail-1.1', 'i1.mail-1.1', 'i1.mail-1.2']);
  });
});

describe.each(STAGES.slice(0, 2))('providers that can refuse: $channel by $provider', (staged) => {
  beforeEach(async () => {
    stage = await staged.start();
  });
  afterEach(() => stage.close());

  test('a permanent refusal is rejected, with the reason', async () => {
    stage.be?.('refusing');
    const answer = await deliver('k');
    expect(answer).toMatchObject({ type: 'rejected', reason: expect.any(String), status: expect.any(Number) });
  });

  test('a temporary refusal is busy, and goes later under the same key', async () => {
    stage.be?.('busy');
    expect(await deliver('k')).toMatchObject({ type: 'busy', reason: expect.any(String) });
    stage.be?.('willing');
    expect(await deliver('k')).toMatchObject({ type: 'accepted' });
    expect(new Set(await stage.keys())).toEqual(new Set(['k']));
  });
});

const parcel = ({ adapter, to }: Stage, key: string) =>
  ({
    channel: adapter.channel,
    key,
    attempt: 1,
    to,
    workspace: 'main',
    journey: 'abandoned-cart',
    content: CONTENT[adapter.channel],
  }) as Parcel; // each channel with its own content

const MESSAGE = { template: 'reminder', subject: 'Your cart', text: 'is waiting' };
const WEBHOOK = { template: 'reminder', url: 'https://shop.example', method: 'POST', headers: {}, data: {} } as const;
const ACTIVITY = { template: 'reminder', activity: 'remind', data: {} };
const CONTENT: { readonly [On in Channel]: Content<On> } = {
  ...{ email: MESSAGE, sms: MESSAGE, push: MESSAGE, webPush: MESSAGE, inApp: MESSAGE, whatsapp: MESSAGE },
  ...{ webhook: WEBHOOK, activity: ACTIVITY },
};

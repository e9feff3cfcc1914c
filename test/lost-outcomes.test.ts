import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAsks } from '../channels/ask.ts';
import { createCallbackReaders } from '../channels/callbacks.ts';
import { createOutbound } from '../channels/outbound.ts';
import type { Parcel } from '../channels/port.ts';
import { type ChosenProvider, PROVIDERS } from '../channels/providers.ts';
import { createCallbackWork } from '../store/callbacks/apply.ts';
import { ASK_AFTER_MS, ASKED_PROVIDERS, claimToAsk } from '../store/messages/to-ask.ts';
import { createStore } from '../store/person.ts';
import { createAskOutcomes } from '../worker/jobs/ask-outcomes.ts';
import { startApi, type TestApi } from './api.ts';
import { createCallBack } from './counterparts/call-back.ts';
import { type Counterparts, startCounterparts } from './counterparts/lineup.ts';
import { pass } from './pass.ts';

/** Providers whose callbacks get lost, and that know each message's outcome. */
const PUBLIC_URL = 'https://journeys.shop.example';
const [AN_HOUR, A_DAY] = ASK_AFTER_MS;
const trusted = createOutbound({ allowPrivate: true, timeoutMs: 2_000 });

let city: Counterparts;
let chosen: readonly ChosenProvider[];
let api: TestApi;
beforeAll(async () => {
  city = await startCounterparts();
  chosen = city.choose({ sms: 'twilio', email: 'resend' });
});
beforeEach(async () => {
  const findCallbacks = createCallbackReaders(chosen, { trusted, publicUrl: PUBLIC_URL });
  api = await startApi({ findCallbacks, publicUrl: PUBLIC_URL });
});
afterEach(async () => {
  city.twilio.behave();
  await api.close();
});
afterAll(async () => {
  trusted.close();
  await city.close();
});

let made = 0;
/** Sends a message with the provider's real adapter at a past time, and drops its answer if `outcome` is `unknown`. */
async function send(channel: 'sms' | 'email', { agoMs = AN_HOUR + 1, outcome = 'sent' } = {}) {
  made += 1;
  const user = `u${made}`;
  const to = channel === 'sms' ? `+3161234${String(1_000 + made)}` : `${user}@example.com`;
  const key = `i${made}.hello.1`;
  const found = chosen.find(({ provider }) => provider.channel === channel);
  const means = { outbound: trusted, trusted, mailFrom: 'Shop <hi@shop.example>', now: Date.now };
  const adapter = found?.provider.createAdapter(found.given, {
    ...means,
    callbackUrl: `${PUBLIC_URL}/v1/callbacks/sms/twilio`,
  });
  const content = { template: 'hello', subject: 'Hi', text: 'Hi' };
  const common = { key, workspace: 'main', journey: 'welcome', attempt: 1 };
  const sent = await adapter?.deliver({ ...common, channel, to, content } as Parcel, async () => {});
  if (sent?.type !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(sent)}`);
  const traits = channel === 'sms' ? { phone: to } : { email: to };
  await api.as().post('/v1/identify').send({ userId: user, traits }).expect(200);
  const at = Date.now() - agoMs;
  await api.database.sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
                          template, claimed_at, settled_at, provider_id, provider, address_hash)
    select 'main', ${key}, ${`i${made}`}, id, 'welcome', 1, 'hello', 1, ${channel}, 'settled', ${outcome}, 'hello', ${at},
           ${at}, ${sent.providerId}, ${found?.provider.name ?? ''}, address_hash('main', ${to.replace('+', '')})
      from persons where user_id = ${user}`;
  return { key, to, user, providerId: sent.providerId };
}

const warnings: object[] = [];
const ask = createAskJob();
function createAskJob() {
  return async () =>
    createAskOutcomes({
      ...{ sql: api.database.sql, asks: createAsks(chosen, { trusted }), ring: () => {} },
      log: { warn: (about) => warnings.push(about) },
    })();
}
const applyAll = async () => {
  const work = createCallbackWork({
    ...{ database: api.database, store: createStore(api.database), ring: () => {} },
    log: { error: (about) => expect.fail(JSON.stringify(about)) },
  });
  while ((await pass(work)) > 0);
};
const askAndApply = async () => {
  await ask();
  await applyAll();
};
const age = (key: string, byMs: number) =>
  api.database.sql`update messages set settled_at = settled_at - ${byMs}::bigint where key = ${key}`;
const read = async (key: string) => {
  const [row] = await api.database.sql`
    select outcome, asked, delivered_at is not null as delivered, bounced_at is not null as bounced,
           failed_at is not null as failed, viewed_at is not null as viewed from messages where key = ${key}`;
  return row;
};
const timesAsked = (providerId: string) =>
  [...city.twilio.asked, ...city.resend.asked].filter((each) => each === providerId).length;
const suppressed = async (address: string) =>
  (await api.as().get('/v1/suppressions').query({ address })).body.suppressions;

describe('a provider is asked about a message whose callbacks were lost', () => {
  test('delivered by Twilio and by Resend', async () => {
    const [sms, email] = [await send('sms'), await send('email')];
    city.twilio.become(sms.to, 'delivered');
    city.resend.become(email.to, 'opened');
    await askAndApply();
    expect(await read(sms.key)).toMatchObject({ outcome: 'sent', delivered: true });
    expect(await read(email.key)).toMatchObject({ outcome: 'sent', viewed: true });
  });

  test('a dead number is suppressed, as by the callback', async () => {
    const { key, to } = await send('sms');
    city.twilio.become(to, 'undelivered', 30_005);
    await askAndApply();
    expect(await read(key)).toMatchObject({ bounced: true });
    expect(await suppressed(to)).toMatchObject([{ channel: 'sms', reason: 'hard-bounce' }]);
  });

  test('one that was unknown is sent', async () => {
    const { key, to } = await send('sms', { outcome: 'unknown' });
    city.twilio.become(to, 'sent');
    await askAndApply();
    expect(await read(key)).toMatchObject({ outcome: 'sent', delivered: false });
  });

  test('after an hour and after a day, once each', async () => {
    const { key, providerId } = await send('sms', { agoMs: AN_HOUR - 60_000 });
    await askAndApply();
    expect(timesAsked(providerId)).toBe(0);
    await age(key, 60_001);
    await Promise.all([ask(), ask(), ask()]); // several workers
    expect(timesAsked(providerId)).toBe(1);
    await askAndApply();
    expect(timesAsked(providerId)).toBe(1);
    await age(key, A_DAY);
    await askAndApply();
    await age(key, A_DAY);
    await askAndApply();
    expect(timesAsked(providerId)).toBe(2);
    expect(await read(key)).toMatchObject({ outcome: 'sent', asked: 2, delivered: false });
  });

  test('never about a message with a final report, and a late callback counts once', async () => {
    const [known, late] = [await send('sms'), await send('sms')];
    await api.database.sql`update messages set delivered_at = 1 where key = ${known.key}`;
    city.twilio.become(late.to, 'delivered');
    await askAndApply();
    const url = `${PUBLIC_URL}/v1/callbacks/sms/twilio?key=${late.key}`;
    const fields = { MessageSid: late.providerId, MessageStatus: 'delivered', To: late.to };
    await createCallBack(api.app, PUBLIC_URL).twilio(url, fields);
    await applyAll();
    expect(timesAsked(known.providerId)).toBe(0);
    const events = await api.database.sql`select from events where name = '$message.delivered'`;
    expect(events).toHaveLength(1);
  });

  /** Calls back about an email, with a time before the answer. */
  const resend = (type: string, { key, to, providerId }: Awaited<ReturnType<typeof send>>, more: object = {}) =>
    createCallBack(api.app, PUBLIC_URL).resend(type, key, { email_id: providerId, to: [to], ...more });
  const eventsOf = async (key: string) => {
    await applyAll();
    const rows = await api.database.sql<{ name: string }>`
      select name from events where properties ->> 'key' = ${key} order by position`;
    return rows.map(({ name }) => name.replace('$message.', ''));
  };

  test.each(['delivered', 'opened', 'complained'] as const)(
    'an email that is %s, as Resend answers and its late callback repeats, is one event',
    async (event) => {
      const sent = await send('email');
      city.resend.become(sent.to, event);
      await askAndApply();
      await resend(event, sent);
      const kind = event === 'opened' ? 'viewed' : event;
      expect(await eventsOf(sent.key)).toEqual([kind]);
      const other = event === 'delivered' ? 'opened' : 'delivered';
      await resend(other, sent);
      expect(await eventsOf(sent.key)).toEqual([kind, other === 'opened' ? 'viewed' : other]);
    },
  );

  test('a callback that comes before the answer is applied is one event, too', async () => {
    const sent = await send('email');
    city.resend.become(sent.to, 'delivered');
    await ask();
    await resend('delivered', sent);
    expect(await eventsOf(sent.key)).toEqual(['delivered']);
  });

  test('a bounce whose callback says that it is permanent suppresses the address, and is one event', async () => {
    const sent = await send('email');
    city.resend.become(sent.to, 'bounced');
    await askAndApply();
    expect(await suppressed(sent.to)).toEqual([]);
    await resend('bounced', sent, { bounce: { type: 'Permanent', subType: 'General', message: 'no such user' } });
    expect(await eventsOf(sent.key)).toEqual(['bounced']);
    expect(await suppressed(sent.to)).toMatchObject([{ channel: 'email', reason: 'hard-bounce' }]);
  });

  test('a click that names its link is another event than the answer, which names none', async () => {
    const sent = await send('email');
    city.resend.become(sent.to, 'clicked');
    await askAndApply();
    await resend('clicked', sent, { click: { link: 'https://shop.example/' } });
    expect(await eventsOf(sent.key)).toEqual(['clicked', 'clicked']);
  });

  test('a provider that is busy is asked again in the next round', async () => {
    const { key, to, providerId } = await send('sms');
    city.twilio.become(to, 'delivered');
    city.twilio.misbehave('429');
    await askAndApply();
    expect(await read(key)).toMatchObject({ asked: 0, delivered: false });
    expect(warnings.at(-1)).toMatchObject({ provider: 'twilio' });
    city.twilio.behave();
    await askAndApply();
    expect(await read(key)).toMatchObject({ asked: 1, delivered: true });
    expect(timesAsked(providerId)).toBe(2);
  });

  test('a message that the provider no longer knows doesn’t change', async () => {
    const { key } = await send('sms');
    await api.database.sql`update messages set provider_id = ${`SM${'a'.repeat(32)}`} where key = ${key}`;
    await askAndApply();
    expect(await read(key)).toMatchObject({ outcome: 'sent', asked: 1 });
  });

  test('reads none of the messages whose time hasn’t come, however many', async () => {
    const { key } = await send('sms', { agoMs: 60_000 });
    await api.database.sql`
      insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
                            claimed_at, settled_at, provider_id, provider)
      select workspace, 'recent.' || nr, instance, person, journey, version, node, nr, channel, state, outcome,
             claimed_at, settled_at, 'SM' || nr, provider
        from messages, generate_series(1, 500) as nr where key = ${key}`;
    const [looked] = await api.database.transaction(async (sql) => {
      await sql`set local track_functions = 'pl'`;
      expect(await claimToAsk(sql, { channel: 'sms', provider: 'twilio', atMost: 30 })).toEqual([]);
      return sql<{ calls: number }>`
        select coalesce(max(calls), 0) as calls from pg_stat_xact_user_functions where funcname = 'clock'`;
    });
    expect(looked?.calls).toBeLessThan(10);
  });

  test('one whose ID the provider can’t read keeps nobody from asking about the others', async () => {
    const [unreadable, { key, to }] = [await send('email', { agoMs: AN_HOUR + 60_000 }), await send('email')];
    await api.database.sql`update messages set provider_id = 'an-older-id' where key = ${unreadable.key}`;
    city.resend.become(to, 'delivered');
    await askAndApply();
    expect(await read(unreadable.key)).toMatchObject({ outcome: 'sent', asked: 1 });
    expect(await read(key)).toMatchObject({ delivered: true });
  });
});

test('the index covers the messages of every provider that can be asked', () => {
  const askable = PROVIDERS.filter(({ createAsk }) => createAsk).map(({ name }) => name);
  expect(askable.toSorted()).toEqual(ASKED_PROVIDERS.toSorted());
});

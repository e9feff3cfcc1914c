import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callbackUrls, createCallbackReaders } from '../channels/callbacks.ts';
import { closeAdapters, createAdapters } from '../channels/index.ts';
import { createOutbound } from '../channels/outbound.ts';
import type { ChosenProvider } from '../channels/providers.ts';
import { trackingOf } from '../channels/tracking/track.ts';
import type { JsonObject } from '../journey/base/json.ts';
import type { MessageChannel } from '../journey/delivery/channel.ts';
import { inWords } from '../journey/world/offset.ts';
import type { Pass } from '../journey/world/world.ts';
import { createFeed } from '../store/messages/feed.ts';
import { createInbox } from '../store/messages/inbox.ts';
import type { ServerWorld } from '../testkit/server/server.ts';
import { startApi, type TestApi } from './api.ts';
import { CART, cartElsewhere, HEARD, heardOn, LOYALTY, LOYALTY_ELSEWHERE, SEGMENTS } from './channel-journeys.ts';
import { createCallBack } from './counterparts/call-back.ts';
import { type Got, readGot } from './counterparts/got.ts';
import { type Counterparts, SECRETS, startCounterparts } from './counterparts/lineup.ts';
import { HOUR, type House, later, MINUTE, openHouse, soon, T0 } from './house.ts';
import { answer } from './web-server.ts';

/**
 * Acceptance journeys A and C over the real adapter of every channel, each against the counterpart of its provider, on
 * real Temporal and Postgres in virtual time. Then the providers call back.
 */
const PUBLIC_URL = 'https://journeys.shop.example';
const CHANNELS = Object.keys(HEARD) as readonly MessageChannel[];

const LINEUPS = [
  { email: 'smtp', sms: 'twilio', push: 'fcm' },
  { email: 'resend', sms: 'vonage', push: 'apns' },
] as const;

const CART_USERS = ['silent', 'early', 'sharp', 'late', 'between', 'tie', 'tokenless', 'lost'] as const;
const LOYALTY_USERS = ['opened', 'never', 'withdrew', 'soon', 'night', 'night-opened', 'night-withdrew'] as const;
const HEARD_USERS = ['erin', 'rob'] as const;
const USERS = [...CART_USERS, ...LOYALTY_USERS, ...HEARD_USERS];
const phoneOf = (user: string) => `+3161000${String(1_000 + USERS.indexOf(user as (typeof USERS)[number]))}`;
const emailOf = (user: string) => `${user}@example.com`;

describe.each(LINEUPS)('acceptance journeys by $email, $sms and $push', (lineup) => {
  let city: Counterparts;
  let house: House;
  let api: TestApi;
  let world: ServerWorld;
  let passes: readonly Pass[];
  let adapters: ReturnType<typeof createAdapters>;
  const subscriptions = new Map<string, string>();
  const trusted = createOutbound({ allowPrivate: true });

  beforeAll(async () => {
    city = await startCounterparts();
    city.shop.say(answer(200, '{"id":"crm-1"}', { 'content-type': 'application/json' }));
    house = await openHouse();
    const providers = city.choose({ ...lineup, webPush: 'vapid', inApp: 'feed', whatsapp: 'whatsapp-cloud' });
    await open(providers);
    await world.begin(
      [CART, LOYALTY, cartElsewhere(`${city.shop.url}/crm`), LOYALTY_ELSEWHERE, ...CHANNELS.map(heardOn)],
      T0,
      SEGMENTS,
    );
    const findCallbacks = createCallbackReaders(providers, { trusted, publicUrl: PUBLIC_URL });
    const tracking = tracks();
    api = await startApi({
      ...{ url: house.url, workspace: world.workspace, findCallbacks, publicUrl: PUBLIC_URL },
      linkTokens: tracking?.tokens,
    });
    await playAll();
    await callBack();
    passes = await world.passes();
  }, 240_000);
  afterAll(async () => {
    await api?.close();
    await house?.close();
    await closeAdapters(adapters);
    trusted.close();
    await city?.close();
  });

  const tracks = () => trackingOf({ publicUrl: PUBLIC_URL, linkSecrets: ['a secret'] });

  async function open(providers: readonly ChosenProvider[]) {
    adapters = createAdapters({
      inbox: createInbox(house.database.sql),
      feed: createFeed(house.database),
      ...{ providers, mailFrom: 'Shop <hi@shop.example>', callbackUrl: callbackUrls(PUBLIC_URL) },
      webhook: { secrets: [SECRETS.webhook], allowPrivate: true },
    });
    const server = await house.start({ adapters, publicUrl: PUBLIC_URL, tracking: tracks() });
    world = server.world(`acceptance-${randomUUID().slice(0, 8)}`);
  }

  function traitsOf(user: string): JsonObject {
    const nr = USERS.indexOf(user as (typeof USERS)[number]);
    const subscription = city.browsers.subscribe(city.vapidKey);
    subscriptions.set(user, subscription);
    const hasDevice = user !== 'tokenless';
    return {
      ...{ firstName: user, email: emailOf(user), phone: phoneOf(user), timezone: 'Europe/Amsterdam' },
      ...(hasDevice && {
        pushToken: lineup.push === 'apns' ? (nr + 1).toString(16).padStart(64, '0') : `token-${user}`,
        webPushSubscription: JSON.parse(subscription) as JsonObject,
      }),
      consent: { sms: true, whatsapp: true },
    };
  }

  /** Plays every user's story on one clock. */
  async function playAll() {
    const sms = lineup.sms === 'twilio' ? city.twilio : city.vonage;
    const at = async (ms: number, ...told: readonly [user: string, event: string | JsonObject][]) => {
      await world.runUntil(later(ms));
      if (told.length === 0) return;
      await world.tell(
        told.map(([user, what]) =>
          typeof what === 'string' ? { user, event: what, properties: PROPERTIES } : { user, traits: what },
        ),
      );
    };
    const { tell } = world;
    await tell(USERS.map((user) => ({ user, traits: traitsOf(user) })));
    await tell(CART_USERS.slice(0, -1).map((user) => ({ user, event: 'Added to Cart', properties: PROPERTIES })));
    await tell(LOYALTY_USERS.slice(0, 4).map((user) => ({ user, event: 'Loyalty Joined' })));
    await tell([{ user: 'soon', event: 'App Opened' }]);
    await at(2 * MINUTE - 1_000, ['early', 'Charged']);
    await at(2 * MINUTE, ['sharp', 'Charged']);
    await at(2 * MINUTE + 1, ['late', 'Charged']);
    await at(10 * MINUTE, ['lost', 'Added to Cart']);
    await at(2 * HOUR + 2 * MINUTE, ['tie', 'Charged']);
    await at(2 * HOUR + 11 * MINUTE);
    for (const provider of [sms, city.whatsapp]) provider.misbehave('accepts and cuts the connection');
    await at(2 * HOUR + 13 * MINUTE);
    for (const provider of [sms, city.whatsapp]) provider.behave();
    await at(3 * HOUR, ['between', 'Charged'], ['opened', 'App Opened']);
    await at(
      16 * HOUR,
      ['night', 'Loyalty Joined'],
      ['night-opened', 'Loyalty Joined'],
      ['night-withdrew', 'Loyalty Joined'],
    );
    const withdrawn = { consent: { sms: false, whatsapp: false } };
    await at(23 * HOUR, ['withdrew', withdrawn]);
    await at(46 * HOUR, ['night-opened', 'App Opened'], ['night-withdrew', withdrawn]);
    await at(
      60 * HOUR,
      ...HEARD_USERS.flatMap((user) => CHANNELS.map((on): [string, string] => [user, `Asked by ${on}`])),
    );
  }
  const PROPERTIES = { cartId: 'c1', product: 'desk lamp', price: 49, url: 'https://shop.example/cart/c1' };

  const messageOf = async (user: string, journey: string, channel: MessageChannel) => {
    const [found] = await house.database.sql<{ key: string; outcome: string; confirmed: boolean }>`
      select m.key, m.outcome, m.confirmed_at is not null as confirmed from messages m
        join instances i on (i.workspace, i.id) = (m.workspace, m.instance)
       where m.workspace = ${world.workspace} and i.user_id = ${user} and m.journey = ${journey}
         and m.channel = ${channel}`;
    if (!found) throw new Error(`${user} has no message by ${channel} in ${journey}`);
    return found;
  };

  const calls = () => createCallBack(api.app, PUBLIC_URL);

  /** Calls back as each provider's documentation says, for the messages to `erin`, and replies as `rob`. */
  async function callBack() {
    for (const channel of CHANNELS) {
      const { key } = await messageOf('erin', heardOn(channel).id, channel);
      await REPORTS[channel](key, 'erin');
    }
    const unsettled = await messageOf('lost', CART.id, 'sms');
    await REPORTS.sms(unsettled.key, 'lost');
    await REPORTS.whatsapp((await messageOf('lost', `${CART.id}-elsewhere`, 'whatsapp')).key, 'lost');
    await bounce('silent');
    await reply('rob');
    await soon(async () => {
      const open = (await world.passes()).filter(({ journey, exit }) => journey.startsWith('heard-') && !exit);
      expect(open.map(({ user, journey }) => `${user} ${journey}`).filter((each) => !each.startsWith('rob'))).toEqual(
        [],
      );
      expect(open.filter(({ journey }) => /sms|whatsapp/.test(journey))).toEqual([]);
      expect((await messageOf('lost', CART.id, 'sms')).outcome).toBe('sent');
      expect(await suppressed()).toContain(emailOf('silent'));
    });
  }

  const suppressed = async (): Promise<readonly string[]> => {
    const { body } = await api.as().get('/v1/suppressions');
    return (body.suppressions as { address: string }[]).map(({ address }) => address);
  };

  const REPORTS: Readonly<Record<MessageChannel, (key: string, user: string) => Promise<unknown>>> = {
    email: (key, user) =>
      lineup.email === 'resend'
        ? calls().resend('clicked', key, { to: [emailOf(user)], click: CLICK })
        : clickInMail(user),
    sms: (key, user) =>
      lineup.sms === 'twilio'
        ? calls().twilio(city.twilio.sent.findLast(({ To }) => To === phoneOf(user))?.StatusCallback ?? '', {
            ...{ MessageSid: `SM${user}`, MessageStatus: 'delivered', To: phoneOf(user), From: 'Shop' },
          })
        : calls().vonage({ status: 'delivered', to: phoneOf(user).slice(1), client_ref: key }),
    push: (key) => reportByApp(key, 'viewed'),
    webPush: (key) => reportByApp(key, 'clicked'),
    inApp: (_key, user) => clickInFeed(user),
    whatsapp: (key, user) =>
      calls().whatsapp({
        statuses: [
          {
            ...{ id: `wamid.${user}`, status: 'read', timestamp: '1772359200', recipient_id: phoneOf(user).slice(1) },
            biz_opaque_callback_data: key,
          },
        ],
      }),
  };
  const CLICK = { link: 'https://shop.example/sale' };

  const reportByApp = (key: string, type: string) =>
    api
      .as()
      .post(`/v1/messages/${encodeURIComponent(key)}/events`)
      .send({ type })
      .expect(200);

  const mailTo = (user: string) => city.mail.mails.findLast((each) => each.includes(`To: ${emailOf(user)}`)) ?? '';

  async function clickInMail(user: string) {
    const html = mailTo(user).replaceAll(/=\r?\n/g, '');
    const link = /https:\/\/journeys\.shop\.example(\/t\/c\/[\w.-]+)/.exec(html)?.[1] ?? '';
    const agent = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
    await supertest(api.app).get(link).set('User-Agent', agent).expect(302).expect('Location', CLICK.link);
  }

  async function clickInFeed(user: string) {
    const { body } = await api.as().post(`/v1/users/${user}/token`).send({}).expect(200);
    const own = supertest.agent(api.app).set('Authorization', `Bearer ${body.token}`);
    const { body: feed } = await own.get('/v1/feed').expect(200);
    await own.post(`/v1/feed/${feed.items[0].id}/click`).expect(200);
  }

  /** Reports that the mailbox of the last reminder doesn't exist. */
  async function bounce(user: string) {
    const { key } = await messageOf(user, CART.id, 'email');
    const why = { type: 'Permanent', subType: 'General', message: 'gone' };
    if (lineup.email === 'resend') return calls().resend('bounced', key, { to: [emailOf(user)], bounce: why });
    const messageId = /^Message-ID: (.*)$/im.exec(mailTo(user))?.[1] ?? '';
    return calls().mailServer({ to: emailOf(user), messageId });
  }

  async function reply(user: string) {
    const text = 'Fine, thanks';
    const from = phoneOf(user);
    if (lineup.sms === 'vonage') await calls().vonage({ channel: 'sms', from: from.slice(1), to: '123', text });
    else
      await calls().twilio(`${PUBLIC_URL}/v1/callbacks/sms/twilio`, {
        ...{ MessageSid: 'SM2', SmsStatus: 'received', From: from, To: '123', Body: text },
      });
    const message = {
      from: from.slice(1),
      id: 'wamid.reply',
      timestamp: '1772359200',
      type: 'text',
      text: { body: text },
    };
    await calls().whatsapp({ messages: [message] });
  }

  /** Returns the messages that each channel's provider received for a user. */
  const got = (channel: MessageChannel, user: string): readonly Got[] =>
    readGot(city, { ...lineup, channel }).filter(({ to }) => to === READ_TO[channel](user));
  const READ_TO: Readonly<Record<MessageChannel, (user: string) => string>> = {
    email: emailOf,
    sms: (user) => (lineup.sms === 'twilio' ? phoneOf(user) : phoneOf(user).slice(1)),
    push: (user) =>
      String(
        lineup.push === 'fcm' ? `token-${user}` : (USERS.indexOf(user as never) + 1).toString(16).padStart(64, '0'),
      ),
    webPush: (user) =>
      new URL((JSON.parse(subscriptions.get(user) ?? '') as { endpoint: string }).endpoint).pathname.slice(
        '/push/'.length,
      ),
    whatsapp: (user) => phoneOf(user).slice(1),
    inApp: (user) => user,
  };
  const of = (user: string, journey: string) => passes.filter((pass) => pass.user === user && pass.journey === journey);
  const exitOf = (user: string, journey: string) => of(user, journey)[0]?.exit;
  const traceOf = (user: string, journey: string) =>
    of(user, journey).flatMap(({ trace }) => trace.map((line) => inWords(line, T0)));
  const wordsTo = (user: string, channel: MessageChannel) => got(channel, user).map(({ words }) => words);
  const BOUGHT = { reason: 'goal', goal: 'purchase' };
  const OPENED = { reason: 'goal', goal: 'activated' };

  test('A1 silence: push, SMS and email reach their providers with the right words, two hours apart', () => {
    expect(wordsTo('silent', 'push')).toEqual(['Your desk lamp is waiting']);
    expect(wordsTo('silent', 'sms')).toEqual([
      '10 % off desk lamp: 44.1 instead of 49 euros. https://shop.example/cart/c1',
    ]);
    expect(wordsTo('silent', 'email')).toEqual(['silent, your desk lamp is still there']);
    expect(traceOf('silent', CART.id).filter((line) => line.endsWith('→ sent: sent'))).toEqual([
      '+2m push → sent: sent',
      '+2h2m sms → sent: sent',
      '+4h2m email → sent: sent',
    ]);
    expect(exitOf('silent', CART.id)).toEqual({ reason: 'completed' });
  });

  test('A1 silence: web push, WhatsApp, in-app message and webhook arrive, and the webhook’s answer is in the context', () => {
    const journey = `${CART.id}-elsewhere`;
    expect(wordsTo('silent', 'webPush')).toEqual(['silent, have a look']);
    expect(wordsTo('silent', 'whatsapp')).toEqual(['silent desk lamp']);
    expect(traceOf('silent', journey)).toContain('+4h2m email → sent: sent');
    expect(city.shop.requests.map(({ body }) => JSON.parse(body))).toContainEqual({ user: 'silent' });
    expect(of('silent', journey)[0]?.context).toMatchObject({ crm: { id: 'crm-1' } });
  });

  test.each([
    { user: 'early', at: 'a second before the two minutes are over' },
    { user: 'sharp', at: 'as the two minutes are over' },
  ])('A2 charged $at: the user doesn’t enter', ({ user }) => {
    expect(passes.filter((pass) => pass.user === user)).toEqual([]);
    expect(CHANNELS.flatMap((channel) => got(channel, user))).toEqual([]);
  });

  test('A2 charged a millisecond later: entered, only the first message goes, and the exit is the goal', () => {
    expect(exitOf('late', CART.id)).toEqual(BOUGHT);
    expect(got('push', 'late')).toHaveLength(1);
    expect([...got('sms', 'late'), ...got('email', 'late')]).toEqual([]);
  });

  test('A3 charged between SMS and email: no email', () => {
    expect(exitOf('between', CART.id)).toEqual(BOUGHT);
    expect(
      [got('push', 'between'), got('sms', 'between'), got('email', 'between')].map(({ length }) => length),
    ).toEqual([1, 1, 0]);
    expect(exitOf('between', `${CART.id}-elsewhere`)).toEqual(BOUGHT);
    expect([got('webPush', 'between'), got('whatsapp', 'between')].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('A4 charged in the same millisecond as the SMS’s timer: no SMS', () => {
    for (const journey of [CART.id, `${CART.id}-elsewhere`])
      expect(traceOf('tie', journey).at(-1)).toBe('+2h2m two-hours exit: goal-before-send');
    expect([...got('sms', 'tie'), ...got('whatsapp', 'tie')]).toEqual([]);
  });

  test.each([
    { channel: 'sms', journey: CART.id },
    { channel: 'whatsapp', journey: `${CART.id}-elsewhere` },
  ] as const)(
    'A5 the answer about the $channel message is lost: it went once, and is sent once its provider reports',
    async ({ channel, journey }) => {
      expect(got(channel, 'lost')).toHaveLength(1);
      expect(traceOf('lost', journey)).toContain('+2h12m sms → failed: send-unknown');
      expect(await messageOf('lost', journey, channel)).toMatchObject({ outcome: 'sent', confirmed: true });
      expect(exitOf('lost', journey)).toEqual({ reason: 'completed' });
    },
  );

  test('A6 no device: unreachable, and the next message goes at its usual time', () => {
    for (const journey of [CART.id, `${CART.id}-elsewhere`]) {
      expect(traceOf('tokenless', journey)).toContain('+2m push → unreachable: no-address');
      expect(traceOf('tokenless', journey)).toContain('+2h2m sms → sent: sent');
    }
    expect([...got('push', 'tokenless'), ...got('webPush', 'tokenless')]).toEqual([]);
    expect([got('sms', 'tokenless'), got('whatsapp', 'tokenless')].map(({ length }) => length)).toEqual([1, 1]);
  });

  test('C1 opened after three hours: one email, and the goal', () => {
    expect(exitOf('opened', LOYALTY.id)).toEqual(OPENED);
    expect(wordsTo('opened', 'email')).toEqual(['Welcome, opened']);
    expect(got('sms', 'opened')).toEqual([]);
  });

  test('C2 never opened, a number and consent: an SMS after 24 hours', () => {
    expect(traceOf('never', LOYALTY.id)).toContain('+1d nudge → sent: sent');
    expect(wordsTo('never', 'sms')).toEqual(['Your first points wait in the app.']);
    expect(wordsTo('never', 'whatsapp')).toEqual(['never points']);
    expect(exitOf('never', LOYALTY.id)).toEqual({ reason: 'completed' });
  });

  test('C3 consent withdrawn an hour before: an email instead', () => {
    expect(wordsTo('withdrew', 'email')).toEqual(['Welcome, withdrew', 'Your points wait']);
    expect([...got('sms', 'withdrew'), ...got('whatsapp', 'withdrew')]).toEqual([]);
    expect(traceOf('withdrew', LOYALTY_ELSEWHERE.id)).toContain('+1d reminder → sent: sent');
  });

  test('C4 the wait ends at 02:00: the message goes at 09:00, unless the app was opened or consent withdrawn at 08:00', () => {
    for (const journey of [LOYALTY.id, LOYALTY_ELSEWHERE.id]) {
      expect(traceOf('night', journey)).toContain('+1d23h nudge → sent: sent');
      expect(exitOf('night-opened', journey)).toEqual(OPENED);
      expect(traceOf('night-withdrew', journey)).toContain('+1d23h nudge → suppressed: no-consent');
    }
    for (const channel of ['sms', 'whatsapp'] as const)
      expect(['night', 'night-opened', 'night-withdrew'].map((user) => got(channel, user).length)).toEqual([1, 0, 0]);
  });

  test('C5 opened before the wait begins: it counts', () => {
    expect(exitOf('soon', LOYALTY.id)).toEqual(OPENED);
    expect(wordsTo('soon', 'email')).toEqual(['Welcome, soon']);
  });

  test.each(CHANNELS)(
    'M2 what is reported about a message by %s takes its port, and counts in the report',
    async (channel) => {
      const { id } = heardOn(channel);
      expect(exitOf('erin', id)).toEqual({ reason: HEARD[channel] });
      const { body } = await api.as().get(`/v1/journeys/${id}/report`).expect(200);
      expect(body.messages).toMatchObject([{ channel, sent: 2, [HEARD[channel]]: 1 }]);
    },
  );

  test.each(['sms', 'whatsapp'] as const)('a reply by %s meets the goal that waits for it', async (channel) => {
    const { id } = heardOn(channel);
    expect(exitOf('rob', id)).toEqual({ reason: 'goal', goal: 'replied' });
    const { body } = await api.as().get(`/v1/journeys/${id}/report`).expect(200);
    expect(body.goals).toMatchObject([{ id: 'replied', met: 1 }]);
  });

  test('M2 a bounce suppresses the address, and counts in the report of the journey', async () => {
    expect(await suppressed()).toEqual([emailOf('silent')]);
    const { body } = await api.as().get(`/v1/journeys/${CART.id}/report`).expect(200);
    const email = (body.messages as { node: string }[]).find(({ node }) => node === 'email');
    expect(email).toMatchObject({ bounced: 1, sent: 3 });
  });

  test('the numbers of all journeys add up', async () => {
    expect(await world.reconcile()).toEqual([]);
  });
});

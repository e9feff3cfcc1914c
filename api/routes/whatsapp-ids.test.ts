import supertest from 'supertest';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCallbackReaders } from '../../channels/callbacks.ts';
import { createOutbound } from '../../channels/outbound.ts';
import { whatsappCloud } from '../../channels/whatsapp/cloud.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { normalizeAddress } from '../../journey/delivery/address.ts';
import { createCallbackWork } from '../../store/callbacks/apply.ts';
import { readWindow } from '../../store/callbacks/windows.ts';
import { createStore } from '../../store/person.ts';
import { startApi, type TestApi } from '../../test/api.ts';
import { ACCESS_TOKEN, PHONE_NUMBER_ID, signWhatsApp } from '../../test/counterparts/whatsapp.ts';
import { pass } from '../../test/pass.ts';

const NUMBER = '31612345678';
const ID = 'NL.13491208655302741918';
const workspace = WorkspaceId.parse('main');
const GIVEN = {
  ...{ WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID, WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN },
  ...{ WHATSAPP_APP_SECRET: 'secret', WHATSAPP_VERIFY_TOKEN: 'verify' },
};
const findCallbacks = createCallbackReaders([{ provider: whatsappCloud, given: GIVEN }], {
  trusted: createOutbound(),
  publicUrl: 'https://journeys.example.com',
});

let api: TestApi;
let nr = 0;
beforeEach(async () => {
  nr = 0;
  api = await startApi({ findCallbacks, publicUrl: 'https://journeys.example.com' });
});
afterEach(() => api.close());

/** A user with a WhatsApp message that went to an address. */
async function sendTo(userId: string, address: string) {
  await api
    .as()
    .post('/v1/identify')
    .send({ userId, traits: { phone: address } });
  nr += 1;
  await api.database.sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
      template, claimed_at, provider_id, address_hash)
    select 'main', ${`i${nr}.hello.1`}, ${`i${nr}`}, id, 'welcome', 1, 'hello', 1, 'whatsapp', 'settled', 'sent', 'greeting', ${nr}, ${`wamid.out${nr}`},
           address_hash('main', ${normalizeAddress('phone', address) ?? ''})
      from persons where user_id = ${userId}`;
}

/** What Meta sends, applied. */
async function call(value: object) {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ changes: [{ field: 'messages', value }] }],
  });
  const { status } = await supertest(api.app)
    .post('/v1/callbacks/whatsapp/whatsapp-cloud')
    .set('Content-Type', 'application/json')
    .set('X-Hub-Signature-256', signWhatsApp(body, 'secret'))
    .send(body);
  expect(status).toBe(200);
  const ports = { database: api.database, store: createStore(api.database), ring: () => {} };
  const work = createCallbackWork({ ...ports, log: { error: (about) => expect.fail(String(about)) } });
  while ((await pass(work)) > 0);
}
const write = (body: string, from: object) => {
  nr += 1;
  return call({
    messages: [
      { ...from, id: `wamid.in${nr}`, timestamp: String((Date.now() / 1000) | 0), type: 'text', text: { body } },
    ],
  });
};
/** Texts of the replies of a user, and what they said by keyword. */
const repliesOf = async (userId: string) => {
  const rows = await api.database.sql<{ text: string }>`
    select e.properties ->> 'text' as text from events e
      join persons p on p.workspace = e.workspace and p.id = e.person
     where e.name = '$message.replied' and p.user_id = ${userId} order by e.position`;
  return rows.map(({ text }) => text);
};
const windowOf = (to: string) => readWindow(api.database.sql, { workspace, channel: 'whatsapp', to });

test('a reply that carries only the ID finds the user whose number Meta named with the ID', async () => {
  await sendTo('ada', `+${NUMBER}`);
  await sendTo('bob', '+31687654321');
  await call({
    statuses: [
      { id: 'wamid.out1', status: 'sent', timestamp: '1772359200', recipient_id: NUMBER, recipient_user_id: ID },
    ],
  });
  await write('Hello', { from_user_id: ID });
  await write('Stop', { from_user_id: ID });
  expect([await repliesOf('ada'), await repliesOf('bob')]).toEqual([['Hello', 'Stop'], []]);
  const { body } = await api.as().get('/v1/users/ada/consents');
  expect(body.consents).toMatchObject([{ channel: 'whatsapp', state: 'no', source: 'keyword' }]);
  expect([await windowOf(`+${NUMBER}`), await windowOf(ID), await windowOf('+31687654321')]).toEqual([
    'open',
    'open',
    'closed',
  ]);
});

test('a user who is known by an ID is found by it, and by the number once Meta names both', async () => {
  await sendTo('ada', ID);
  await write('By the ID', { from_user_id: ID });
  await write('By both', { from: NUMBER, from_user_id: ID });
  await write('By the number', { from: NUMBER });
  expect(await repliesOf('ada')).toEqual(['By the ID', 'By both', 'By the number']);
});

test('a new ID, and a changed number, lead to the same user', async () => {
  await sendTo('ada', `+${NUMBER}`);
  await write('First', { from: NUMBER, from_user_id: ID });
  const system = { type: 'user_changed_user_id', previous_user_id: ID, user_id: 'NL.2' };
  await call({ messages: [{ id: 'wamid.s1', timestamp: '1772359200', type: 'system', system, from_user_id: ID }] });
  await write('Second', { from_user_id: 'NL.2' });
  const moved = { type: 'user_changed_number', wa_id: '31600000000', previous_user_id: 'NL.2', user_id: 'NL.3' };
  await call({ messages: [{ id: 'wamid.s2', timestamp: '1772359200', type: 'system', system: moved, from: NUMBER }] });
  await write('Third', { from_user_id: 'NL.3' });
  expect(await repliesOf('ada')).toEqual(['First', 'Second', 'Third']); // system messages are no replies
});

test('an ID that nobody has named finds nobody, not even by its digits', async () => {
  await sendTo('ada', `+${NUMBER}`);
  await write('Hello', { from_user_id: `NL.${NUMBER}` });
  expect(await repliesOf('ada')).toEqual([]);
  const states = await api.database.sql`select state from callbacks`;
  expect(states).toEqual([{ state: 'waiting' }]);
});

test('an erasure removes the links, and keeps the ID suppressed too', async () => {
  await sendTo('ada', `+${NUMBER}`);
  await write('Hello', { from: NUMBER, from_user_id: ID });
  expect(await api.database.sql`select from address_links`).toHaveLength(1);
  expect((await api.as().delete('/v1/users/ada')).status).toBeLessThan(300);
  expect(await api.database.sql`select from address_links`).toEqual([]);
  const suppressed = await api.database.sql<{ is: boolean }>`
    select exists (select from suppressions where channel = 'whatsapp' and reason = 'erased'
                      and hash = address_hash('main', a)) as is from unnest(${[NUMBER, ID]}::text[]) as a`;
  expect(suppressed).toEqual([{ is: true }, { is: true }]);
});

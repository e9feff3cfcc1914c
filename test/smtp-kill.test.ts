import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { compileWorkerProgram, openWorkerProcesses } from './worker-processes.ts';

/** How many messages go out by SMTP, and connections that they go over at once. */
const MAILS = 60;
const CONNECTIONS = 5;

const HELLO = {
  id: 'hello',
  name: 'Hello',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'hello',
  nodes: {
    hello: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'end' },
    end: { type: 'exit' },
  },
} as unknown as JourneyInput;

let house: House;
let server: MailServer;
beforeAll(async () => {
  house = await openHouse();
  await compileWorkerProgram(); // takes up to a minute on a busy machine, which is no part of the test
}, 300_000);
afterAll(async () => {
  await house?.close();
  await server?.close();
});

const settledIn = ({ workspace }: Place) => house.database.sql<{ user: string; outcome: string }>`
  select i.user_id as user, m.outcome from messages m
    join instances i on (i.workspace, i.id) = (m.workspace, m.instance)
   where m.workspace = ${workspace} and m.state = 'settled' order by 1`;
const receivers = () => server.mails.map((mail) => /^To: (u\d+)@/m.exec(mail)?.[1] ?? mail);

describe('C36 a worker that is killed while messages go out by SMTP', () => {
  test('C36 sends no message twice, and leaves in doubt only messages in their hand-over', async () => {
    server = await startMailServer();
    const workers = await openWorkerProcesses(house.url, house.taskQueue, { smtpUrl: server.url });
    const place = await house.place('real');
    await place.publish(HELLO);
    const killed = workers.start();
    await killed.ready;
    const users = Array.from({ length: MAILS }, (_, nr) => `u${nr}`);
    await place.tell(
      ...users.flatMap((userId) => [
        { userId, traits: { email: `${userId}@example.com` } },
        { userId, name: 'Signed Up' },
      ]),
    );
    await soon(async () => expect(server.mails.length).toBeGreaterThan(5));
    killed.kill();
    await killed.ended;
    const before = server.mails.length;
    expect(before).toBeLessThan(MAILS); // it was killed on its way

    await house.start({ adapters: workers.adapters });
    await soon(async () => expect(await settledIn(place)).toHaveLength(MAILS));
    const got = receivers();
    expect(new Set(got).size).toBe(got.length);
    const settled = await settledIn(place);
    const sent = settled.filter(({ outcome }) => outcome === 'sent').map(({ user }) => user);
    const unknown = settled.filter(({ outcome }) => outcome === 'unknown').map(({ user }) => user);
    expect(sent.length + unknown.length).toBe(MAILS);
    expect(sent.filter((user) => !got.includes(user))).toEqual([]);
    expect(got.filter((user) => !sent.includes(user) && !unknown.includes(user))).toEqual([]);
    expect(unknown.length).toBeLessThanOrEqual(CONNECTIONS);
    await workers.close();
  }, 300_000);
});

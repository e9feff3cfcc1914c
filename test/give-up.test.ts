import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOutbound } from '../channels/outbound.ts';
import { createWebhookAdapter } from '../channels/webhook/adapter.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { findInstance, listInstances } from '../store/read-model/instances.ts';
import { HOUR, type House, later, MINUTE, openHouse, type Place, soon } from './house.ts';
import { createProviders, type Providers } from './providers.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/** The other side answers with the status that the path of its URL names. */
const calling = (url: string): JourneyInput => ({
  id: 'calls',
  name: 'Calls',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'call',
  nodes: {
    call: {
      type: 'webhook',
      url: `${url}/{{ profile.status }}`,
      as: 'answer',
      links: { ok: 'ok', '500': 'five-hundred', '5xx': 'other-server', '429': 'too-many', failed: 'failed' },
    },
    ...Object.fromEntries(
      ['ok', 'five-hundred', 'other-server', 'too-many', 'failed'].map((reason) => [reason, { type: 'exit', reason }]),
    ),
  },
});

describe('C33 a call out has an end', () => {
  let house: House;
  let place: Place;
  let server: WebServer;
  let providers: Providers;
  const outbound = createOutbound({ allowPrivate: true, timeoutMs: 2_000 });
  beforeAll(async () => {
    server = await startWebServer();
    providers = createProviders();
    house = await openHouse();
    const webhook = createWebhookAdapter({ outbound, secrets: ['whsec_c2VjcmV0LXNlY3JldA=='] });
    await house.start({ adapters: { ...providers.adapters, webhook } });
  });
  beforeEach(async () => {
    place = await house.place();
    server.say((request, response) => {
      const status = Number(request.url?.slice(1));
      if (status === 0) response.destroy();
      else response.writeHead(status).end(JSON.stringify({ status }));
    });
  });
  afterEach(async () => {
    expect(await place.reconcile()).toEqual([]);
  });
  afterAll(async () => {
    outbound.close();
    await house.close();
    await server.close();
  });

  const retrying = (userId: string) =>
    soon(async () => {
      const [message] = await place.messages((await place.last(userId)).id);
      expect(message).toMatchObject({ state: 'reserved', nextTryAt: expect.any(Number) });
      return message;
    });

  test('C33 given a webhook whose receiver answers 500, 503, 429, 408 or nothing for an hour, then each user leaves by the most specific port', async () => {
    await place.publish(calling(server.url));
    const statuses = { 500: 'five-hundred', 503: 'other-server', 429: 'too-many', 408: 'failed', 0: 'failed' };
    for (const status of Object.keys(statuses))
      await place.tell({ userId: `u${status}`, traits: { status } }, { userId: `u${status}`, name: 'Signed Up' });
    for (const status of Object.keys(statuses)) await retrying(`u${status}`);
    await place.moveClock(later(HOUR));
    for (const [status, reason] of Object.entries(statuses)) {
      const { id } = await place.until(`u${status}`, { exit: { reason } });
      const [message] = await place.messages(id);
      expect(message?.detail).toMatch(/^gave up after 1 hour and \d+ attempts: ./);
      expect(message?.status ?? 0).toBe(Number(status));
    }
  });

  test('C33 given it answers again within the hour, then the call has succeeded, and nothing is given up', async () => {
    await place.publish(calling(server.url));
    await place.tell({ traits: { status: '500' } }, { name: 'Signed Up' });
    await retrying('ana');
    server.say((_request, response) => response.writeHead(200).end('{}'));
    await place.moveClock(later(HOUR - MINUTE));
    const { id } = await place.until('ana', { exit: { reason: 'ok' } });
    expect(await place.messages(id)).toMatchObject([{ outcome: 'sent' }]);
  });

  test('C33 given nothing listens, then an operator sees the last answer and the next try', async () => {
    await place.publish(calling('http://127.0.0.1:1'));
    await place.tell({ traits: { status: '1' } }, { name: 'Signed Up' });
    await retrying('ana');
    const { id } = await place.last();
    const { sql } = house.database;
    const listed = await listInstances(sql, { workspace: place.workspace, status: 'retrying', limit: 10 });
    expect(listed.instances.map((each) => each.id)).toEqual([id]);
    expect(await findInstance(sql, place.workspace, id)).toMatchObject({
      retrying: {
        attempts: expect.any(Number),
        detail: expect.stringContaining('ECONNREFUSED'),
        status: null,
        nextTryAt: expect.any(Number),
        givesUpAt: later(HOUR),
      },
    });
  });

  test('C33 given an operator retries a send that waits for its next try, then it goes immediately under the same key', async () => {
    await place.publish(calling(server.url));
    server.say((_request, response) => response.writeHead(429, { 'retry-after': '3000' }).end());
    await place.tell({ traits: { status: '429' } }, { name: 'Signed Up' });
    const before = await retrying('ana');
    server.say((_request, response) => response.writeHead(200).end('{}'));
    await place.order('ana', { name: 'retry' });
    const { id } = await place.until('ana', { exit: { reason: 'ok' } });
    expect(await place.messages(id)).toMatchObject([{ key: before?.key, outcome: 'sent', attempts: 2 }]);
  });

  test('C33 given an operator skips a send that waits for its next try, then the user leaves by `failed`, and nothing is sent later', async () => {
    await place.publish(calling(server.url));
    server.say((_request, response) => response.writeHead(429, { 'retry-after': '3000' }).end());
    await place.tell({ traits: { status: '429' } }, { name: 'Signed Up' });
    await retrying('ana');
    await place.order('ana', { name: 'skip' });
    const { id } = await place.until('ana', { exit: { reason: 'failed' } });
    await soon(async () => expect(await place.messages(id)).toMatchObject([{ outcome: 'withheld', attempts: 1 }]));
  });

  test('C33 given a channel whose adapter always throws, then its message is given up after a day like any other', async () => {
    const nodes: JourneyInput['nodes'] = {
      mail: {
        type: 'message',
        channel: 'email',
        content: { subject: 'Hello', text: '.' },
        links: { failed: 'lost' },
        then: 'end',
      },
      lost: { type: 'exit', reason: 'lost' },
      end: { type: 'exit' },
    };
    await place.publish({
      id: 'mails',
      name: 'Mails',
      entry: { type: 'event', event: 'Signed Up' },
      start: 'mail',
      nodes,
    });
    const broken = () => {
      throw new Error('out of order');
    };
    providers.next(...Array.from({ length: 20 }, () => broken));
    await place.tell({ traits: { email: 'ana@example.com' } }, { name: 'Signed Up' });
    await retrying('ana');
    await place.moveClock(later(24 * HOUR));
    const { id } = await place.until('ana', { exit: { reason: 'lost' } });
    expect(await place.messages(id)).toMatchObject([
      { outcome: 'unknown', detail: expect.stringContaining('out of order') },
    ]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter } from '../channels/port.ts';
import { CHANNELS, type Channel } from '../journey/delivery/channel.ts';
import { Journey } from '../journey/document/document.ts';
import { createEngineWorld } from '../testkit/engine-world.ts';
import { BEGINNING, type Played, playIn, type Scenario } from '../testkit/play.ts';
import { chainOf, replayAll, workflowBundle } from '../testkit/replay.ts';
import { loadExample } from '../testkit/scenario.ts';
import { type Server, type ServerWorld, startServer } from '../testkit/server/server.ts';
import { freshDatabase } from './database.ts';
import { startTimeSkippingServer, suggestContinueAsNewAt, type TimeSkippingServer } from './time-skipping-server.ts';

const EVENTS_A_RUN = 50;

describe(`a long run continues in a new one (design.md §12): here at ${EVENTS_A_RUN} events instead of 4,096`, () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-chain-'));
  let temporal: TimeSkippingServer;

  beforeAll(async () => {
    temporal = await startTimeSkippingServer(directory, suggestContinueAsNewAt(EVENTS_A_RUN));
  });
  afterAll(async () => {
    await temporal?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  describe('B a cart that is changed over and over', () => {
    let server: Server;
    let world: ServerWorld;
    let onServer: Played;
    beforeAll(async () => {
      server = await startServer(await options(temporal));
      world = server.world('cart');
      onServer = await playIn(world, CART, changesOverAndOver);
    }, 180_000);
    afterAll(async () => {
      await world?.end();
      await server?.close();
    });

    test('B4 100 changes, a minute apart: no change is lost, one nudge with the last, and the trace of the engine', async () => {
      const inEngine = await playIn(createEngineWorld(), CART, changesOverAndOver);
      expect(onServer).toEqual(inEngine);
      expect(onServer.delivered.map(({ content }) => content.subject)).toEqual(['100 in your cart: 1000 euros']);
      expect(onServer.passes[0]?.trace.filter(({ rule }) => rule === 'timer-restarted')).toHaveLength(100);
      expect(await world.reconcile()).toEqual([]);
    });

    test('B4 its history is a chain of short runs, each of which replays', async () => {
      const [workflowId = ''] = await world.workflowIds();
      const lengths = (await chainOf(server.system.client, workflowId)).map(({ events }) => events?.length ?? 0);
      expect(lengths.length).toBeGreaterThan(4);
      expect(Math.max(...lengths)).toBeLessThan(2 * EVENTS_A_RUN);
      const [pass] = await world.passes();
      expect(await replayAll(server.system.client, [workflowId])).toEqual([pass?.trace]);
    });
  });

  test.each([
    { delivery: 'honours-keys', takesMs: 0 },
    { delivery: 'at-most-once', takesMs: 0 },
    { delivery: 'at-least-once', takesMs: 11_000 }, // longer than a claim lasts unless it is renewed
  ] as const)(
    'C28 a send that is at the provider while its run continues as new: $delivery, for $takesMs ms more, the provider is asked once, and it was sent',
    async ({ delivery, takesMs }) => {
      const provider = slowProvider(delivery);
      const server = await startServer({ ...(await options(temporal)), adapters: provider.adapters });
      const world = server.world(`send-${delivery}`);
      try {
        await world.begin([MAIL], BEGINNING);
        const told = (event: string) => world.accept([{ user: 'ana', event }]);
        await world.tell([{ user: 'ana', traits: { email: 'ana@example.com' } }]);
        await told('Began');
        await expect.poll(() => provider.asked().length).toBe(1);
        const [workflowId = ''] = await world.workflowIds();
        const runs = async () => (await chainOf(server.system.client, workflowId)).length;
        await expect
          .poll(async () => {
            await told('Looked'); // concerns it, and changes nothing
            return runs();
          })
          .toBeGreaterThan(1);
        await untilIssuedAgain(server.system.client, workflowId);
        await sleep(takesMs);

        provider.answer();
        await expect.poll(async () => (await world.passes())[0]?.exit).toEqual({ reason: 'completed' });
        expect(provider.asked()).toHaveLength(1);
        const [pass] = await world.passes();
        expect(pass?.trace.filter(({ port }) => port === 'sent')).toHaveLength(1);
      } finally {
        provider.answer();
        await world.end();
        await server.close();
      }
    },
  );
});

/** One instance per cart; a change restarts the wait and is stored. */
const CART = loadExample('cart-nudge');

async function changesOverAndOver(t: Scenario) {
  await t.identify({ email: 'ana@example.com' });
  const cart = { cartId: 'c1', product: 'desk lamp', url: 'https://shop.example/cart' };
  await t.track('Product Added', { ...cart, items: 1, total: 10 });
  for (let items = 1; items <= 100; items += 1) {
    await t.at(`${items}m`);
    await t.track('Cart Modified', { ...cart, items, total: 10 * items });
  }
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'cart-nudge', after: '3h40m' }]);
}

const MAIL = Journey.parse({
  id: 'mail',
  name: 'Mail',
  exits: [{ event: 'Looked', where: { path: 'event.away', op: 'exists' }, reason: 'away' }],
  entry: { type: 'event', event: 'Began' },
  start: 'mail',
  nodes: {
    mail: { type: 'message', channel: 'email', content: { subject: 'Hello', text: '.' }, then: 'done' },
    done: { type: 'exit' },
  },
});

const options = async ({ address }: TimeSkippingServer) => ({
  databaseUrl: (await freshDatabase()).url,
  temporalAddress: address,
  workflowBundle: await workflowBundle(),
});

/** The activity of the new run has asked for the claim, and waits. */
const untilIssuedAgain = (client: Server['system']['client'], workflowId: string) =>
  expect
    .poll(async () => {
      const { raw } = await client.workflow.getHandle(workflowId).describe();
      return raw.pendingActivities?.[0]?.lastFailure?.applicationFailureInfo?.type;
    })
    .toBe('SendUnderWay');

/** Answers no request until the test releases it. */
function slowProvider(delivery: Adapter['delivery']) {
  const asked: string[] = [];
  let answer = () => {};
  const isTold = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const adapter = (channel: Channel): Adapter => ({
    channel,
    provider: 'slow',
    delivery,
    async deliver({ key }) {
      asked.push(key);
      await isTold;
      return { type: 'accepted', providerId: key };
    },
  });
  const adapters = Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<
    Channel,
    Adapter
  >;
  return { adapters, asked: (): readonly string[] => asked, answer: () => answer() };
}

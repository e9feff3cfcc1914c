import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { instant } from '../journey/time/time.ts';
import { BEGINNING } from '../testkit/play.ts';
import { replayAll, workflowBundle } from '../testkit/replay.ts';
import { loadExample } from '../testkit/scenario.ts';
import { type Server, type ServerWorld, startServer } from '../testkit/server/server.ts';
import { freshDatabase } from './database.ts';
import { HOUR } from './house.ts';
import { createProviders } from './providers.ts';

const CART = { cartId: 'c1', product: 'desk lamp', items: 1, total: 49, url: 'https://shop.example/cart' };

/** In a scenario a send settles in no time: what comes in the middle of one is shown here. */
describe("B6 an order during the nudge's activity", () => {
  const providers = createProviders();
  let server: Server;
  let world: ServerWorld;
  beforeAll(async () => {
    server = await startServer({
      databaseUrl: (await freshDatabase()).url,
      temporalAddress: inject('temporalAddress'),
      workflowBundle: await workflowBundle(),
      adapters: providers.adapters,
    });
    world = server.world('cart');
  });
  afterAll(async () => {
    await world?.end();
    await server?.close();
  });

  test('B6 at most that one message, exit `goal`, and the outcome that comes later changes nothing', async () => {
    let answer = () => {};
    const isTold = new Promise<void>((resolve) => {
      answer = resolve;
    });
    providers.next(async () => {
      await isTold;
      return { type: 'accepted', providerId: 'p1' };
    });
    await world.begin([loadExample('cart-nudge')], BEGINNING);
    await world.tell([{ user: 'ana', traits: { email: 'ana@example.com' } }]);
    await world.tell([{ user: 'ana', event: 'Product Added', properties: CART }]);

    const later = world.runUntil(instant(BEGINNING + 2 * HOUR + 1));
    await expect.poll(() => providers.got.length).toBe(1);
    await world.accept([{ user: 'ana', event: 'Order Confirmed', properties: { cartId: 'c1' } }]);
    await expect.poll(async () => (await world.passes())[0]?.exit).not.toBeNull();
    answer();
    await later;
    await world.runUntil(instant(BEGINNING + 24 * HOUR));

    const [pass] = await world.passes();
    expect(pass?.exit).toEqual({ reason: 'goal', goal: 'ordered' });
    expect(pass?.trace.map(({ node, move, rule }) => `${node} ${move}: ${rule}`)).toEqual([
      'quiet wait: waiting-for-events',
      'quiet leave: timed-out',
      'nudge wait: send-decided',
      'nudge exit: goal-met',
    ]);
    expect(providers.got).toHaveLength(1);
    expect(await world.reconcile()).toEqual([]);
    expect(await replayAll(server.system.client, await world.workflowIds())).toEqual([pass?.trace]);
  });
});

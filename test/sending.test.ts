import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../channels/port.ts';
import type { JsonObject } from '../journey/base/json.ts';
import type { MessageChannel } from '../journey/delivery/channel.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { createGate, readPromises } from './gate.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { createProviders, listDelivered, type Providers } from './providers.ts';
import { compileWorkerProgram, openWorkerProcesses } from './worker-processes.ts';

/** One message, and a way out for each outcome. The goal is a purchase of something. */
const message = (channel: MessageChannel, text = 'Hello'): JourneyInput => ({
  id: `by-${channel.toLowerCase()}`,
  name: channel,
  goals: [{ id: 'bought', event: 'Bought', where: { path: 'event.amount', op: '>', value: 0 } }],
  entry: { type: 'event', event: 'Signed Up' },
  start: 'hello',
  nodes: {
    hello: {
      type: 'message',
      channel,
      content: { subject: 'Hello', text },
      links: { sent: 'wait', failed: 'failed', unreachable: 'unreachable', suppressed: 'suppressed' },
    },
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'done' },
    done: { type: 'exit' },
    failed: { type: 'exit', reason: 'failed' },
    unreachable: { type: 'exit', reason: 'unreachable' },
    suppressed: { type: 'exit', reason: 'suppressed' },
  },
});
const ANA = { email: 'ana@example.com', phone: '+31201234567' };

describe('§8 the claim before each send is the last gate', () => {
  let house: House;
  let providers: Providers;
  let place: Place;
  const gate = createGate();
  const forwarding = createGate();
  beforeAll(async () => {
    house = await openHouse();
    providers = createProviders();
    await house.start({
      adapters: providers.adapters,
      passing: (point) => gate.passing(point),
      forwarding: { passing: forwarding.passing },
    });
  });
  beforeEach(async () => {
    place = await house.place();
  });
  afterEach(async () => {
    await soon(async () => expect(await place.outbox()).toBe(0));
    expect(await house.missed()).toBe(0);
    expect(await place.reconcile()).toEqual([]);
  });
  afterAll(() => house.close());

  /** What a provider got of an instance. */
  const reached = (id: string) => providers.got.filter(({ key }) => key.startsWith(`${id}.`));

  /** Ana has entered; her message has been decided on, and its claim is held. */
  async function held(document = message('email')) {
    await place.publish(document);
    const claim = gate.hold('begun');
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await claim.reached;
    return { claim, ...(await place.last()) };
  }
  const rules = async (id: Parameters<Place['trace']>[0]) => (await place.trace(id)).map(({ rule }) => rule);
  const outcomes = (id: Parameters<Place['messages']>[0]) =>
    soon(async () => {
      const messages = await place.messages(id);
      expect(messages).toMatchObject([{ state: 'settled' }]);
      return messages.map(({ outcome, attempts }) => ({ outcome, attempts }));
    });

  test('§7.2 given a goal that has ended the instance before the claim, then nothing is sent, and the message says so', async () => {
    const { claim, id } = await held();
    await place.tell({ name: 'Bought', properties: { amount: 5 } });
    await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    claim.release();
    expect(await outcomes(id)).toEqual([{ outcome: 'withheld', attempts: 0 }]);
    expect(reached(id)).toEqual([]);
  });

  test('§8 given an unread goal at the claim, then it decides again, the goal ends the instance, and nothing is sent', async () => {
    const { claim, id } = await held();
    const forwarder = forwarding.hold('judged');
    await place.tell({ name: 'Bought', properties: { amount: 5 } });
    await forwarder.reached;
    claim.release();
    await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    expect(await outcomes(id)).toEqual([{ outcome: 'withheld', attempts: 0 }]);
    expect(await rules(id)).toEqual(['send-decided', 'goal-met']);
    expect(reached(id)).toEqual([]);
    forwarder.release();
  });

  test('§8 given something unread that changes nothing, then it looks again, decides the same, and sends once under the same key', async () => {
    const { claim, id } = await held();
    const forwarder = forwarding.hold('judged');
    await place.tell({ name: 'Bought', properties: { amount: 0 } });
    await forwarder.reached;
    claim.release();
    await place.until('ana', { node: 'wait' });
    expect(await outcomes(id)).toEqual([{ outcome: 'sent', attempts: 1 }]);
    expect(await rules(id)).toEqual(['send-decided', 'send-decided', 'sent', 'waiting-for-events']);
    expect(reached(id)).toHaveLength(1);
    forwarder.release();
  });

  test('§8 given consent withdrawn between the decision and the claim, then the message is suppressed', async () => {
    const { claim, id } = await held();
    await place.tell({ traits: { consent: { email: false } } });
    claim.release();
    await place.until('ana', { exit: { reason: 'suppressed' } });
    expect(await outcomes(id)).toEqual([{ outcome: 'suppressed', attempts: 0 }]);
    expect(reached(id)).toEqual([]);
  });

  test('§8 given the address is removed between the decision and the claim, then the user is unreachable, not stuck', async () => {
    const { claim, id } = await held();
    await place.tell({ traits: { email: null } });
    claim.release();
    await place.until('ana', { exit: { reason: 'unreachable' } });
    expect(await outcomes(id)).toMatchObject([{ outcome: 'unreachable' }]);
    expect(reached(id)).toEqual([]);
  });

  test('§7.7 given a pause before the claim, then the message is held, and goes once when that ends', async () => {
    const { claim, id } = await held();
    await place.order('ana', { name: 'pause' });
    claim.release();
    await soon(async () => expect(await rules(id)).toEqual(['send-decided', 'paused', 'send-decided']));
    expect((await place.trace(id)).at(-1)?.move).toBe('hold');
    expect(reached(id)).toEqual([]);
    await place.order('ana', { name: 'resume' });
    await place.until('ana', { node: 'wait' });
    expect(await outcomes(id)).toEqual([{ outcome: 'sent', attempts: 1 }]);
    expect(reached(id)).toHaveLength(1);
  });

  test('§12 given an operator moves the instance on before the claim, then the old visit sends nothing', async () => {
    const { claim, id } = await held();
    await place.order('ana', { name: 'move', to: 'wait' as never });
    await place.until('ana', { node: 'wait' });
    claim.release();
    expect(await outcomes(id)).toEqual([{ outcome: 'withheld', attempts: 0 }]);
    expect(reached(id)).toEqual([]);
    await soon(async () => expect(await rules(id)).toContain('outcome-of-earlier-visit'));
  });

  describe('§7.11 an attempt that broke off', () => {
    const breaksOff = () => Promise.reject(new Error('socket hang up'));

    test.each([
      { channel: 'email', amount: 0, outcome: 'sent', attempts: 2, inAll: 2, node: 'wait', exit: null },
      { channel: 'sms', amount: 0, outcome: 'unknown', attempts: 1, inAll: 1, node: 'failed', exit: 'failed' },
      { channel: 'email', amount: 5, outcome: 'unknown', attempts: 1, inAll: 1, node: 'hello', exit: 'goal' },
      { channel: 'sms', amount: 5, outcome: 'unknown', attempts: 1, inAll: 1, node: 'hello', exit: 'goal' },
    ] as const)(
      '§7.11 by $channel, and a purchase of $amount that nobody has read at the next claim → $outcome, $inAll in all, one message at the most',
      async ({ channel, amount, outcome, attempts, inAll, node, exit }) => {
        const { claim, id } = await held(message(channel));
        providers.next(breaksOff);
        claim.release();
        await soon(async () => expect(reached(id)).toHaveLength(1));
        const again = gate.hold('begun');
        await again.reached;
        const forwarder = forwarding.hold('judged');
        await place.tell({ name: 'Bought', properties: { amount } });
        await forwarder.reached;
        again.release();
        await soon(async () => expect(await place.last()).toMatchObject({ node }));
        forwarder.release();
        await soon(async () => expect((await place.last()).exit?.reason ?? null).toBe(exit));
        expect(await outcomes(id)).toEqual([{ outcome, attempts }]);
        const got = reached(id);
        expect(got).toHaveLength(inAll);
        expect(listDelivered(got)).toHaveLength(1);
      },
    );

    test('§7.11 given the goal ends it before the next claim, then the message is unknown, never silently withheld', async () => {
      const { claim, id } = await held();
      providers.next(breaksOff);
      claim.release();
      await soon(async () => expect(reached(id)).toHaveLength(1));
      await place.tell({ name: 'Bought', properties: { amount: 5 } });
      await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
      expect(await outcomes(id)).toEqual([{ outcome: 'unknown', attempts: 1 }]);
      expect((await place.messages(id))[0]?.detail).toContain('may have been sent');
    });
  });

  describe('§8 what a provider answers', () => {
    const busy = (retryAfterMs?: number): Answer => ({
      type: 'busy',
      reason: '429',
      ...(retryAfterMs && { retryAfterMs }),
    });

    test('§8 given it is busy and says for how long, then it is tried again at that time, and one message is sent', async () => {
      const { claim, id } = await held();
      const asked: number[] = [];
      providers.next(
        () => {
          asked.push(performance.now());
          return busy(1_500);
        },
        () => {
          asked.push(performance.now());
          return { type: 'accepted', providerId: 'p' };
        },
      );
      claim.release();
      await place.until('ana', { node: 'wait' });
      expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(1_450);
      expect(await outcomes(id)).toEqual([{ outcome: 'sent', attempts: 2 }]);
    });

    test.each([
      { channel: 'email', outcome: 'sent', attempts: 2 },
      { channel: 'sms', outcome: 'unknown', attempts: 1 },
    ] as const)(
      '§7.11 given it cut the connection after it had the message, by $channel → $outcome',
      async ({ channel, ...wanted }) => {
        const { claim, id } = await held(message(channel));
        providers.next(() => ({ type: 'busy', reason: 'reset', ambiguous: true }));
        claim.release();
        expect(
          await soon(async () => {
            const [first] = await place.messages(id);
            expect(first).toMatchObject({ state: 'settled' });
            return first;
          }),
        ).toMatchObject(wanted);
        expect(listDelivered(reached(id))).toHaveLength(1);
      },
    );

    test('§8 given it refuses for good, then the port is `failed`, with its reason', async () => {
      const { claim, id } = await held();
      providers.next(() => ({ type: 'rejected', reason: '550 no such user', status: 550 }));
      claim.release();
      await place.until('ana', { exit: { reason: 'failed' } });
      expect(await place.messages(id)).toMatchObject([{ outcome: 'failed', detail: '550 no such user' }]);
      const [row] = await house.database.sql<{ read: object[] }>`
        select read from transitions where instance = ${id} order by step desc limit 1`;
      expect(row?.read[0]).toEqual({ detail: '550 no such user' });
    });

    test('§8 given a misconfigured channel, then the message waits, and the goal still ends the instance', async () => {
      const { claim, id, workflowId } = await held();
      providers.next(() => ({ type: 'misconfigured', reason: 'wrong password' }));
      claim.release();
      await soon(async () => {
        const { raw } = await house.client.workflow.getHandle(workflowId).describe();
        expect(raw.pendingActivities?.[0]?.lastFailure).toMatchObject({ message: 'wrong password' });
      });
      expect(await place.messages(id)).toMatchObject([{ state: 'reserved', attempts: 1 }]);
      await place.tell({ name: 'Bought', properties: { amount: 5 } });
      await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    });

    test('§3 given it hangs, then the instance is not deaf: the goal ends it, and the send settles when it may', async () => {
      const { claim, id, workflowId } = await held();
      const answer = readPromises();
      providers.next(async () => {
        await answer.promise;
        return { type: 'accepted', providerId: 'late' };
      });
      claim.release();
      await soon(async () => expect(await place.messages(id)).toMatchObject([{ state: 'claimed' }]));
      await place.tell({ name: 'Bought', properties: { amount: 5 } });
      await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
      const handle = house.client.workflow.getHandle(workflowId);
      expect((await handle.describe()).status.name).toBe('RUNNING');
      answer.resolve();
      expect(await handle.result()).toEqual({ reason: 'goal', goal: 'bought' });
      expect(await outcomes(id)).toEqual([{ outcome: 'sent', attempts: 1 }]);
    });
  });

  test('§8 given a template that fails, then the port is `failed`, and the reason names the field', async () => {
    const { claim, id } = await held(message('email', '{% if %}'));
    claim.release();
    await place.until('ana', { exit: { reason: 'failed' } });
    expect(await place.messages(id)).toMatchObject([
      { outcome: 'failed', detail: expect.stringMatching(/the template of text failed: line 1/) },
    ]);
    expect(reached(id)).toEqual([]);
  });

  test.each<{ given: string; traits: JsonObject; exit: string }>([
    { given: 'no address', traits: { phone: '+31' }, exit: 'unreachable' },
    { given: 'an address that is none', traits: { email: 'nobody' }, exit: 'unreachable' },
    { given: 'no consent', traits: { ...ANA, consent: { email: false } }, exit: 'suppressed' },
  ])('§8 given $given, then nobody is stuck: $exit, and no message is tried', async ({ traits, exit }) => {
    await place.publish(message('email'));
    await place.tell({ traits }, { name: 'Signed Up' });
    const { id } = await place.until('ana', { exit: { reason: exit } });
    expect(await place.messages(id)).toEqual([]);
  });
});

describe('§7.11 one send per visit, whatever happens to the worker', () => {
  beforeAll(compileWorkerProgram, 300_000);

  test.concurrent.each([
    { point: 'claimed', channel: 'email', reached: 1, outcome: 'sent', attempts: 2 },
    { point: 'delivered', channel: 'email', reached: 2, outcome: 'sent', attempts: 2 },
    { point: 'settled', channel: 'email', reached: 1, outcome: 'sent', attempts: 1 },
    { point: 'claimed', channel: 'sms', reached: 0, outcome: 'unknown', attempts: 1 },
    { point: 'delivered', channel: 'sms', reached: 1, outcome: 'unknown', attempts: 1 },
    { point: 'settled', channel: 'sms', reached: 1, outcome: 'sent', attempts: 1 },
  ] as const)(
    '§7.11 killed when a message by $channel was $point → $outcome, one at the most where it is received',
    async ({ point, channel, reached, outcome, attempts }) => {
      const house = await openHouse();
      const workers = await openWorkerProcesses(house.url, house.taskQueue);
      const place = await house.place('real');
      await place.publish(message(channel));
      const killed = workers.start(`${point}:1`);
      await killed.ready;
      await place.tell({ traits: ANA }, { name: 'Signed Up' });
      expect(await killed.ended).toBe('SIGKILL');

      await house.start({ adapters: workers.adapters });
      const pass = await place.until('ana', { node: outcome === 'sent' ? 'wait' : 'failed' });
      expect(await place.messages(pass.id)).toMatchObject([{ state: 'settled', outcome, attempts }]);
      expect(workers.got()).toHaveLength(reached);
      expect(listDelivered(workers.got())).toHaveLength(Math.min(1, reached));
      expect(await place.reconcile()).toEqual([]);
      await workers.close();
      await house.close();
    },
  );

  test.concurrent.each([
    { channel: 'email', before: 1, outcome: 'sent', node: 'wait' },
    { channel: 'sms', before: 0, outcome: 'unknown', node: 'failed' },
  ] as const)(
    '§7.11 given a worker that stood still after its claim, by $channel, when it goes on after another has taken over, then it hands nothing over, and the outcome stands ($outcome)',
    async ({ channel, before, outcome, node }) => {
      const house = await openHouse();
      const providers = createProviders();
      const stands = readPromises();
      let claims = 0;
      const passing = async (point: string) => {
        if (point !== 'claimed') return;
        claims += 1;
        if (claims === 1) await stands.promise;
      };
      const server = await house.start({ adapters: providers.adapters, passing });
      const place = await house.place();
      await place.publish(message(channel));
      await place.tell({ traits: ANA }, { name: 'Signed Up' });
      const { id } = await place.until('ana', { node });
      expect(providers.got).toHaveLength(before);
      stands.resolve();
      await server.close(); // with nothing in flight
      expect(await place.messages(id)).toMatchObject([{ state: 'settled', outcome }]);
      expect(providers.got).toHaveLength(before);
      expect(await place.reconcile()).toEqual([]);
      await house.close();
    },
  );

  test.concurrent('§8 given a provider that takes longer than a dead worker is waited for, then the message is not given to another one', async () => {
    const house = await openHouse();
    const providers = createProviders();
    await house.start({ adapters: providers.adapters });
    const place = await house.place();
    await place.publish(message('sms'));
    providers.next(async () => {
      await new Promise((resolve) => setTimeout(resolve, 13_000));
      return { type: 'accepted', providerId: 'late' };
    });
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    const pass = await place.until('ana', { node: 'wait' });
    expect(await place.messages(pass.id)).toMatchObject([{ outcome: 'sent', attempts: 1 }]);
    expect(providers.got).toHaveLength(1);
    await house.close();
  });
});

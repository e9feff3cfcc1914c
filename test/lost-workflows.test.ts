import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLaunch } from '../forwarding/launch.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { announceOverdue } from '../store/outbox/outbox.ts';
import { replayAll } from '../testkit/replay.ts';
import { HOUR, type House, openHouse, type Place, soon } from './house.ts';

/** Sends first, then waits for `Opened`, twice. */
const WELCOME: JourneyInput = {
  id: 'welcome',
  name: 'Welcome',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'event', event: 'Signed Up', reentry: { policy: 'always' } },
  start: 'hello',
  nodes: {
    hello: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'wait' },
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'on' },
    on: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'done' },
    done: { type: 'exit' },
  },
};

describe('§12 whatever is done to a workflow in Temporal, its instance does not hang', () => {
  let house: House;
  let place: Place;
  let server: Awaited<ReturnType<House['start']>>;
  beforeAll(async () => {
    house = await openHouse();
    server = await house.start();
  });
  afterEach(async () => {
    expect(await house.missed()).toBe(0);
    expect(await place.reconcile()).toEqual([]);
  });
  afterAll(() => house.close());

  /** A user who has received the message and waits. */
  async function waiting(clock?: 'real') {
    place = await house.place(clock);
    await place.publish(WELCOME);
    await place.tell({ traits: { email: 'ana@example.com' } }, { name: 'Signed Up' });
    const pass = await place.atRest('ana', 'wait');
    return { ...pass, workflow: house.client.workflow.getHandle(pass.workflowId) };
  }
  const sentTo = (id: string) => server.parcels.filter(({ key }) => key.startsWith(`${id}.`));

  test('§12 given Temporal has lost it, when an event concerns its instance, then its start is repeated: it takes its decisions again and sends nothing twice', async () => {
    const { id, workflowId, workflow } = await waiting();
    const before = await place.trace(id);
    await house.client.workflowService.deleteWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId },
    });
    await soon(async () => expect(workflow.describe()).rejects.toThrow('not found'));

    await place.track('ana', 'Opened');
    await place.atRest('ana', 'on');
    expect((await place.trace(id)).slice(0, before.length)).toEqual(before);
    expect(sentTo(id)).toHaveLength(1);
    expect(await place.messages(id)).toMatchObject([{ outcome: 'sent', attempts: 1 }]);
  });

  test('§12 given it was reset to its beginning, then it takes its decisions again and sends nothing twice', async () => {
    const { id, workflowId, workflow } = await waiting();
    await place.track('ana', 'Opened');
    await place.atRest('ana', 'on');
    const before = await place.trace(id);
    const { events } = await workflow.fetchHistory();
    const first = events?.find(({ workflowTaskCompletedEventAttributes: completed }) => completed)?.eventId;
    await house.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId },
      workflowTaskFinishEventId: first ?? null,
      requestId: `reset-${id}`,
      reason: 'by hand',
    });

    await place.track('ana', 'Bought');
    await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    expect((await place.trace(id)).slice(0, before.length)).toEqual(before);
    expect(sentTo(id)).toHaveLength(1);
    await replayAll(house.client, [workflowId]);
  });

  test('§12 given it was terminated, when an event concerns its instance, then the instance ends as `terminated`, waiting commands are refused, and the user can enter again', async () => {
    const { id, workflow } = await waiting();
    await workflow.terminate('by hand');
    const ordered = await place.order('ana', { name: 'pause' });
    await place.until('ana', { status: 'ended', exit: { reason: 'terminated' } });
    expect((await place.trace(id)).at(-1)).toMatchObject({ node: 'wait', move: 'exit', rule: 'terminated' });
    expect(await place.commands.state(place.workspace, ordered.id)).toMatchObject({
      state: 'refused',
      detail: 'it has ended: terminated',
    });
    await place.track('ana', 'Signed Up');
    expect(await place.atRest('ana', 'wait')).toMatchObject({ pass: 2 });
  });

  test('§12 given it was terminated, when the user enters again, then that entry is judged again and lets the user in', async () => {
    const { workflow } = await waiting();
    await workflow.terminate('by hand');
    await place.track('ana', 'Signed Up');
    await soon(async () => expect(await place.passes()).toHaveLength(2));
    await place.atRest('ana', 'wait');
    expect((await place.passes()).map(({ exit }) => exit)).toEqual([{ reason: 'terminated' }, null]);
    expect(await place.refusals()).toEqual([]);
  });

  test('§12 given it was terminated and nothing concerns its instance any more, when the deadline is long past, then it is found by that', async () => {
    const { id, workflow } = await waiting('real');
    expect(await announceOverdue(house.database.sql)).toBe(0);
    await workflow.terminate('by hand');
    await house.database.sql`update instances set wakes_at = wakes_at - ${3 * HOUR}::bigint where id = ${id}`;
    expect(await announceOverdue(house.database.sql)).toBe(1);
    expect((await place.until('ana', { status: 'ended' })).exit).toEqual({ reason: 'terminated' });
  });

  test('§12 given it is canceled, then that is an exit like any other: decided, traced, and its workflow completes', async () => {
    const { id, workflowId, workflow } = await waiting();
    await workflow.cancel();
    expect(await workflow.result()).toEqual({ reason: 'cancelled' });
    expect(await place.last()).toMatchObject({ status: 'ended', exit: { reason: 'cancelled' } });
    expect((await place.trace(id)).at(-1)).toMatchObject({ move: 'exit', rule: 'ended-by-operator' });
    await replayAll(house.client, [workflowId]);
  });
});

describe('§8 a start that Temporal refuses', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  test('§8 given it is refused for good, then the instance ends as `start-refused`, with the reason, and is counted', async () => {
    const place = await house.place();
    await place.publish(WELCOME);
    await place.track('ana', 'Signed Up');
    const launch = createLaunch(house.client, 'q'.repeat(1_100), { isEager: false });
    const forwarder = house.forwarder({ launch });
    await forwarder.drain();
    const { id, exit, status } = await place.last();
    expect({ exit, status }).toEqual({ exit: { reason: 'start-refused' }, status: 'ended' });
    expect(forwarder.warnings).toMatchObject([{ instance: id, detail: expect.stringContaining('length') }]);
    expect(await place.trace(id)).toMatchObject([{ node: null, move: 'exit', rule: 'start-refused' }]);
    expect(await place.outbox()).toBe(0);
    expect(await place.reconcile()).toEqual([]);
    expect(await house.missed()).toBe(0);
  });

  test('§8 given a search attribute that isn’t registered yet, then no instance ends: the start is tried again', async () => {
    const place = await house.place();
    await place.publish(WELCOME);
    await place.track('ana', 'Signed Up');
    const { workflow } = house.client;
    const start = (type: string, { typedSearchAttributes: _, ...options }: Parameters<typeof workflow.start>[1]) =>
      workflow.start(type, { ...options, searchAttributes: { NobodyKnowsIt: ['x'] } } as never);
    const unregistered = Object.create(house.client, {
      workflow: { value: Object.create(workflow, { start: { value: start } }) },
    });
    const forwarder = house.forwarder({ launch: createLaunch(unregistered, house.taskQueue, { isEager: false }) });
    await expect(forwarder.pass()).rejects.toThrow('nothing could be done');
    expect(await place.passes()).toMatchObject([{ status: 'starting', exit: null }]);
    await forwarder.clearBackOff();
    await house.forwarder().drain();
    expect(await place.passes()).toMatchObject([{ status: 'live' }]);
  });

  test('§12 given a user id that is long, or written in three bytes a letter, then its workflow id is none that Temporal refuses', async () => {
    const place = await house.place();
    await place.publish({ ...WELCOME, entry: { type: 'event', event: 'Signed Up', key: 'event.cart' } });
    const users = ['x'.repeat(500), '名'.repeat(128), 'a/b c%d'];
    await place.tell(...users.map((userId) => ({ userId, name: 'Signed Up', properties: { cart: '籠'.repeat(128) } })));
    await house.forwarder().drain();
    const statuses = await Promise.all(users.map(async (user) => (await place.last(user)).status));
    expect(statuses).toEqual(['live', 'live', 'live']);
  });
});

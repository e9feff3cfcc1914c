import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { createEngagement } from '../store/events/engagement.ts';
import { createGate, readPromises } from './gate.ts';
import { HOUR, type House, later, openHouse, type Place, soon } from './house.ts';
import { createProviders, listDelivered, type Providers } from './providers.ts';

/** One e-mail at once: T0 is 09:00 UTC, and from 21:00 on it is quiet. */
const hello = (message: object = {}, more: Partial<JourneyInput> = {}): JourneyInput =>
  ({
    id: 'hello',
    name: 'Hello',
    entry: { type: 'event', event: 'Signed Up' },
    quietHours: [{ from: '21:00', to: '09:00' }],
    start: 'mail',
    nodes: {
      mail: {
        type: 'message',
        channel: 'email',
        template: 'greeting',
        content: { subject: 'Hello', text: '.' },
        links: { suppressed: 'dropped' },
        then: 'wait',
        ...message,
      },
      wait: { type: 'delay', for: '30d', then: 'end' },
      clicked: { type: 'exit', reason: 'clicked' },
      dropped: { type: 'exit', reason: 'dropped' },
      end: { type: 'exit' },
    },
    ...more,
  }) as JourneyInput;
const ANA = { email: 'ana@example.com' };

describe('§8 between a decision and its send, and after it', () => {
  let house: House;
  let providers: Providers;
  let place: Place;
  const gate = createGate();
  beforeAll(async () => {
    house = await openHouse();
    providers = createProviders();
    await house.start({ adapters: providers.adapters, passing: (point) => gate.passing(point) });
  });
  beforeEach(async () => {
    place = await house.place();
  });
  afterEach(async () => {
    await soon(async () => expect(await place.outbox()).toBe(0));
    expect(await place.reconcile()).toEqual([]);
  });
  afterAll(() => house.close());

  const reached = (id: string) => providers.got.filter(({ key }) => key.startsWith(`${id}.`));
  const rules = async (id: Parameters<Place['trace']>[0]) => (await place.trace(id)).map(({ rule }) => rule);
  const events = async () =>
    (
      await house.database.sql<{ name: string }>`
        select name from events where workspace = ${place.workspace} and name like '$message.%' order by position`
    ).map(({ name }) => name);

  async function held(document: JourneyInput) {
    await place.publish(document);
    const claim = gate.hold('begun');
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await claim.reached;
    return { claim, ...(await place.last()) };
  }

  test('7.8 given quiet hours have begun by the claim, then nothing is handed over, and the message goes once at their end', async () => {
    const { claim, id, workflowId } = await held(hello());
    await place.moveClock(later(12 * HOUR));
    claim.release();
    await soon(async () => expect((await place.trace(id)).at(-1)).toMatchObject({ move: 'hold', rule: 'quiet-hours' }));
    expect(await place.messages(id)).toMatchObject([{ state: 'again', attempts: 0 }]);
    expect(reached(id)).toEqual([]);

    await place.moveClock(later(24 * HOUR + 1));
    await house.fire(workflowId);
    await place.until('ana', { node: 'wait' });
    expect(await place.messages(id)).toMatchObject([{ state: 'settled', outcome: 'sent', attempts: 1 }]);
    expect(await rules(id)).toEqual(['send-decided', 'quiet-hours', 'quiet-hours-over', 'sent', 'delay-began']);
    expect(reached(id)).toHaveLength(1);
  });

  test('7.8 given an attempt that broke off and quiet hours before the next, then it is held, and goes under the same key', async () => {
    const { claim, id, workflowId } = await held(hello());
    providers.next(() => Promise.reject(new Error('socket hang up')));
    claim.release();
    await soon(async () => expect(reached(id)).toHaveLength(1));
    const again = gate.hold('begun');
    await again.reached;
    await place.moveClock(later(12 * HOUR));
    again.release();
    await soon(async () => expect(await rules(id)).toContain('quiet-hours'));
    await place.moveClock(later(24 * HOUR + 1));
    await house.fire(workflowId);
    await place.until('ana', { node: 'wait' });
    expect(reached(id)).toHaveLength(2);
    expect(listDelivered(reached(id))).toHaveLength(1);
  });

  test('7.8 given quiet hours that drop have begun by the claim, then it takes `suppressed`, and the message says that it was withheld', async () => {
    const { claim, id } = await held(hello({}, { quietHours: [{ from: '21:00', to: '09:00', policy: 'drop' }] }));
    await place.moveClock(later(12 * HOUR));
    claim.release();
    await place.until('ana', { exit: { reason: 'dropped' } });
    expect(await place.messages(id)).toMatchObject([{ state: 'settled', outcome: 'withheld', attempts: 0 }]);
  });

  test('7.8 given consent withdrawn while it is held, then it takes `suppressed`, and no row is left open', async () => {
    const { claim, id, workflowId } = await held(hello({ links: { suppressed: 'wait' } }));
    await place.moveClock(later(12 * HOUR));
    claim.release();
    await soon(async () => expect(await rules(id)).toContain('quiet-hours'));
    await place.tell({ traits: { consent: { email: false } } });
    await place.moveClock(later(24 * HOUR + 1));
    await house.fire(workflowId);
    await place.until('ana', { node: 'wait' });
    expect(await place.messages(id)).toMatchObject([{ state: 'settled', outcome: 'withheld' }]);
  });

  test('§8 given a click that comes before the outcome, then it is not lost', async () => {
    const engage = createEngagement(house.database, house.store);
    const drawn = { engagement: { within: '1h' }, links: { clicked: 'clicked' } };
    const { claim, id } = await held(hello(drawn));
    const answer = readPromises();
    providers.next(async () => {
      await answer.promise;
      return { type: 'accepted', providerId: 'late' };
    });
    claim.release();
    await soon(async () => expect(await place.messages(id)).toMatchObject([{ state: 'claimed' }]));
    const [{ key } = { key: '' }] = await place.messages(id);
    await engage({ workspace: place.workspace, key, kind: 'clicked' });
    await soon(async () => expect((await place.last()).step).toBe(2)); // it has been read
    expect((await place.last()).exit).toBeNull();
    answer.resolve();
    await place.until('ana', { exit: { reason: 'clicked' } });
    expect(await rules(id)).toEqual(['send-decided', 'engaged-before-outcome', 'path-ended']);
  });

  test('§8 outcomes are events where a running journey names them, and cost nothing where none does', async () => {
    await place.publish(hello());
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await place.until('ana', { node: 'wait' });
    expect(await events()).toEqual([]);

    const where = { path: 'event.template', op: '=' as const, value: 'greeting' };
    await place.publish(hello({}, { id: 'second', entry: { type: 'event', event: '$message.failed', where } }));
    await place.tell({ userId: 'bob', traits: ANA }, { userId: 'bob', name: 'Signed Up' });
    await place.until('bob', { node: 'wait' });
    expect(await events()).toEqual([]);

    providers.next(() => ({ type: 'rejected', reason: 'no such mailbox' }));
    await place.tell({ userId: 'eve', traits: ANA }, { userId: 'eve', name: 'Signed Up' });
    await place.until('eve', { journey: 'second', node: 'wait' });
    expect(await events()).toEqual(['$message.failed']);
  });
});

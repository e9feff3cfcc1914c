import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDirectSends } from '../activities/direct.ts';
import type { Channel, MessageChannel } from '../journey/delivery/channel.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import type { SendRef } from '../store/messages/message.ts';
import { readPromises } from './gate.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { createProviders } from './providers.ts';

const welcome = (channel: MessageChannel): JourneyInput => ({
  id: `by-${channel}`,
  name: channel,
  entry: { type: 'event', event: `Wants ${channel}` },
  start: 'hello',
  nodes: {
    hello: { type: 'message', channel, content: { subject: 'Hello', text: 'Hello' }, then: 'done' },
    done: { type: 'exit' },
  },
});
const TRAITS = { email: 'ana@example.com', phone: '+31201234567', pushToken: 'token' };
const MANY = 30;

describe('sends on the queue of their workflows (design.md §8)', () => {
  let house: House;
  let place: Place;
  const providers = createProviders();
  const hangs = readPromises();
  beforeAll(async () => {
    house = await openHouse();
    const { sms, push } = providers.adapters;
    await house.start({
      directAtOnce: 2,
      adapters: {
        ...providers.adapters,
        sms: {
          ...sms,
          async deliver(parcel, handingOver) {
            const answer = await sms.deliver(parcel, handingOver);
            await hangs.promise;
            return answer;
          },
        },
        push: { ...push, perSecond: 1_000 },
      },
    });
  });
  beforeEach(async () => {
    place = await house.place();
    await place.publish(welcome('sms'), welcome('email'), welcome('push'));
  });
  afterAll(async () => {
    hangs.resolve();
    await house.close();
  });

  const reached = (channel: Channel) => providers.got.filter((got) => got.channel === channel).length;
  /** Task queues on which a user's send was scheduled, by what they are named after. */
  async function queuesOf(userId: string): Promise<readonly (string | undefined)[]> {
    const { workflowId } = await place.last(userId);
    const { events } = await house.client.workflow.getHandle(workflowId).fetchHistory();
    return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled ? [scheduled.taskQueue?.name?.split('-').at(-1)] : [],
    );
  }
  async function enter(userId: string, channel: MessageChannel) {
    await place.tell({ userId, traits: TRAITS }, { userId, name: `Wants ${channel}` });
    await place.until(userId, { exit: { reason: 'completed' } });
  }

  test('§8 given a provider that hangs with more sends than one worker has room for, then sends of other channels start immediately, and all its own start too', async () => {
    const people = Array.from({ length: MANY }, (_, nr) => `u${nr}`);
    await place.tell(
      ...people.flatMap((userId) => [
        { userId, traits: TRAITS },
        { userId, name: 'Wants sms' },
      ]),
    );
    await soon(async () => expect(reached('sms')).toBe(MANY));
    await enter('ana', 'email');
    expect(await queuesOf('ana')).toEqual(['live']);

    const queues = (await Promise.all(people.map(queuesOf))).map((names) => names.at(-1));
    expect(queues.filter((name) => name === 'live')).toHaveLength(2);
    expect(queues.filter((name) => name === 'sms')).toHaveLength(MANY - 2);
    hangs.resolve();
    for (const userId of people) await place.until(userId, { exit: { reason: 'completed' } });
    expect(reached('sms')).toBe(MANY);
  });

  test('§8 a channel with a rate limit uses its own queue', async () => {
    await enter('ana', 'push');
    expect(await queuesOf('ana')).toEqual(['push']);
  });
});

describe('room for the sends of one channel', () => {
  const of = (channel: Channel) => ({ channel }) as SendRef;
  const working = () => {
    const work = readPromises();
    const send = async () => {
      await work.promise;
      return 'sent' as const;
    };
    return { work, direct: createDirectSends({ send, takes: (channel) => channel !== 'push', atOnce: 1 }) };
  };

  test('a second send at once goes elsewhere; one of another channel does not', async () => {
    const { work, direct } = working();
    const first = direct.send(of('sms'));
    expect(direct.mayGoDirect([of('sms') as never])).toBe(false);
    expect(await direct.send(of('sms'))).toBe('elsewhere');
    const other = direct.send(of('email'));
    work.resolve();
    expect(await Promise.all([first, other])).toEqual(['sent', 'sent']);
    expect(direct.mayGoDirect([of('sms') as never])).toBe(true);
  });

  test('a send that fails leaves its room to the next', async () => {
    const send = () => Promise.reject(new Error('the provider is busy'));
    const direct = createDirectSends({ send, takes: () => true, atOnce: 1 });
    await expect(direct.send(of('sms'))).rejects.toThrow('busy');
    expect(direct.mayGoDirect([of('sms') as never])).toBe(true);
  });

  test('a channel that may not go here goes elsewhere', async () => {
    expect(await working().direct.send(of('push'))).toBe('elsewhere');
  });
});

import { describe, expect, test } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import type { World } from '../journey/world/world.ts';
import { createEngineWorld } from './engine-world.ts';
import { BEGINNING } from './play.ts';
import { scenario } from './scenario.ts';
import { ownName } from './server/own-name.ts';
import { playOnSharedServer } from './shared-server.ts';

/** One SMS each time that it is asked for. */
const onDemand = (nr: number, cap: object, reentry: 'always' | 'never'): Journey =>
  Journey.parse({
    id: `sms-${nr}`,
    name: `SMS ${nr}`,
    entry: { type: 'event', event: 'Go', reentry: { policy: reentry } },
    frequencyCaps: [cap],
    start: 'sms',
    nodes: {
      sms: {
        type: 'message',
        channel: 'sms',
        content: { text: 'Hi' },
        links: { suppressed: 'capped', failed: 'failed' },
        then: 'end',
      },
      capped: { type: 'exit', reason: 'capped' },
      failed: { type: 'exit', reason: 'failed' },
      end: { type: 'exit' },
    },
  });
const ANA = { phone: '+31612345678' };

describe('7.9 frequency caps, three ways', () => {
  const hourly = onDemand(1, { max: 1, per: '1h' }, 'always');

  scenario('the window rolls on, to the millisecond', hourly, async (t) => {
    await t.identify(ANA);
    await t.track('Go');
    await t.at('59m59s');
    await t.track('Go');
    expect(t.trace()).toContain('+59m59s sms → suppressed: capped');
    await t.at('1h');
    await t.track('Go');
    await t.at('1h59m59s');
    await t.track('Go');
    expect(t.passes().map(({ exit }) => exit?.reason)).toEqual(['completed', 'capped', 'completed', 'capped']);
    expect(t.sent().map(({ after }) => after)).toEqual(['0', '1h']);
  });

  scenario('a send that fails frees its slot', hourly, async (t) => {
    await t.identify(ANA);
    await t.provider('sms', { type: 'rejected', reason: 'no such number' });
    await t.track('Go');
    await t.provider('sms', { type: 'accepted' });
    await t.track('Go');
    await t.track('Go');
    expect(t.passes().map(({ exit }) => exit?.reason)).toEqual(['failed', 'completed', 'capped']);
  });

  scenario('each user has their own window', hourly, async (t) => {
    for (const [nr, user] of ['ana', 'cleo'].entries()) {
      await t.identify({ phone: `+3161234567${nr}` }, user);
      await t.track('Go', {}, user);
      await t.track('Go', {}, user);
      expect(t.passes(user).map(({ exit }) => exit?.reason)).toEqual(['completed', 'capped']);
    }
  });

  scenario('M11 users with one phone number share its window, however they write it', hourly, async (t) => {
    const written = ['+31612345678', ' +31 6 1234 5678 ', 31_612_345_678];
    for (const [nr, phone] of written.entries()) {
      await t.identify({ phone }, `user-${nr}`);
      await t.track('Go', {}, `user-${nr}`);
    }
    const reasons = () => written.map((_, nr) => t.passes(`user-${nr}`).map(({ exit }) => exit?.reason));
    expect(reasons()).toEqual([['completed'], ['capped'], ['capped']]);
    await t.at('1h');
    await t.track('Go', {}, 'user-1');
    expect(reasons()).toEqual([['completed'], ['capped', 'completed'], ['capped']]);
  });
});

describe('7.9 50 journeys want to send to one user in the same second, cap 3: exactly 3', { timeout: 60_000 }, () => {
  async function exactlyThree(world: World) {
    await world.begin(
      Array.from({ length: 50 }, (_, nr) => onDemand(nr, { max: 3, per: '1h' }, 'never')),
      BEGINNING,
    );
    await world.tell([{ user: 'ana', traits: ANA }]);
    await world.tell([{ user: 'ana', event: 'Go' }]);
    expect(await world.delivered()).toHaveLength(3);
    const reasons = (await world.passes()).map(({ exit }) => exit?.reason);
    expect(reasons.filter((reason) => reason === 'completed')).toHaveLength(3);
    expect(reasons.filter((reason) => reason === 'capped')).toHaveLength(47);
    expect(await world.reconcile()).toEqual([]);
    await world.end();
  }

  test('in the engine', () => exactlyThree(createEngineWorld()));

  test('on the real server', () => playOnSharedServer((server) => exactlyThree(server.world(ownName('fifty')))));
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { ProviderSettings } from '../../journey/delivery/channel-settings.ts';
import type { Adapter, Answer, Parcel, ProviderHealth } from '../port.ts';
import { PROBE_AFTER_MS } from './guard.ts';
import { createRoute } from './route.ts';

const BUSY: Answer = { type: 'busy', reason: '421 later' };
const AMBIGUOUS: Answer = { type: 'busy', reason: 'cut', ambiguous: true };
const WRONG: Answer = { type: 'misconfigured', reason: 'wrong password' };
const ACCEPTED: Answer = { type: 'accepted', providerId: '1' };
const REJECTED: Answer = { type: 'rejected', reason: 'no such number' };

const parcel = (key = 'k', more: Partial<Parcel> = {}): Parcel => ({
  ...{
    channel: 'sms',
    key,
    workspace: WorkspaceId.parse('w'),
    journey: JourneyId.parse('j'),
    to: '+31',
    content: { template: 't' },
    attempt: 1,
  },
  ...(more as object),
});

/** A provider that gives a test's answers in order, and then repeats the last one. */
function provider(name: string, ...answers: Answer[]) {
  const got: string[] = [];
  const adapter: Adapter = {
    channel: 'sms',
    provider: name,
    delivery: 'at-most-once',
    async deliver({ key }) {
      got.push(key);
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? ACCEPTED;
    },
  };
  return {
    adapter,
    got,
    answer: (...next: readonly Answer[]) => {
      answers.splice(0, answers.length, ...next);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('fail-over: a message goes on only if the provider certainly doesn’t have it', () => {
  test.each([
    { given: 'busy', first: BUSY, reached: ['b'], answer: ACCEPTED },
    { given: 'busy with a time', first: { ...BUSY, retryAfterMs: 9_000 } as Answer, reached: ['b'], answer: ACCEPTED },
    { given: 'misconfigured', first: WRONG, reached: ['b'], answer: ACCEPTED },
    { given: 'ambiguous', first: AMBIGUOUS, reached: [], answer: AMBIGUOUS },
    { given: 'rejected', first: REJECTED, reached: [], answer: REJECTED },
    { given: 'accepted', first: ACCEPTED, reached: [], answer: ACCEPTED },
  ])('8 given the first provider answers $given → the second gets $reached', async ({ first, reached, answer }) => {
    const a = provider('a', first);
    const b = provider('b', ACCEPTED);
    expect(await createRoute({ adapters: [a.adapter, b.adapter] }).deliver(parcel())).toEqual(answer);
    expect(b.got.map(() => 'b')).toEqual(reached);
  });

  test('8 the route reports the provider before the hand-over', async () => {
    const told: string[] = [];
    const a = provider('a', BUSY);
    const b = provider('b', ACCEPTED);
    const route = createRoute({ adapters: [a.adapter, b.adapter] });
    await route.deliver(parcel(), async (name) => {
      told.push(`${name} after ${a.got.length + b.got.length}`);
    });
    expect(told).toEqual(['a after 0', 'b after 1']);
  });

  test('7.11 a message that a provider may have goes to no other, even if that provider is held', async () => {
    const a = provider('a', WRONG);
    const b = provider('b', ACCEPTED);
    const route = createRoute({ adapters: [a.adapter, b.adapter] });
    for (let nr = 0; nr < 6; nr += 1) await route.deliver(parcel(`k${nr}`));
    const before = b.got.length;
    expect(await route.deliver(parcel('bound', { boundTo: 'a' }))).toMatchObject({ type: 'misconfigured' });
    expect(b.got).toHaveLength(before);
  });

  test('8 if all providers are misconfigured, so is the answer; if one is only busy, the message is retried', async () => {
    const a = provider('a', WRONG);
    const b = provider('b', WRONG);
    const route = createRoute({ adapters: [a.adapter, b.adapter] });
    expect(await route.deliver(parcel())).toMatchObject({ type: 'misconfigured' });
    b.answer({ ...BUSY, retryAfterMs: 7_000 } as Answer);
    expect(await route.deliver(parcel())).toMatchObject({ type: 'busy', retryAfterMs: 7_000 });
  });
});

describe('the circuit breaker of a provider', () => {
  test('8 after five faults in a row it is held; later one message tests it, and it works again', async () => {
    const changes: ProviderHealth['state'][] = [];
    const a = provider('a', WRONG);
    const route = createRoute({ adapters: [a.adapter], onChange: ({ state }) => changes.push(state) });
    for (let nr = 0; nr < 20; nr += 1) expect(await route.deliver(parcel(`k${nr}`))).toMatchObject(WRONG_TYPE);
    expect(a.got).toHaveLength(5);
    expect(changes).toEqual(['held']);

    vi.setSystemTime(Date.now() + PROBE_AFTER_MS);
    await Promise.all(Array.from({ length: 10 }, (_, nr) => route.deliver(parcel(`probe${nr}`))));
    expect(a.got).toHaveLength(6);

    a.answer(ACCEPTED);
    vi.setSystemTime(Date.now() + PROBE_AFTER_MS);
    expect(await route.deliver(parcel())).toEqual(ACCEPTED);
    expect(await route.deliver(parcel())).toEqual(ACCEPTED);
    expect(changes).toEqual(['held', 'working']);
  });
  const WRONG_TYPE = { type: 'misconfigured' };

  test('8 one bad message among good ones doesn’t hold the provider', async () => {
    const a = provider('a', WRONG, ACCEPTED, WRONG, WRONG, ACCEPTED, WRONG, WRONG, WRONG, WRONG, ACCEPTED);
    const route = createRoute({ adapters: [a.adapter] });
    for (let nr = 0; nr < 10; nr += 1) await route.deliver(parcel(`k${nr}`));
    expect(a.got).toHaveLength(10);
  });

  test('8 a provider that asks for a pause rests for that time and isn’t held', async () => {
    const a = provider('a', { ...BUSY, retryAfterMs: 5_000 } as Answer, ACCEPTED);
    const route = createRoute({ adapters: [a.adapter] });
    await route.deliver(parcel());
    expect(await route.deliver(parcel())).toMatchObject({ type: 'busy', retryAfterMs: 5_000 });
    expect(a.got).toHaveLength(1);
    expect(route.health?.()).toMatchObject([{ state: 'resting', reason: '421 later' }]);
    vi.setSystemTime(Date.now() + 5_000);
    expect(await route.deliver(parcel())).toEqual(ACCEPTED);
  });

  test('8 busy recipients never hold the provider, whatever pause they ask for and however many come in a row', async () => {
    const a = provider('a', { ...BUSY, retryAfterMs: 300_000, isOfRecipient: true } as Answer);
    const route = createRoute({ adapters: [a.adapter] });
    for (let nr = 0; nr < 10; nr += 1) await route.deliver(parcel(`k${nr}`));
    a.answer(ACCEPTED);
    expect(await route.deliver(parcel())).toEqual(ACCEPTED);
    expect(a.got).toHaveLength(11);
    expect(route.health?.()).toMatchObject([{ state: 'working', faults: [] }]);
  });

  test('8 a limited number of recent faults is stored, with repeats as a count', async () => {
    const a = provider('a', BUSY);
    const route = createRoute({ adapters: [a.adapter], probeAfterMs: 0 });
    for (let nr = 0; nr < 50; nr += 1) {
      a.answer({ ...BUSY, reason: nr < 10 ? 'same' : `fault ${nr}` } as Answer);
      await route.deliver(parcel(`k${nr}`));
    }
    const [health] = route.health?.() ?? [];
    expect(health?.faults).toHaveLength(20);
    expect(health?.faults[0]).toMatchObject({ reason: 'fault 49', count: 1 });
  });
});

describe('the guarantee of a route', () => {
  test('7.11 each hand-over has its provider’s guarantee', () => {
    const keyed: Adapter = { ...provider('b').adapter, delivery: 'honours-keys' };
    const route = createRoute({ adapters: [provider('a').adapter, keyed] });
    expect(route.delivery).toBe('at-most-once');
    expect(route.promiseOf?.('b')).toMatchObject({ delivery: 'honours-keys' });
    expect(route.promiseOf?.('gone')).toBeUndefined();
  });
});

describe('settings that operators change while workers run', () => {
  const setting = (name: string, more: Partial<ProviderSettings> = {}): ProviderSettings => ({
    ...{ name, weight: 1, isEnabled: true, ...more },
  });
  function routeWith(...first: readonly ProviderSettings[]) {
    const [a, b] = [provider('a', ACCEPTED), provider('b', ACCEPTED)];
    let settings = first;
    const route = createRoute({ adapters: [a.adapter, b.adapter], settings: () => settings });
    return { a, b, route, set: (...next: readonly ProviderSettings[]) => (settings = next) };
  }

  test('8 order, weights and switches apply to the next message', async () => {
    const { a, b, route, set } = routeWith(setting('a'), setting('b', { weight: 0 }));
    await route.deliver(parcel('1'));
    set(setting('b'), setting('a', { weight: 0 }));
    await route.deliver(parcel('2'));
    set(setting('b', { isEnabled: false }), setting('a'));
    await route.deliver(parcel('3'));
    expect([a.got, b.got]).toEqual([['1', '3'], ['2']]);
  });

  test('8 every attempt of a message goes first to the provider that its key chose', async () => {
    const { a, b, route } = routeWith(setting('a'), setting('b'));
    for (let attempt = 1; attempt <= 5; attempt += 1) await route.deliver(parcel('same', { attempt }));
    expect([a.got.length, b.got.length].toSorted()).toEqual([0, 5]);
  });

  test('8 while all providers are disabled, messages wait and don’t fail', async () => {
    const { a, b, route } = routeWith(setting('a', { isEnabled: false }), setting('b', { isEnabled: false }));
    expect(await route.deliver(parcel())).toMatchObject({ type: 'busy', isQueued: true });
    expect([...a.got, ...b.got]).toEqual([]);
    expect(route.pacing?.()).toEqual({ perSecond: undefined, isHeld: true, atProvider: 0 });
  });

  test('7.11 a message that a disabled provider may have waits for it, and goes to no other', async () => {
    const { a, b, route } = routeWith(setting('a', { isEnabled: false }), setting('b'));
    expect(await route.deliver(parcel('bound', { boundTo: 'a' }))).toMatchObject({ type: 'busy', isQueued: true });
    expect([...a.got, ...b.got]).toEqual([]);
  });

  test('8 with a limit, the hand-over is recorded after the turn comes, so a crash while waiting loses nothing', async () => {
    const a = provider('a', ACCEPTED);
    const route = createRoute({ adapters: [{ ...a.adapter, perSecond: 1 }] });
    expect(route.announcesHandOver).toBe(true);
    const told: string[] = [];
    const announce = async (name = '') => {
      told.push(name);
    };
    await route.deliver(parcel('1'), announce);
    const second = route.deliver(parcel('2'), announce);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toEqual(['a']);
    await second;
    expect([told, a.got]).toEqual([
      ['a', 'a'],
      ['1', '2'],
    ]);
  });

  test('8 given a provider is disabled while a message waits for its turn, then that message waits on', async () => {
    const a = provider('a', ACCEPTED);
    let isEnabled = true;
    const settings = () => [setting('a', { isEnabled, perSecond: 20 })];
    const route = createRoute({ adapters: [a.adapter], settings });
    const [, second] = [route.deliver(parcel('1')), route.deliver(parcel('2'))];
    isEnabled = false;
    expect(await second).toMatchObject({
      type: 'busy',
      isQueued: true,
      reason: expect.stringContaining('a is disabled'),
    });
    expect(a.got).toEqual([]);
  });

  test('8 operators are alerted once about a misconfigured provider', async () => {
    const a = provider('a', WRONG);
    const told: string[] = [];
    const onMisconfigured = (name: string, reason: string) => told.push(`${name}: ${reason}`);
    const route = createRoute({ adapters: [a.adapter], onMisconfigured });
    for (let nr = 0; nr < 4; nr += 1) await route.deliver(parcel(`k${nr}`));
    expect(told).toEqual(['a: wrong password']);
  });
});

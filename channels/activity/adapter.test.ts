import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Parcel } from '../port.ts';
import { createActivityAdapter } from './adapter.ts';
import { type ActivityDefinition, type ActivityRun, readDefinition } from './define.ts';

const parcel = (data: JsonObject = {}, more: Partial<Parcel<'activity'>> = {}): Parcel<'activity'> => ({
  channel: 'activity',
  key: 'i1.score.1',
  workspace: WorkspaceId.parse('main'),
  journey: JourneyId.parse('leads'),
  to: 'ana',
  attempt: 1,
  content: { template: 'score', activity: 'score', data },
  ...more,
});

const running = (definition: Partial<ActivityDefinition<never, unknown>>) =>
  createActivityAdapter([
    readDefinition({
      name: 'score',
      ports: ['hot', 'cold'],
      input: z.object({}),
      run: () => ({ port: 'hot' }),
      ...definition,
    }),
  ]);

afterEach(() => void vi.useRealTimers());

describe('a registered activity', () => {
  test('gets its checked input with defaults, and its user and key', async () => {
    const got: unknown[] = [];
    const adapter = running({
      input: z.object({ plan: z.string(), n: z.number().default(1) }),
      run: (input: unknown, { signal, ...about }: ActivityRun) => {
        got.push(input, about, signal.aborted);
        return { port: 'cold' };
      },
    } as never);
    expect(await adapter.deliver(parcel({ plan: 'team' }, { attempt: 3 }))).toEqual({
      type: 'accepted',
      providerId: 'i1.score.1',
      response: { port: 'cold' },
    });
    expect(got).toEqual([
      { plan: 'team', n: 1 },
      {
        key: 'i1.score.1',
        userId: 'ana',
        workspace: WorkspaceId.parse('main'),
        journey: JourneyId.parse('leads'),
        attempt: 3,
      },
      false,
    ]);
  });

  test('input that doesn’t match is refused for good, and it doesn’t run', async () => {
    const run = vi.fn();
    const adapter = running({ input: z.object({ plan: z.string() }), run } as never);
    expect(await adapter.deliver(parcel({ plan: 7 }))).toMatchObject({
      type: 'rejected',
      reason: expect.stringContaining('its input is invalid: input.plan: '),
    });
    expect(run).not.toHaveBeenCalled();
  });

  test.each([
    {
      given: 'no port, where there is but one',
      ports: ['done'],
      back: undefined,
      answer: { type: 'accepted', response: { port: 'done' } },
    },
    {
      given: 'no port, where there are two',
      ports: ['a', 'b'],
      back: {},
      answer: { type: 'rejected', reason: 'it returned no port: return one of a, b' },
    },
    {
      given: 'a port that it does not declare',
      ports: ['a'],
      back: { port: 'z' },
      answer: { type: 'rejected', reason: 'it returned the port "z", but it declares a' },
    },
    {
      given: 'something else altogether',
      ports: ['a'],
      back: 'a',
      answer: { type: 'rejected', reason: expect.stringContaining('neither a port nor an output') },
    },
    {
      given: 'an output that it does not declare',
      ports: ['a'],
      back: { output: 7 },
      answer: { type: 'accepted', response: { port: 'a' } },
    },
  ])('$given', async ({ ports, back, answer }) => {
    expect(await running({ ports, run: () => back } as never).deliver(parcel())).toMatchObject(answer);
  });

  test.each([
    { output: { points: 91 }, answer: { type: 'accepted', response: { port: 'hot', output: { points: 91 } } } },
    {
      output: { points: '91' },
      answer: { type: 'rejected', reason: expect.stringContaining('its output is invalid: output.points: ') },
    },
    {
      output: { points: 1, note: 'x'.repeat(20_000) },
      answer: { type: 'rejected', reason: expect.stringMatching(/^its output has 200\d\d characters/) },
    },
    {
      output: { points: 1, note: 'a\0b' },
      answer: { type: 'accepted', response: { port: 'hot', output: { points: 1, note: 'a\ufffdb' } } },
    },
  ])('its output is checked: $answer.type', async ({ output, answer }) => {
    const schema = z.object({ points: z.number(), note: z.string().optional() });
    expect(
      await running({ output: schema, run: () => ({ port: 'hot', output }) } as never).deliver(parcel()),
    ).toMatchObject(answer);
  });

  test('an error is retried as often as configured, and then it has failed', async () => {
    const adapter = running({ attempts: 2, run: () => Promise.reject(new Error('no connection')) } as never);
    expect(await adapter.deliver(parcel())).toEqual({ type: 'busy', reason: 'no connection' });
    expect(await adapter.deliver(parcel({}, { attempt: 2 }))).toEqual({
      type: 'rejected',
      reason: 'attempt 2: no connection',
    });
  });

  test('a non-retryable error isn’t retried', async () => {
    const run = () => {
      throw Object.assign(new Error('no such customer'), { nonRetryable: true });
    };
    expect(await running({ run } as never).deliver(parcel())).toEqual({
      type: 'rejected',
      reason: 'attempt 1: no such customer',
    });
  });

  test('C47 an activity that throws immediately leaves no timer that would end the process', async () => {
    vi.useFakeTimers();
    const run = () => {
      throw new Error('no such plan');
    };
    expect(await running({ run } as never).deliver(parcel())).toEqual({ type: 'busy', reason: 'no such plan' });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an activity that takes too long is aborted and retried', async () => {
    vi.useFakeTimers();
    const signals: AbortSignal[] = [];
    const run = (_: unknown, { signal }: ActivityRun) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    const answer = running({ timeout: '30s', run } as never).deliver(parcel());
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await answer).toEqual({ type: 'busy', reason: 'took longer than 30 s' });
    expect(signals[0]?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an activity that this worker lacks waits for another worker', async () => {
    expect(await createActivityAdapter([]).deliver(parcel())).toEqual({
      type: 'misconfigured',
      reason: 'no activity "score" is registered with this worker: name its module in SOJOURN_ACTIVITIES',
    });
  });
});

describe('a definition', () => {
  test('lists its ports and input for authors; omitted fields have defaults', () => {
    const { registered, timeoutMs, attempts } = readDefinition({
      name: 'score',
      input: z.object({ plan: z.string().describe('Which plan'), n: z.number().default(1) }),
      run() {},
    });
    expect(registered).toMatchObject({ name: 'score', title: 'score', about: '', ports: ['done'], output: null });
    expect(registered.input).toMatchObject({
      type: 'object',
      required: ['plan'],
      properties: { plan: { description: 'Which plan' } },
    });
    expect({ timeoutMs, attempts }).toEqual({ timeoutMs: 60_000, attempts: 5 });
  });

  test.each([
    { given: 'a name with a space', wrong: { name: 'score lead' }, where: 'name' },
    { given: 'the port of every activity', wrong: { ports: ['failed'] }, where: 'ports.0' },
    { given: 'no port', wrong: { ports: [] }, where: 'ports' },
    { given: 'a schema that is none', wrong: { input: { type: 'object' } }, where: 'input' },
    { given: 'input that is no object', wrong: { input: z.string() }, where: 'input' },
    { given: 'two hours', wrong: { timeout: '2h' }, where: 'timeout' },
    { given: 'no attempt', wrong: { attempts: 0 }, where: 'attempts' },
    { given: 'nothing to run', wrong: { run: 'it' }, where: 'run' },
    { given: 'a name that means nothing', wrong: { retries: 3 }, where: '' },
  ])('$given is refused, and it is said where', ({ wrong, where }) => {
    const read = () => readDefinition({ name: 'score', input: z.object({}), run() {}, ...wrong });
    expect(read).toThrow(z.ZodError);
    try {
      read();
    } catch (error) {
      expect((error as z.ZodError).issues[0]?.path.join('.')).toBe(where);
    }
  });
});

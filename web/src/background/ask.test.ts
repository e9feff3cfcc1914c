import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerWith } from './answer';
import { type Asked, createAsk, NoAnswer, type Tasks } from './ask';

type Listener = (event: { readonly data?: unknown; readonly message?: string }) => void;

/** A worker that runs its tasks with `answerWith`, as the browser would run its file. */
function workerWith(tasks: Tasks) {
  const listeners = new Map<string, Listener>();
  const worker = {
    addEventListener: (type: string, listener: Listener) => void listeners.set(type, listener),
    postMessage: (asked: Asked) => inside?.({ data: asked }),
    terminate: vi.fn(),
    fail: (message: string) => listeners.get('error')?.({ message }),
  };
  let inside: Listener | undefined;
  vi.stubGlobal('addEventListener', (_: string, listener: Listener) => {
    inside = listener;
  });
  vi.stubGlobal('postMessage', (data: unknown) => listeners.get('message')?.({ data }));
  answerWith(tasks);
  return worker;
}

type Sums = { add(a: number, b: number): number; fail(): never; hang(): Promise<never> };
const SUMS = {
  add: (a: number, b: number) => a + b,
  fail: () => {
    throw new Error('no such sum');
  },
  hang: () => new Promise<never>(() => {}),
};

const opened: ReturnType<typeof workerWith>[] = [];
const open = () => {
  opened.push(workerWith(SUMS));
  return opened.at(-1) as unknown as Worker;
};
beforeEach(() => {
  vi.useFakeTimers();
  opened.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a task in a worker', () => {
  test('gets its own answer, and its own error; one worker serves all', async () => {
    const ask = createAsk<Sums>(open);
    expect(opened).toHaveLength(0);
    const all = await Promise.allSettled([ask('add', 1, 2), ask('fail'), ask('add', 3, 4)]);
    expect(all.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      3,
      'Error: no such sum',
      7,
    ]);
    expect(opened).toHaveLength(1);
  });

  test('that never ends fails at its limit and its worker is closed; waiting tasks move to a new worker', async () => {
    const ask = createAsk<Sums>(open, 5_000);
    const hanging = ask('hang').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(4_999);
    const behind = ask('hang').catch((error: unknown) => error);
    expect(opened[0]?.terminate).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await hanging).toBeInstanceOf(NoAnswer);
    expect(opened[0]?.terminate).toHaveBeenCalledOnce();
    expect(opened).toHaveLength(2);
    expect(await ask('add', 1, 1)).toBe(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await behind).toBeInstanceOf(NoAnswer);
  });

  test('fails if its worker can’t be loaded; the next task opens a new worker', async () => {
    const ask = createAsk<Sums>(open);
    const lost = ask('hang');
    opened[0]?.fail('');
    await expect(lost).rejects.toThrow('a part of the app could not be loaded');
    expect(await ask('add', 2, 2)).toBe(4);
    expect(opened).toHaveLength(2);
  });

  test('leaves no timer behind once it is answered', async () => {
    await createAsk<Sums>(open, 5_000)('add', 1, 2);
    expect(vi.getTimerCount()).toBe(0);
  });
});

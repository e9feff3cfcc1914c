import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('items ready at the same moment run together, and items that arrive meanwhile run next', async () => {
  const done: (readonly number[])[] = [];
  let release = () => {};
  const twice = gather(async (items: readonly number[]) => {
    done.push(items);
    if (done.length === 1)
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    return items.map((item) => item * 2);
  }, 3);
  const first = [twice(1), twice(2)];
  await new Promise(setImmediate);
  const second = [3, 4, 5, 6].map(twice);
  release();
  expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8, 10, 12]);
  expect(done).toEqual([[1, 2], [3, 4, 5], [6]]);
});

test('given work that fails, then each of its items fails, and the next are done', async () => {
  let times = 0;
  const once = gather(async (items: readonly number[]) => {
    times += 1;
    if (times === 1) throw new Error('away');
    return items;
  }, 10);
  const outcomes = await Promise.allSettled([once(1), once(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await once(3)).toBe(3);
});

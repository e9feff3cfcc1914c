import { describe, expect, test } from 'vitest';
import { createPageSize } from './page-size.ts';

describe('8 a page of a broadcast holds its locks for about 40 ms', () => {
  const sizesAfter = (pages: readonly (readonly [done: number, ms: number])[]) => {
    const pageSize = createPageSize();
    return pages.map(([done, ms]) => {
      pageSize.record(done, ms);
      return pageSize.size();
    });
  };

  test.each([
    {
      given: 'a fast database',
      pages: [
        [50, 10],
        [100, 20],
        [200, 40],
        [200, 10],
      ],
      sizes: [100, 200, 200, 250],
    },
    {
      given: 'a slow one',
      pages: [
        [50, 400],
        [10, 80],
        [10, 4_000],
      ],
      sizes: [10, 10, 10],
    },
    {
      given: 'one that has become slow',
      pages: [
        [50, 10],
        [100, 100],
        [40, 40],
      ],
      sizes: [100, 40, 40],
    },
    {
      given: 'a page whose users were all busy',
      pages: [
        [0, 1],
        [0, 900],
      ],
      sizes: [50, 50],
    },
    { given: 'the last few of a queue', pages: [[3, 3]], sizes: [40] },
  ] as const)('given $given', ({ pages, sizes }) => {
    expect(sizesAfter(pages)).toEqual(sizes);
  });
});

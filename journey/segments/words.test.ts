import { expect, test } from 'vitest';
import { SegmentCondition } from './segment.ts';
import { segmentInWords } from './words.ts';

test.each([
  [{ path: 'profile.plan', op: '=', value: 'free' }, 'profile.plan is "free"'],
  [{ inSegment: 'vip' }, 'in segment vip'],
  [{ did: 'Session' }, 'did Session'],
  [{ did: 'Session', atLeast: 3, within: '7d' }, 'did Session at least 3 times within 7d'],
  [{ did: 'Session', atLeast: 2, atMost: 4 }, 'did Session 2 to 4 times'],
  [{ did: 'Session', atLeast: 2, atMost: 2 }, 'did Session exactly 2 times'],
  [{ did: 'Session', atLeast: 0, atMost: 4 }, 'did Session at most 4 times'],
  [
    { didNot: 'Ordered', within: '30d', where: { path: 'event.total', op: '>', value: 50 } },
    'did not Ordered within 30d, where event.total > 50',
  ],
  [{ first: 'Session', before: '2026-01-01' }, 'first did Session before 2026-01-01'],
  [{ last: 'Session', after: { ago: '3d' } }, 'last did Session after 3d ago'],
  [
    { all: [{ any: [{ did: 'A' }, { did: 'B' }] }, { not: { inSegment: 'vip' } }] },
    '(did A or did B) and not (in segment vip)',
  ],
])('%j is said as %s', (condition, words) => {
  expect(segmentInWords(SegmentCondition.parse(condition))).toBe(words);
});

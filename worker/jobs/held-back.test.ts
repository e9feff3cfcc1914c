import { expect, test } from 'vitest';
import { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { instant } from '../../journey/time/time.ts';
import { createHeldBack } from './held-back.ts';

const of = { workspace: WorkspaceId.parse('w'), journey: JourneyId.parse('welcome') };
const queued = (nr: number) => ({
  ...{ broadcast: 'b', nr, person: PersonId.parse(`p${nr}`), version: 1 },
  ...{ at: instant(0), properties: {}, busyMs: 0 },
});
const numbers = (list: readonly { readonly nr: number }[] | undefined) => list?.map(({ nr }) => nr);

test('a held-back user is left out for a second, then twice as long each time, at most a minute', () => {
  let now = 0;
  const heldBack = createHeldBack(() => now);
  for (const waitMs of [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000)) {
    heldBack.add(of, queued(1));
    now += waitMs - 1;
    expect(numbers(heldBack.of(of))).toEqual([1]);
    now += 1;
    expect(numbers(heldBack.of(of))).toEqual([]);
  }
});

test('more than a hundred hold the whole queue of their journey, and no other', () => {
  const heldBack = createHeldBack(() => 0);
  for (let nr = 1; nr <= 100; nr += 1) heldBack.add(of, queued(nr));
  expect(heldBack.of(of)).toHaveLength(100);
  heldBack.add(of, queued(101));
  expect(heldBack.of(of)).toBeUndefined();
  expect(heldBack.of({ ...of, journey: JourneyId.parse('other') })).toEqual([]);
});

test('a user who has entered is tried immediately the next time', () => {
  const heldBack = createHeldBack(() => 0);
  expect([heldBack.add(of, queued(1)), heldBack.add(of, queued(1))]).toEqual([1, 2]);
  heldBack.remove(of, [queued(1)]);
  expect(heldBack.of(of)).toEqual([]);
  expect(heldBack.add(of, queued(1))).toBe(1);
});

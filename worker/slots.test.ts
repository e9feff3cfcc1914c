import { expect, test } from 'vitest';
import { createSlots, slotsFor } from './slots.ts';

test.each([
  { given: 'no limit', pacing: { perSecond: undefined, isHeld: false, atProvider: 50 }, slots: 100 },
  { given: '50 per second', pacing: { perSecond: 50, isHeld: false, atProvider: 0 }, slots: 15 },
  { given: '50 per second and a slow provider', pacing: { perSecond: 50, isHeld: false, atProvider: 40 }, slots: 55 },
  { given: 'less than one per second', pacing: { perSecond: 0.1, isHeld: false, atProvider: 0 }, slots: 2 },
  { given: 'more than a worker can', pacing: { perSecond: 5_000, isHeld: false, atProvider: 90 }, slots: 100 },
  { given: 'a held channel', pacing: { perSecond: 50, isHeld: true, atProvider: 40 }, slots: 2 },
])('8 given $given, a worker takes $slots sends at once', ({ pacing, slots }) => {
  expect(slotsFor(pacing)).toBe(slots);
});

const CONTEXT: Parameters<ReturnType<typeof createSlots>['reserveSlot']>[0] = {
  slotType: 'activity',
  ...{ taskQueue: 'q', workerIdentity: 'w', workerBuildId: 'b', isSticky: false },
};

test('8 a changed number of slots applies while requests wait, and an aborted request takes none', async () => {
  let most = 1;
  const slots = createSlots(() => most);
  const never = new AbortController();
  const permit = await slots.reserveSlot(CONTEXT, never.signal);
  expect(slots.tryReserveSlot(CONTEXT)).toBeNull();
  const aborted = new AbortController();
  const refused = slots.reserveSlot(CONTEXT, aborted.signal).catch((cause: Error) => cause.name);
  aborted.abort();
  expect(await refused).toBe('AbortError');

  let given = 0;
  const waiting = [1, 2].map(() =>
    slots.reserveSlot(CONTEXT, never.signal).then(() => {
      given += 1;
    }),
  );
  slots.releaseSlot({ permit });
  await waiting[0];
  expect(given).toBe(1);
  most = 2;
  await Promise.all(waiting);
  expect(given).toBe(2);
});

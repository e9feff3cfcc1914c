import { expect, test } from 'vitest';
import { InstanceId, JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import type { Sql } from '../store/base/sql.ts';
import { createBulkRoom } from './bulk-room.ts';

const journey = (id: string) => ({ workspace: WorkspaceId.parse('main'), journey: JourneyId.parse(id) });
const NEWS = journey('news');

/** A room whose instances are decided after a time that the test sets. */
function open() {
  let clock = 0;
  let takesMs = 10;
  let count = 0;
  const born = new Map<string, number>();
  const sql = (async (_text: TemplateStringsArray, _workspaces: unknown, ids: readonly string[]) =>
    ids.flatMap((id) => {
      const since = born.get(id);
      return since === undefined ? [] : [{ id, isUndecided: clock - since < takesMs }];
    })) as unknown as Sql;
  const room = createBulkRoom(sql, () => clock);
  return {
    set: (ms: number) => {
      takesMs = ms;
    },
    pass: (ms: number) => {
      clock += ms;
    },
    async left(of = NEWS) {
      await room.refresh();
      return room.left(of);
    },
    /** Lets in as many as there is room for. */
    async fill(of = NEWS, isCommitted = true) {
      await room.refresh();
      const ids = Array.from({ length: room.left(of) }, () => InstanceId.parse(`i${count++}`));
      if (isCommitted) for (const id of ids) born.set(id, clock);
      room.note(of, ids);
      return ids.length;
    },
  };
}

test('C10 the room for bulk work grows while first decisions are fast, and shrinks while they wait', async () => {
  const { left, set, pass, fill } = open();
  expect([await fill(), await left()]).toEqual([5, 0]);
  for (let round = 0; round < 100; round += 1) {
    pass(10);
    await fill();
  }
  pass(10);
  const grown = await left();
  expect(grown).toBe(200);

  set(100); // the machine is busy: ten times as long
  for (let round = 0; round < 20; round += 1) {
    await fill();
    pass(100);
  }
  expect(await left()).toBeLessThan(10);
});

test('C10 an instance that never decides, or was never committed, holds its place for a while only', async () => {
  const { left, set, pass, fill } = open();
  set(Number.POSITIVE_INFINITY);
  await fill();
  pass(10_000);
  expect(await left()).toBe(0);
  pass(1);
  expect(await left()).toBe(5);

  await fill(NEWS, false);
  pass(999);
  expect(await left()).toBe(0);
  pass(1);
  expect(await left()).toBe(5);
});

test('C10 a journey whose instances don’t decide leaves every other journey a few places', async () => {
  const { left, set, fill } = open();
  set(Number.POSITIVE_INFINITY);
  expect([await fill(), await left()]).toEqual([5, 0]);
  expect([await fill(journey('sale')), await left(journey('sale'))]).toEqual([3, 0]);
  expect([await fill(journey('survey')), await left(), await left(journey('sale'))]).toEqual([3, 0, 0]);
});

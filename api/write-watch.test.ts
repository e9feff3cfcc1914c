import { expect, test, vi } from 'vitest';
import { WorkspaceId } from '../journey/base/ids.ts';
import { createWriteWatch } from './write-watch.ts';

const MAIN = WorkspaceId.parse('main');
const sqlError = (code: string) => Object.assign(new Error('No space left on device'), { code });

test('6 given a full disk, then the API is not ready until a write or a question every five seconds says otherwise', async () => {
  let clock = 0;
  let fault: Error | undefined;
  const fail = async () => {
    if (fault) throw fault;
  };
  const ask = vi.fn(fail);
  const accept = async () => {
    await fail();
    return [];
  };
  const watch = createWriteWatch({ accept, close: async () => {} }, ask, () => clock);
  const isReady = () =>
    watch.check().then(
      () => true,
      () => false,
    );
  const track = () => watch.ingest.accept(MAIN, []).catch(() => {});

  expect(await isReady()).toBe(true);
  fault = sqlError('40P01'); // a deadlock says nothing about the disk
  await track();
  expect(await isReady()).toBe(true);

  fault = sqlError('53100');
  await track();
  clock += 4_999;
  expect([await isReady(), await isReady(), ask.mock.calls.length]).toEqual([false, false, 0]);
  clock += 1;
  expect([await isReady(), await isReady(), ask.mock.calls.length]).toEqual([false, false, 1]);
  await expect(watch.check()).rejects.toThrow('accepts no changes: No space left on device');

  clock += 5_000;
  expect([...(await Promise.all([isReady(), isReady()])), ask.mock.calls.length]).toEqual([false, false, 2]);
  fault = sqlError('40P01'); // the question fails for another reason
  clock += 5_000;
  expect([await isReady(), await isReady(), ask.mock.calls.length]).toEqual([false, false, 3]);

  fault = undefined;
  clock += 5_000;
  expect([await isReady(), ask.mock.calls.length]).toEqual([true, 4]);

  fault = sqlError('25006');
  await track();
  expect(await isReady()).toBe(false);
  fault = undefined;
  await track();
  expect([await isReady(), ask.mock.calls.length]).toEqual([true, 4]);
});

test('6 given another route finds the disk full, then the API is not ready either', async () => {
  const accept = async () => [];
  const watch = createWriteWatch(
    { accept, close: async () => {} },
    async () => {},
    () => 0,
  );
  watch.note(new Error('a bug'));
  await watch.check();
  watch.note(new Error('the entry failed', { cause: sqlError('53100') }));
  await expect(watch.check()).rejects.toThrow('accepts no changes');
});

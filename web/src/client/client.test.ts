import { describe, expect, test } from 'vitest';
import { captureRequests } from '../../../test/captured-requests';
import { api, unwrap } from './client';
import { Trouble } from './trouble';

const AWAY = { message: 'no answer', fix: 'check the network' };
const { answer, fail } = captureRequests(api);
const ask = () => unwrap(api.GET('/v1/session'), AWAY);

describe('an answer', () => {
  test('is its data', async () => {
    answer('GET /v1/session', { name: 'Ana' });
    expect(await ask()).toEqual({ name: 'Ana' });
  });

  test('with a problem throws it, with the request’s ID', async () => {
    const problem = { code: 'key-revoked', message: 'the key is revoked', fix: 'sign in again', instance: 'req-1' };
    answer('GET /v1/session', problem, 401);
    const trouble = await ask().catch((thrown: unknown) => thrown);
    expect(trouble).toBeInstanceOf(Trouble);
    const { instance: requestId, ...shown } = problem;
    expect(trouble).toMatchObject({ ...shown, status: 401, requestId });
  });

  test.each<{ readonly name: string; readonly body: unknown }>([
    { name: 'a text', body: '<html>Bad gateway</html>' },
    { name: 'null', body: null },
    { name: 'numbers where texts belong', body: { code: 5, message: 6, fix: 7, instance: 8 } },
  ])('of a proxy that sends $name keeps its status', async ({ body }) => {
    answer('GET /v1/session', body, 502);
    await expect(ask()).rejects.toMatchObject({ ...AWAY, code: 'unknown', status: 502, requestId: undefined });
  });

  test('that never comes is reported as such', async () => {
    fail('GET /v1/session');
    await expect(ask()).rejects.toMatchObject({ ...AWAY, code: 'away', status: 0 });
  });
});

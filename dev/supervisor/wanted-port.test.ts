import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../embedded/ports.ts';
import { wantedPort } from './wanted-port.ts';

describe('a port', () => {
  const other = createServer();
  let taken: number;
  beforeAll(async () => {
    taken = await freePort();
    await new Promise<void>((resolve) => other.listen(taken, '127.0.0.1', resolve));
  });
  afterAll(() => other.close());

  test('given the port is free, then it is taken silently', async () => {
    const port = await freePort();
    expect(await wantedPort('API_PORT', port, {}, expect.fail)).toBe(port);
  });

  test('given the default port is taken, then another is chosen and reported', async () => {
    const said: string[] = [];
    const port = await wantedPort('API_PORT', taken, {}, (line) => said.push(line));
    expect(said).toEqual([`Port ${taken} is in use: using ${port} instead (set API_PORT to choose another)`]);
  });

  test('given a requested port is taken, then the error names the fix', async () => {
    const env = { API_PORT: String(taken) };
    await expect(wantedPort('API_PORT', taken, env, expect.fail)).rejects.toThrow(
      `API_PORT is ${taken}, which is in use`,
    );
  });

  test('given 0, then any free one', async () => {
    expect(await wantedPort('API_PORT', 0, { API_PORT: '0' }, expect.fail)).toBeGreaterThan(0);
  });
});

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientServer, startClientServer } from '../server.ts';
import { hasPythonClient, python } from './installed.ts';

let server: ClientServer;
beforeAll(async () => {
  server = await startClientServer();
});
afterAll(() => server.close());

const PROGRAM = path.join(import.meta.dirname, 'send.py');

/** Runs a client in a process of its own. It fails if the client met an error. */
const send = (client: string) =>
  promisify(execFile)(python, [PROGRAM, client, server.key, server.origin, server.secureOrigin], { timeout: 60_000 });

const CLIENTS = [
  { client: 'segment-analytics-python', user: 'py-segment', last: ['$profile.changed'], isRetrying: true },
  { client: 'rudder-sdk-python', user: 'py-rudder', last: ['$profile.changed'], isRetrying: true },
  { client: 'posthog', user: 'py-posthog', last: [], isRetrying: true },
  { client: 'customerio', user: 'py-customerio', last: ['$profile.changed'], isRetrying: false },
];

describe.each(CLIENTS)('D16 $client', ({ client, user, last, isRetrying }) => {
  const isInstalled = hasPythonClient(client);

  test.skipIf(!isInstalled)('D16 it sends all it can', async () => {
    await send(client);
    const names = ['$profile.changed', 'Charged', 'Page Viewed', ...last];
    const events = await server.events(user);
    expect(events.slice(0, names.length).map(({ name }) => name)).toEqual(names);
    expect(events[1]?.properties).toMatchObject({ total: 3 });
    expect(await server.profile(user)).toMatchObject({ email: 'p@example.com' });
  });

  test.skipIf(!isInstalled || !isRetrying)('D16 after 503, it sends again, and each event counts once', async () => {
    const before = (await server.events(user)).filter(({ name }) => name === 'Charged').length;
    server.fail({ status: 503 });
    await send(client);
    expect((await server.events(user)).filter(({ name }) => name === 'Charged')).toHaveLength(before + 1);
  });
});

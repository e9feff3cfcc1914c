import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClientServer, startClientServer } from '../server.ts';
import { python } from './installed.ts';

let server: ClientServer;
beforeAll(async () => {
  server = await startClientServer();
});
afterAll(() => server.close());

const PROGRAM = path.join(import.meta.dirname, 'send.py');

/** Runs a client in a process of its own. It fails if the client met an error. */
const send = (client: string) =>
  promisify(execFile)(python ?? '', [PROGRAM, client, server.key, server.origin, server.secureOrigin], {
    timeout: 60_000,
  });

test.skipIf(!python).each([
  ['segment-analytics-python', 'py-segment', ['$profile.changed', 'Charged', 'Page Viewed', '$profile.changed']],
  ['rudder-sdk-python', 'py-rudder', ['$profile.changed', 'Charged', 'Page Viewed', '$profile.changed']],
  ['posthog', 'py-posthog', ['$profile.changed', 'Charged', 'Page Viewed']],
  ['customerio', 'py-customerio', ['$profile.changed', 'Charged', 'Page Viewed', '$profile.changed']],
])('D16 %s sends all it can', async (client, user, names) => {
  await send(client);
  const events = await server.events(user);
  expect(events.slice(0, names.length).map(({ name }) => name)).toEqual(names);
  expect(events[1]?.properties).toMatchObject({ total: 3 });
  expect(await server.profile(user)).toMatchObject({ email: 'p@example.com' });
});

test.skipIf(!python).each([
  ['segment-analytics-python', 'py-segment'],
  ['rudder-sdk-python', 'py-rudder'],
  ['posthog', 'py-posthog'],
])('D16 %s sends again after 503, and each event counts once', async (client, user) => {
  await server.api.database.sql`delete from events`;
  await server.api.database.sql`delete from event_keys`;
  server.fail({ status: 503 });
  await send(client);
  expect((await server.events(user)).filter(({ name }) => name === 'Charged')).toHaveLength(1);
});

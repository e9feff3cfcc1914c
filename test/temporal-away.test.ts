import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineCache } from '../dev/embedded/cache.ts';
import { freePort } from '../dev/embedded/ports.ts';
import { temporalCli } from '../dev/embedded/temporal-cli.ts';
import { type EmbeddedTemporal, startTemporalServer } from '../dev/embedded/temporal-server.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { registerSearchAttributes } from '../worker/temporal.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { createProviders, type Providers } from './providers.ts';

/** Waits two seconds for the goal, then sends. */
const REMINDER: JourneyInput = {
  id: 'reminder',
  name: 'Reminder',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'event', event: 'Signed Up' },
  start: 'wait',
  nodes: {
    wait: { type: 'delay', for: '2s', then: 'email' },
    email: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'done' },
    done: { type: 'exit' },
  },
};

/** The name is what a later run cleans up by, should this one be killed. */
const directory = mkdtempSync(path.join(os.tmpdir(), `sojourn-test-${process.pid}-`));
let temporal: EmbeddedTemporal;
let house: House;
let providers: Providers;
let place: Place;

/** With its database in a file, on one port, so that it can be killed and come back. */
async function startTemporal(port: number): Promise<EmbeddedTemporal> {
  const { TEMPORAL_CLI, PATH = '' } = process.env;
  const cli = await temporalCli({ chosen: TEMPORAL_CLI, searchPath: PATH, cache: machineCache(process.env) });
  return startTemporalServer({ cli: cli.path, directory: path.join(directory, 'temporal'), port: async () => port });
}

beforeAll(async () => {
  temporal = await startTemporal(await freePort());
  const connection = await Connection.connect({ address: temporal.address });
  await registerSearchAttributes(connection, 'default');
  await connection.close();
  house = await openHouse({ temporalAddress: temporal.address });
  providers = createProviders();
  await house.start({ adapters: providers.adapters });
  place = await house.place('real');
  await place.publish(REMINDER);
}, 60_000);
afterAll(async () => {
  await house?.close();
  await temporal?.stop();
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}, 60_000);

test('§8 given Temporal is killed while users wait, then ingest continues, and once it is back every user is where they should be: none lost, nothing sent twice', {
  timeout: 120_000,
}, async () => {
  const inside = ['a', 'b', 'c', 'd', 'e', 'f'];
  const converted = ['a', 'b', 'c'];
  const late = ['g', 'h', 'i', 'j'];
  const enter = (user: string) =>
    place.tell({ userId: user, traits: { email: `${user}@example.com` } }, { userId: user, name: 'Signed Up' });
  for (const user of inside) await enter(user);
  for (const user of inside) await place.atRest(user, 'wait');

  temporal.kill();
  for (const user of late) await enter(user);
  for (const user of converted) await place.track(user, 'Bought');
  await soon(async () => {
    const [row] = await house.database.sql<{ due: boolean }>`
        select bool_and(wakes_at < clock(workspace)) as due from instances where workspace = ${place.workspace}
          and status = 'live'`;
    expect(row?.due).toBe(true); // timers that should have run
  });
  expect(await place.outbox()).toBeGreaterThan(0);
  expect(providers.got).toEqual([]);

  temporal = await startTemporal(temporal.ports[0] ?? 0);
  for (const user of [...inside, ...late])
    await place.until(user, {
      exit: converted.includes(user) ? { reason: 'goal', goal: 'bought' } : { reason: 'completed' },
    });
  await soon(async () => expect(await place.outbox()).toBe(0));
  expect(providers.got.map(({ to }) => to).sort()).toEqual(
    ['d', 'e', 'f', ...late].map((user) => `${user}@example.com`),
  );
  expect(await place.reconcile()).toEqual([]);
  expect(await house.missed()).toBe(0);
  const [aside] = await house.database.sql<{ n: number }>`select count(*) as n from dead_letters`;
  expect(aside?.n).toBe(0);
});

import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdvance } from '../../activities/advance.ts';
import type { CallbackReport, Callbacks } from '../../channels/provider.ts';
import { createDueHandlers } from '../../due/handlers.ts';
import { createDuePicker } from '../../due/picker.ts';
import { createForwarder } from '../../forwarding/forwarder.ts';
import type { Launch } from '../../forwarding/launch.ts';
import { apply, type Instance } from '../../journey/engine/apply.ts';
import { validate } from '../../journey/validate/index.ts';
import { createKey } from '../../store/access/keys.ts';
import type { Database } from '../../store/base/sql.ts';
import { createCallbackWork } from '../../store/callbacks/apply.ts';
import { createVersions } from '../../store/journeys/versions.ts';
import type { SendRef } from '../../store/messages/message.ts';
import { createMessages } from '../../store/messages/messages.ts';
import { claimToAsk } from '../../store/messages/to-ask.ts';
import type { Reachable } from '../../store/outbox/reachable.ts';
import { createStore } from '../../store/person.ts';
import { pass } from '../../test/pass.ts';
import { composeApi } from '../../worker/api-system.ts';
import { WORKSPACE } from './seed.ts';

/** The product on one database, without Temporal: the run takes the workflows' steps itself, one at a time. */
export type Hall = Awaited<ReturnType<typeof openHall>>;

interface Calling {
  readonly expected?: number | undefined;
  /** A user token instead of the key. */
  readonly token?: string | undefined;
}

const entries = { plainUserIds: true };
const log = { warn: () => {}, error: () => {}, debug: () => {} };

export async function openHall(database: Database) {
  const store = createStore(database);
  const versions = createVersions(database);
  const key = await createKey(database.sql, {
    ...{ workspace: WORKSPACE, name: 'scale', kind: 'dev', actor: 'scale' },
    scopes: ['admin'],
  });
  const api = composeApi({
    ...{ database, workspace: WORKSPACE, plainUserIds: true, validate, log, patienceMs: 1 },
    health: { pendingMigrations: async () => [], phase: () => 'running' },
    findCallbacks: () => unsigned,
  });
  const server = await listen((port, ready) => api.app.listen(port, '127.0.0.1', ready));
  const started: Instance[] = [];
  const launch = launchInto(started);
  const ports = { database, store, versions, entries, launch, log };
  const forwarders = { live: createForwarder(ports), bulk: createForwarder(ports, 'bulk') };
  const picker = createDuePicker({
    ...{ database, store, log, ring: () => {} },
    handlers: createDueHandlers({ store, versions, entries, log }),
  });
  const callbacks = createCallbackWork({ database, store, ring: () => {}, log });
  const advance = createAdvance({ versions, store, entries, onStuck: () => {}, ring: () => {} });
  return {
    ...{ database, store, versions, entries, key },
    messages: createMessages(store),
    /** Calls a route, with an admin key by default. @throws if it answers with a 4xx or 5xx, or not as `expected` */
    call: (method: string, path: string, body?: unknown, { expected, token = key }: Calling = {}) =>
      call(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, method, token, body, expected),
    forward: (lane: 'live' | 'bulk' = 'live') => pass(forwarders[lane]),
    pickDue: () => pass(picker),
    applyCallbacks: () => pass(callbacks),
    claimToAsk: () => claimToAsk(database.sql, { channel: 'sms', provider: 'twilio', atMost: 30 }),
    /** Returns the last instance that the forwarder has started, or undefined. */
    lastStarted: () => started.at(-1),
    async advance(instance: Instance) {
      const decision = await advance({ instance, timerRuns: false });
      return { decision, instance: apply(instance, decision) };
    },
    sendOf: (instance: Instance, effect: object): SendRef =>
      ({ ...effect, ...instance, instance: instance.id }) as unknown as SendRef,
    async close() {
      server.close();
      server.closeAllConnections();
      await api.close();
    },
  };
}

/** Reads a list of reports without a signature. */
const unsigned: Callbacks = {
  read: async ({ body }) => ({ type: 'read', reports: JSON.parse(body.toString()) as CallbackReport[], inbound: [] }),
};

const listen = (on: (port: number, ready: () => void) => Server): Promise<Server> =>
  new Promise((resolve) => {
    const server = on(0, () => resolve(server));
  });

const launchInto = (started: Instance[]): Launch => ({
  async start({ workspace, person }, { id, start }: Reachable) {
    const { journey, version, enteredAt, beginsAt } = start;
    started.push({
      ...{ id, workspace, person, journey, version, step: 0, enteredAt, at: null, visit: 0, arrivedAt: enteredAt },
      ...{ until: null, readTo: beginsAt, since: [beginsAt, beginsAt, beginsAt] },
      ...{ pausedAt: null, pausedMs: 0, held: false, exit: null },
    });
    return 'started';
  },
  nudge: async () => 'nudged',
  closedAs: async () => undefined,
});

async function call(url: string, method: string, key: string, body: unknown, expected?: number) {
  const isText = typeof body === 'string';
  const response = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      'Idempotency-Key': randomUUID(),
      ...(body !== undefined && { 'Content-Type': isText ? 'text/csv' : 'application/json' }),
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isFine = expected === undefined ? response.status < 400 : response.status === expected;
  if (!isFine) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, never>) : {};
}

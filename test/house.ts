import { Client, Connection } from '@temporalio/client';
import { expect, inject, vi } from 'vitest';
import { createAdvance } from '../activities/advance.ts';
import { createForwarder } from '../forwarding/forwarder.ts';
import { createLaunch } from '../forwarding/launch.ts';
import type { ForwarderPorts } from '../forwarding/ports.ts';
import { InstanceId, type PersonId, WorkspaceId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { type Entered, type Exit, type Instance, newInstance, type TraceLine } from '../journey/engine/apply.ts';
import type { Order } from '../journey/events/input.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { createCommands } from '../store/decisions/commands.ts';
import { type Accepted, createIngest, type IncomingMessage } from '../store/events/ingest.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { publish } from '../store/lifecycle/publish.ts';
import { reconcile } from '../store/maintenance/reconcile.ts';
import { listMessages, type MessageSeen } from '../store/messages/seen.ts';
import { readLastPosition, sweep } from '../store/outbox/outbox.ts';
import { createStore } from '../store/person.ts';
import { workflowBundle } from '../testkit/replay.ts';
import { ownName } from '../testkit/server/own-name.ts';
import { quietRuntime } from '../testkit/server/quiet-runtime.ts';
import { type Server, startServer } from '../testkit/server/server.ts';
import { createTimeTravel } from '../testkit/server/time-travel.ts';
import type { SystemOptions } from '../worker/workers.ts';
import { freshDatabase } from './database.ts';
import { pass } from './pass.ts';

/** For what a test doesn't look at. */
export const SILENT = { warn() {}, error() {} };

/** A Monday, 9:00 UTC. */
export const T0 = instant(Date.parse('2026-03-02T09:00:00Z'));
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const later = (ms: number): Instant => instant(T0 + ms);

/**
 * The store on a database of its own, the run's Temporal server, and as much of the product as a test wants to run on
 * them.
 */
export type House = Awaited<ReturnType<typeof openHouse>>;

/** `url`: of a database that is there already; without it a fresh one. */
export async function openHouse({
  temporalAddress = inject('temporalAddress'),
  url,
}: {
  readonly temporalAddress?: string;
  readonly url?: string;
} = {}) {
  quietRuntime();
  const fresh = url === undefined ? await freshDatabase() : { url, drop: async () => {} };
  const database = openDatabase({ url: fresh.url, max: 10, name: 'test' });
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });
  const taskQueue = ownName('h');
  const store = createStore(database);
  const servers = new Set<Server>();
  const rooms = { database, store, client, taskQueue, url: fresh.url };

  return {
    ...rooms,
    /** Moves a workflow's own clock to the moment at which its timer fires. */
    fire: (workflowId: string) =>
      soon(async () => expect(await createTimeTravel(client, 'default').toTimer(workflowId)).toBe(true)),

    /** Workers, forwarder and jobs, as in production. */
    async start(options: Partial<SystemOptions> & { readonly adapters?: SystemOptions['adapters'] } = {}) {
      const server = await startServer({
        databaseUrl: fresh.url,
        temporalAddress,
        workflowBundle: await workflowBundle(),
        ...(options.adapters && { adapters: options.adapters }),
        system: { taskQueue, ...options },
      });
      const opened = {
        ...server,
        async close() {
          if (!servers.delete(opened)) return;
          await server.close();
        },
      };
      servers.add(opened);
      return opened;
    },

    /** A forwarder that passes when the test says so. */
    forwarder: (ports: Partial<ForwarderPorts> = {}) => forwarderOf(rooms, ports),

    /** A workspace; virtual unless `real`: its clock stands at T0 until it is moved. */
    place: (clock: 'virtual' | 'real' = 'virtual') => openPlace(rooms, WorkspaceId.parse(ownName('w')), clock),

    /** Users that the sweep would find now, at any age: none, unless an event was lost. */
    missed: async () => sweep(database.sql, 0, await readLastPosition(database.sql)),

    /** After a test that has started some: its failure must not leave them at work for the next. */
    async closeServers() {
      for (const server of servers) await server.close();
    },

    async close() {
      for (const server of servers) await server.close();
      await connection.close();
      await database.close();
      await fresh.drop();
    },
  };
}

interface Rooms {
  readonly database: Database;
  readonly store: ReturnType<typeof createStore>;
  readonly client: Client;
  readonly taskQueue: string;
  readonly url: string;
}

function forwarderOf({ database, store, client, taskQueue }: Rooms, ports: Partial<ForwarderPorts>) {
  const warnings: object[] = [];
  const errors: object[] = [];
  const forwarder = createForwarder({
    database,
    store,
    versions: createVersions(database),
    entries: { plainUserIds: true },
    launch: createLaunch(client, taskQueue, { isEager: false }),
    log: { warn: (about) => warnings.push(about), error: (about) => errors.push(about) },
    ...ports,
  });
  return {
    warnings,
    errors,
    slots: forwarder,
    /** What is ready, as much as goes at once. @throws where nothing of it could be done. */
    pass: () => pass(forwarder),
    /** What has been put off is ready again. */
    async clearBackOff() {
      const { sql } = database;
      await sql`update outbox_events set retry_at = clock_timestamp()`;
      await sql`update outbox set ready_at = clock_timestamp() where claimed_by is null`;
    },
    /** What is due, until nothing is. */
    async drain() {
      while ((await this.pass()) > 0);
    },
  };
}

/** One pass of one user, as an operator sees it. */
export interface PassSeen {
  readonly id: InstanceId;
  readonly person: PersonId;
  readonly journey: string;
  readonly version: number;
  readonly key: string;
  readonly pass: number;
  readonly status: string;
  readonly workflowId: string;
  readonly node: string | null;
  readonly step: number;
  readonly readTo: number;
  readonly nudgedTo: number;
  readonly wakesAt: Instant | null;
  readonly stuck: string | null;
  readonly exit: Exit | null;
}

/** A workspace with its people: a company's services, its clock, and what an operator sees. */
export type Place = Awaited<ReturnType<typeof openPlace>>;

async function openPlace({ database, store, client }: Rooms, workspace: WorkspaceId, clock: 'virtual' | 'real') {
  const { sql } = database;
  const ingest = createIngest(database, store, { flushMs: 0 });
  const commands = createCommands(database, store);
  await sql`insert into workspaces (id, virtual_now) values (${workspace}, ${clock === 'virtual' ? T0 : null})`;
  let messages = 0;

  const message = ({ traits, ...told }: Partial<IncomingMessage>): IncomingMessage => {
    messages += 1;
    const common = { messageId: `${workspace}.${messages}`, userId: 'ana' };
    return traits
      ? { ...common, kind: 'identify', name: '$profile.changed', properties: traits, traits, ...told }
      : { ...common, kind: 'track', name: 'Nothing', properties: {}, ...told };
  };

  /** Accepted together, in one transaction. */
  const tell = (...told: readonly Partial<IncomingMessage>[]): Promise<readonly Accepted[]> =>
    ingest.accept(workspace, told.map(message));

  const passes = async (userId = 'ana'): Promise<readonly PassSeen[]> => {
    const rows = await sql<Omit<PassSeen, 'exit'> & { reason: string | null; goal: string | null }>`
      select id, person, journey, version, key, pass, status, workflow_id as "workflowId", node, step,
        read_to as "readTo", nudged_to as "nudgedTo",
             wakes_at as "wakesAt", stuck, exit_reason as reason, exit_goal as goal
        from instances where workspace = ${workspace} and user_id = ${userId} order by entry_position, id`;
    return rows.map(({ reason, goal, ...row }) => ({
      ...row,
      id: InstanceId.parse(row.id),
      exit: reason === null ? null : { reason, ...(goal !== null && { goal }) },
    }));
  };

  /** @throws if there is none. */
  const last = async (userId = 'ana'): Promise<PassSeen> => {
    const pass = (await passes(userId)).at(-1);
    if (!pass) throw new Error(`${userId} has not entered`);
    return pass;
  };

  const outbox = async (): Promise<number> => {
    const [row] = await sql<{ n: number }>`select count(*) as n from outbox where workspace = ${workspace}`;
    return row?.n ?? 0;
  };

  return {
    workspace,
    ingest,
    commands,
    message,
    tell,
    passes,
    last,
    /** Rows that wait for a forwarder. */
    outbox,

    publish: (...documents: readonly JourneyInput[]) =>
      Promise.all(documents.map((document) => publish(database, workspace, Journey.parse(document), 'test'))),

    moveClock: async (to: Instant) => {
      await sql`update workspaces set virtual_now = ${to} where id = ${workspace}`;
    },

    track: async (userId: string, name: string, properties: JsonObject = {}): Promise<Accepted> => {
      const [accepted] = await tell({ userId, name, properties });
      if (!accepted) throw new Error('no answer');
      return accepted;
    },

    order: async (userId: string, order: Order) => {
      const { id } = await last(userId);
      const result = await commands.order({ workspace, instance: id, actor: 'test', order });
      if (!result.ok) throw new Error(result.refusal.message);
      return result.value;
    },

    /** Waits until the last pass is as it should be. */
    until: (userId: string, wanted: Partial<PassSeen>, patienceMs?: number): Promise<PassSeen> =>
      soon(async () => {
        const pass = await last(userId);
        expect(pass).toMatchObject(wanted);
        return pass;
      }, patienceMs),

    /** Waits until the last pass is at the node and has read whatever a nudge was for. */
    atRest: (userId: string, node: string, patienceMs?: number): Promise<PassSeen> =>
      soon(async () => {
        const pass = await last(userId);
        expect(pass).toMatchObject({ status: 'live', node });
        expect(pass.nudgedTo).toBeLessThanOrEqual(pass.readTo);
        expect(await outbox()).toBe(0);
        return pass;
      }, patienceMs),

    trace: async (instance: InstanceId): Promise<readonly TraceLine[]> => {
      const rows = await sql<{ trace: readonly TraceLine[] }>`
        select decision -> 'trace' as trace from transitions where workspace = ${workspace} and instance = ${instance}
          order by step`;
      return rows.flatMap(({ trace }) => trace);
    },

    messages: (instance: InstanceId): Promise<readonly MessageSeen[]> => listMessages(sql, workspace, instance),

    refusals: () => sql<{ position: number; reason: string; read: JsonObject }>`
      select position, reason, read from refusals where workspace = ${workspace} order by position`,

    reconcile: () => reconcile(sql, workspace),

    /** How many nudges its history holds. */
    nudges: async (workflowId: string): Promise<number> => {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      return (events ?? []).filter(({ workflowExecutionSignaledEventAttributes: signal }) => signal).length;
    },
  };
}

/** Decides by itself, without a workflow: what the local activity does, from an instance's state. */
export function decider({ database, store }: Pick<Rooms, 'database' | 'store'>) {
  const advance = createAdvance({
    versions: createVersions(database),
    store,
    entries: { plainUserIds: true },
    onStuck: () => {},
    ring: () => {},
  });
  return (instance: Instance, timerRuns = false) => advance({ instance, timerRuns });
}

/** What a workflow begins with. */
export async function firstStateOf({ database: { sql } }: Pick<Rooms, 'database'>, id: InstanceId): Promise<Instance> {
  const [row] = await sql<Entered>`
    select id, workspace, person, journey, version, entered_at as "enteredAt", entry_position as "beginsAt"
      from instances where id = ${id}`;
  if (!row) throw new Error(`no instance ${id}`);
  return newInstance(row);
}

/** Holds once it is so: what happens on another connection, or at Temporal, a moment later. */
export const soon = <T>(check: () => Promise<T>, patienceMs = 60_000): Promise<T> =>
  vi.waitFor(check, { timeout: patienceMs, interval: 15 });

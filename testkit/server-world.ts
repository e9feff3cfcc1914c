import { Readable } from 'node:stream';
import { NativeConnection, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createReweigh } from '../activities/reweigh.ts';
import type { Parcel } from '../channels/port.ts';
import { type JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import type { Result } from '../journey/base/refusal.ts';
import type { Decision, Exit } from '../journey/engine/apply.ts';
import { PROFILE_CHANGED } from '../journey/events/own-events.ts';
import type { JourneyState } from '../journey/lifecycle/state.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import type { Delivered, Pass, Told, World } from '../journey/world/world.ts';
import { createDoorbell } from '../store/base/doorbell.ts';
import { type Database, openDatabase } from '../store/base/sql.ts';
import { uploadList } from '../store/broadcasts/lists.ts';
import { createCommands } from '../store/decisions/commands.ts';
import { createEnter } from '../store/entry/enter.ts';
import { createEngagement } from '../store/events/engagement.ts';
import { createIngest } from '../store/events/ingest.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { stopJourney } from '../store/lifecycle/end.ts';
import { pauseJourney, resumeJourney } from '../store/lifecycle/pause.ts';
import { publish } from '../store/lifecycle/publish.ts';
import { reconcile } from '../store/maintenance/reconcile.ts';
import { createStore } from '../store/person.ts';
import { putSegment } from '../store/segments/segments.ts';
import { type System, type SystemOptions, startSystem } from '../worker/system.ts';
import { answersOf, type Capture, capturing } from './capturing.ts';
import { ownName } from './own-name.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { experimentsIn } from './server-experiments.ts';
import { untilDecided, untilSettled } from './settled.ts';
import { createTimeTravel } from './time-travel.ts';

export interface ServerOptions {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace?: string;
  readonly workflowBundle?: WorkflowBundleWithSourceMap;
  readonly adapters?: SystemOptions['adapters'];
  readonly system?: Partial<SystemOptions>;
}

/** The whole product on a real Temporal server and database. Hosts any number of worlds. */
export interface Server {
  world(name: string): ServerWorld;
  readonly system: System;
  readonly database: Database;
  readonly parcels: readonly Parcel[];
  /** Describes the server's state in a line, for a wait that timed out. */
  describe(): string;
  close(): Promise<void>;
}

export interface ServerWorld extends World {
  readonly workspace: WorkspaceId;
  /** Records events like `tell`, without waiting for their effects. */
  accept(told: readonly Told[]): Promise<void>;
  workflowIds(): Promise<readonly string[]>;
}

export async function startServer(options: ServerOptions): Promise<Server> {
  quietRuntime();
  const { databaseUrl, temporalAddress, namespace = 'default', workflowBundle } = options;
  const database = openDatabase({ url: databaseUrl, max: 20, name: 'sojourn testkit' });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const capture: Capture = { parcels: [], answers: new Map() };
  const warnings = lastWarnings();
  const system = await startSystem({
    database,
    databaseUrl,
    connection,
    namespace,
    taskQueue: ownName('t'),
    adapters: options.adapters ?? capturing(capture),
    plainUserIds: true,
    workflowSlots: 50,
    decisionsAtOnce: 20,
    log: { info() {}, warn: warnings.note, error: warnings.note },
    ...(workflowBundle && { workflowBundle }),
    ...options.system,
  });
  return {
    system,
    database,
    parcels: capture.parcels,
    describe() {
      const { totalCount, idleCount, waitingCount } = database.pool;
      const workers = system.isRunning() ? 'run' : 'have ended';
      return `workers ${workers}; connections ${totalCount}, idle ${idleCount}, awaited ${waitingCount}; ${warnings.inWords()}`;
    },
    world: (name) => createServerWorld(database, system, capture, WorkspaceId.parse(name), namespace),
    async close() {
      await system.shutdown();
      await connection.close();
      await database.close();
    },
  };
}

/** Keeps the last warnings, for `describe`. */
function lastWarnings() {
  const last: string[] = [];
  return {
    note(about: object, message: string) {
      const { err } = about as { readonly err?: unknown };
      last.push(err instanceof Error ? `${message}: ${err.message}` : message);
      if (last.length > 3) last.shift();
    },
    inWords: () => (last.length === 0 ? 'no warnings' : `last warnings: ${last.join(' | ')}`),
  };
}

function createServerWorld(
  database: Database,
  system: System,
  { parcels, answers }: Capture,
  workspace: WorkspaceId,
  namespace: string,
): ServerWorld {
  const { sql } = database;
  const store = createStore(database);
  const ingest = createIngest(database, store, { flushMs: 0 });
  const versions = createVersions(database);
  const enter = createEnter(database, store, versions, { plainUserIds: true });
  const reweigh = createReweigh({ database, versions, onFailure: unexpected });
  const commands = createCommands(database, store);
  const engagement = createEngagement(database, store);
  const travel = createTimeTravel(system.client, namespace);
  let messages = 0;
  const bell = createDoorbell(database, ['due'], 0);
  async function moveClock(to: Instant) {
    await sql`update workspaces set virtual_now = ${to} where id = ${workspace}`;
    bell.ring();
  }

  const settled = () => untilSettled(database, system, workspace, namespace);
  /** Creates users whose internal id is their name, as in the engine, because splits draw by it. */
  const meet = (users: readonly string[]) => sql`
    with named as (
      insert into identities (workspace, kind, value, person)
      select distinct ${workspace}, 'user', name, name from unnest(${users}::text[]) as u (name)
      on conflict do nothing
      returning person
    )
    insert into persons (workspace, id, user_id, created_at, updated_at)
    select ${workspace}, person, person, clock(${workspace}), clock(${workspace}) from named`;

  async function accept(told: readonly Told[]) {
    await meet(told.map(({ user }) => user));
    await ingest.accept(
      workspace,
      told.map(({ user, event, properties = {}, traits }) => {
        messages += 1;
        const common = { messageId: `${workspace}.${messages}`, userId: user };
        return traits
          ? { ...common, kind: 'identify' as const, name: PROFILE_CHANGED, properties: traits, traits }
          : { ...common, kind: 'track' as const, name: event ?? '', properties };
      }),
    );
  }

  return {
    name: 'server',
    workspace,
    async begin(journeys, at, segments = []) {
      await sql`insert into workspaces (id, virtual_now) values (${workspace}, ${at})`;
      for (const document of segments) await putSegment(database, { workspace, document, actor: 'testkit' });
      if (segments.length > 0) await settled();
      for (const document of journeys) await publish(database, workspace, document, 'testkit');
    },
    async publish(document) {
      await publish(database, workspace, document, 'testkit');
      await settled();
    },
    async tell(told) {
      await accept(told);
      await settled();
    },
    accept,
    async enter(user, journey, properties) {
      await meet([user]);
      messages += 1;
      await enter({ workspace, journey, userId: user, properties, messageId: `${workspace}.${messages}` });
      await settled();
    },
    async upload(journey, rows) {
      await meet(rows.map(({ user }) => user));
      const list = rows.map(({ user, properties }, index) => ({ nr: index + 1, userId: user, properties }));
      must(await uploadList(database, { workspace, journey, actor: 'testkit' }, Readable.from(list)));
      bell.ring();
      await settled();
    },
    async order(user, journey, order) {
      const [row] = await sql<{ id: never }>`
        select id from instances where workspace = ${workspace} and user_id = ${user} and journey = ${journey} and ended_at is null order by id desc limit 1`;
      if (!row) throw new Error(`${user} is not inside ${journey}`);
      await commands.order({ workspace, instance: row.id, actor: 'testkit', order });
      await settled();
    },
    async engage(user, what, kind) {
      const [row] = await sql<{ key: string }>`
        select m.key from messages m join instances i on i.workspace = m.workspace and i.id = m.instance
         where m.workspace = ${workspace} and i.user_id = ${user} and m.outcome = 'sent' and (m.template = ${what} or m.node = ${what})
         order by m.position desc limit 1`;
      if (!row) throw new Error(`${user} has got no message "${what}"`);
      await engagement({ workspace, key: row.key, kind });
      await settled();
    },
    async pause(journey, policy) {
      must(await pauseJourney(database, { workspace, journey, actor: 'testkit', policy }));
      await settled();
    },
    async resume(journey) {
      must(await resumeJourney(database, { workspace, journey, actor: 'testkit' }));
      await settled();
    },
    async stop(journey, mode) {
      must(await stopJourney(database, { workspace, journey, actor: 'testkit', mode }));
      bell.ring();
      await settled();
    },
    async stateOf(journey) {
      const [row] = await sql<{ state: JourneyState }>`
        select state from journeys where workspace = ${workspace} and id = ${journey}`;
      return row?.state ?? 'draft';
    },
    async answer(channel, answering) {
      answers.set(answersOf(workspace, channel), answering);
      const rows = await sql<{ id: string }>`
        select i.workflow_id as id from messages m join instances i on i.workspace = m.workspace and i.id = m.instance
         where m.workspace = ${workspace} and m.channel = ${channel} and m.state = 'reserved' and m.next_try_at is not null`;
      await Promise.all(rows.map(({ id }) => travel.tryNow(id)));
      await settled();
    },
    async runUntil(until) {
      for (;;) {
        const { nextAt, next, lastTries } = await settled();
        if (nextAt === null || nextAt >= until) break;
        await moveClock(instant(nextAt + 1));
        await Promise.all(next.map((workflowId) => travel.toTimer(workflowId)));
        await Promise.all(lastTries.map((workflowId) => travel.tryNow(workflowId)));
        await untilDecided(database, workspace, nextAt, travel.toTimer);
      }
      await moveClock(until);
    },
    async passes() {
      const rows = await sql<{
        user: string;
        journey: JourneyId;
        key: string;
        enteredAt: Instant;
        context: JsonObject;
        reason: string | null;
        goal: string | null;
        decisions: Decision[] | null;
        isControl: boolean;
        conversions: Pass['conversions'] | null;
      }>`
        select i.user_id as user, i.journey, i.key, i.entered_at as "enteredAt", i.context, i.exit_reason as reason, i.exit_goal as goal, i.status = 'control' as "isControl",
               (select jsonb_agg(jsonb_build_object('goal', goal, 'at', at, 'node', node, 'visit', visit, 'place', place,
                         'by', case when message_node is not null then jsonb_build_object('node', message_node, 'visit', message_visit) end) order by position, goal collate "C")
                  from conversions c where c.workspace = i.workspace and c.instance = i.id) as conversions,
               (select jsonb_agg(decision order by step) from transitions t where t.workspace = i.workspace and t.instance = i.id) as decisions
          from instances i where i.workspace = ${workspace} order by i.entered_at, i.entry_position, i.id`;
      return rows.map(({ reason, goal, decisions, key, conversions, ...row }) => ({
        ...row,
        conversions: conversions ?? [],
        key: key === '' ? null : key,
        trace: (decisions ?? []).flatMap(({ trace }) => trace),
        exit: reason === null ? null : ({ reason, ...(goal !== null && { goal }) } satisfies Exit),
      }));
    },
    async delivered() {
      const rows = await sql<Pick<Delivered, 'user' | 'pass' | 'node' | 'visit'> & { key: string }>`
        select m.key, i.user_id as user, i.nth as pass, m.node, m.visit
          from messages m
          join (select *, row_number() over (order by entered_at, entry_position, id) - 1 as nth from instances where workspace = ${workspace}) i
            on i.workspace = m.workspace and i.id = m.instance`;
      const known = new Map(rows.map(({ key, ...row }) => [key, row]));
      return parcels.flatMap(({ key, channel, to, content: { template, ...content } }): readonly Delivered[] => {
        const row = known.get(key);
        return row ? [{ ...row, channel, template, to, content: content as JsonObject }] : [];
      });
    },
    async profiles() {
      const rows = await sql<{ user: string; profile: JsonObject }>`
        select user_id as user, profile from persons where workspace = ${workspace}`;
      return Object.fromEntries(rows.map(({ user, profile }) => [user, profile]));
    },
    refused: () => sql<{ user: string; reason: string }>`
      select p.user_id as user, r.reason from refusals r join persons p on p.workspace = r.workspace and p.id = r.person
       where r.workspace = ${workspace} order by r.position`,
    reweigh: async () => {
      await reweigh({ workspace });
    },
    experiments: () => experimentsIn(sql, versions, workspace),
    reconcile: () => reconcile(sql, workspace),
    workflowIds: async () =>
      (
        await sql<{
          id: string;
        }>`select workflow_id as id from instances where workspace = ${workspace} and workflow_id is not null order by entered_at, entry_position, id`
      ).map(({ id }) => id),
    end: () => ingest.close(),
  };
}

const unexpected = (_: unknown, cause: unknown) => {
  throw cause;
};
/** @throws Error with the message and fix of a refusal */
function must(result: Result<unknown>): void {
  if (!result.ok) throw new Error(`${result.refusal.message}: ${result.refusal.fix}`);
}

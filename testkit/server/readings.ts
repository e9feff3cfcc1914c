import type { JourneyId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Decision, Exit } from '../../journey/engine/apply.ts';
import type { JourneyState } from '../../journey/lifecycle/state.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Delivered, Pass, World } from '../../journey/world/world.ts';
import { reconcile } from '../../store/maintenance/reconcile.ts';
import { experimentsIn } from './experiments.ts';
import type { ServerWorkspace } from './workspace.ts';

type Reading = 'passes' | 'delivered' | 'profiles' | 'refused' | 'stateOf' | 'experiments' | 'reconcile';

/** Creates the part of a world that shows what happened, read from the tables. */
export function createServerReadings(at: ServerWorkspace) {
  const { workspace, versions, database } = at;
  const { sql } = database;
  return {
    passes: () => readPasses(at),
    delivered: () => readDelivered(at),
    async profiles() {
      const rows = await sql<{ user: string; profile: JsonObject }>`
        select user_id as user, profile from persons where workspace = ${workspace}`;
      return Object.fromEntries(rows.map(({ user, profile }) => [user, profile]));
    },
    refused: () => sql<{ user: string; reason: string }>`
      select p.user_id as user, r.reason
        from refusals r
        join persons p on p.workspace = r.workspace and p.id = r.person
       where r.workspace = ${workspace}
       order by r.position`,
    async stateOf(journey) {
      const [row] = await sql<{ state: JourneyState }>`
        select state from journeys where workspace = ${workspace} and id = ${journey}`;
      return row?.state ?? 'draft';
    },
    experiments: () => experimentsIn(sql, versions, workspace),
    reconcile: () => reconcile(sql, workspace),
    async workflowIds() {
      const rows = await sql<{ id: string }>`
        select workflow_id as id
          from instances
         where workspace = ${workspace}
           and workflow_id is not null
         order by entered_at, entry_position, id`;
      return rows.map(({ id }) => id);
    },
  } satisfies Pick<World, Reading> & { workflowIds(): Promise<readonly string[]> };
}

interface PassRow {
  readonly user: string;
  readonly journey: JourneyId;
  readonly key: string;
  readonly enteredAt: Instant;
  readonly context: JsonObject;
  readonly reason: string | null;
  readonly goal: string | null;
  readonly decisions: Decision[] | null;
  readonly isControl: boolean;
  readonly conversions: Pass['conversions'] | null;
}

async function readPasses({ database: { sql }, workspace }: ServerWorkspace): Promise<readonly Pass[]> {
  const rows = await sql<PassRow>`
    select i.user_id as user,
           i.journey,
           i.key,
           i.entered_at as "enteredAt",
           i.context,
           i.exit_reason as reason,
           i.exit_goal as goal,
           i.status = 'control' as "isControl",
           (select jsonb_agg(
                     jsonb_build_object(
                       'goal', goal, 'at', at, 'node', node, 'visit', visit, 'place', place,
                       'by', case when message_node is not null
                                  then jsonb_build_object('node', message_node, 'visit', message_visit) end)
                     order by position, goal collate "C")
              from conversions c
             where c.workspace = i.workspace
               and c.instance = i.id) as conversions,
           (select jsonb_agg(decision order by step)
              from transitions t
             where t.workspace = i.workspace
               and t.instance = i.id) as decisions
      from instances i
     where i.workspace = ${workspace}
     order by i.entered_at, i.entry_position, i.id`;
  return rows.map(({ reason, goal, decisions, key, conversions, ...row }) => ({
    ...row,
    conversions: conversions ?? [],
    key: key === '' ? null : key,
    trace: (decisions ?? []).flatMap(({ trace }) => trace),
    exit: reason === null ? null : ({ reason, ...(goal !== null && { goal }) } satisfies Exit),
  }));
}

/** Returns this workspace's messages in the order in which providers received them. */
async function readDelivered({ database, workspace, capture }: ServerWorkspace): Promise<readonly Delivered[]> {
  const rows = await database.sql<Pick<Delivered, 'user' | 'pass' | 'node' | 'visit'> & { key: string }>`
    select m.key, i.user_id as user, i.nth as pass, m.node, m.visit
      from messages m
      join (select *, row_number() over (order by entered_at, entry_position, id) - 1 as nth
              from instances
             where workspace = ${workspace}) i
        on i.workspace = m.workspace and i.id = m.instance`;
  const known = new Map(rows.map(({ key, ...row }) => [key, row]));
  return capture.parcels.flatMap(({ key, channel, to, content: { template, ...content } }): readonly Delivered[] => {
    const row = known.get(key);
    return row ? [{ ...row, channel, template, to, content: content as JsonObject }] : [];
  });
}

import type { Sql } from '../../sql.ts';
import type { Scope } from './scope.ts';

/** What became of a node's messages of one template: each of them has one outcome, or is under way. */
export interface MessageLine {
  readonly node: string;
  readonly channel: string;
  /** Null: they have not been made yet. */
  readonly template: string | null;
  readonly underWay: number;
  /** Outcome → how many. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly delivered: number;
  readonly viewed: number;
  readonly clicked: number;
  readonly replied: number;
  /** Goal → how many met it after this as the last message. */
  readonly converted: Readonly<Record<string, number>>;
}

/** Of those who entered in the range. */
export const readMessages = (sql: Sql, { workspace, journey, version, from, to }: Scope) => sql<MessageLine>`
  with sent as (
    select m.instance, m.node, m.visit, m.channel, m.template, m.state, m.outcome, m.delivered_at, m.viewed_at, m.clicked_at, m.replied_at
      from messages m join instances i on i.workspace = m.workspace and i.id = m.instance
     where m.workspace = ${workspace} and m.journey = ${journey} and i.entered_at >= ${from} and i.entered_at < ${to} and (${version}::int is null or i.version = ${version})
  ), lines as (
    select node, channel, template, count(*) filter (where state <> 'settled') as "underWay",
           count(delivered_at) as delivered, count(viewed_at) as viewed, count(clicked_at) as clicked, count(replied_at) as replied
      from sent group by node, channel, template
  ), outcomes as (
    select node, channel, template, jsonb_object_agg(outcome, n) as outcomes from (
      select node, channel, template, outcome, count(*) as n from sent where state = 'settled' group by 1, 2, 3, 4) as each group by 1, 2, 3
  ), converted as (
    select node, channel, template, jsonb_object_agg(goal, n) as converted from (
      select s.node, s.channel, s.template, c.goal, count(*) as n
        from conversions c join sent s on s.instance = c.instance and s.node = c.message_node and s.visit = c.message_visit
       where c.workspace = ${workspace} and c.journey = ${journey} and not c.is_control group by 1, 2, 3, 4) as each group by 1, 2, 3
  )
  select l.node, l.channel, l.template, "underWay", coalesce(outcomes, '{}') as outcomes, delivered, viewed, clicked, replied, coalesce(converted, '{}') as converted
    from lines l
    left join outcomes o on (o.node, o.channel) = (l.node, l.channel) and o.template is not distinct from l.template
    left join converted c on (c.node, c.channel) = (l.node, l.channel) and c.template is not distinct from l.template
   order by l.node, l.channel, l.template`;

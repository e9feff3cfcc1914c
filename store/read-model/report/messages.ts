import type { Sql } from '../../base/sql.ts';
import { hoursOf, type Scope } from './scope.ts';

/** Messages of a node and template: each has one outcome or is in progress. */
export interface MessageLine {
  readonly node: string;
  readonly channel: string;
  /** Null if they have not been rendered yet. */
  readonly template: string | null;
  readonly underWay: number;
  /** Messages by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Messages that the provider confirmed after their outcome had been `unknown`; included in `sent`. */
  readonly confirmed: number;
  /** Sent messages that failed later; included in `sent`. */
  readonly failedLater: number;
  readonly delivered: number;
  readonly viewed: number;
  readonly clicked: number;
  /** Messages that a scanner or a mail program opened, whether or not the user did too. */
  readonly machineViewed: number;
  readonly machineClicked: number;
  readonly replied: number;
  readonly bounced: number;
  readonly complained: number;
  readonly unsubscribed: number;
  /** Users who met each goal with this as their last message before it. */
  readonly converted: Readonly<Record<string, number>>;
}

/** Reads messages of instances that entered in a range: whole hours from the counts, partial hours from the rows. */
export async function readMessages(sql: Sql, scope: Scope): Promise<readonly MessageLine[]> {
  const { whole, cut } = hoursOf(scope);
  const lines = whole ? toLines(await readMessagesByHours(sql, whole)) : [];
  for (const each of cut) lines.push(...(await readMessagesByRows(sql, each)));
  return mergeLines(lines);
}

interface Counted extends Pick<MessageLine, 'node' | 'channel'> {
  readonly template: string;
  readonly measure: string;
  readonly n: number;
}

const readMessagesByHours = (sql: Sql, { workspace, journey, version, from, to }: Scope) => sql<Counted>`
  select node, channel, template, measure, sum(n)::bigint as n from (
    select version, node, channel, template, measure, n from message_counts
     where workspace = ${workspace} and journey = ${journey} and hour >= ${from} and hour < ${to}
    union all
    select version, node, channel, template, measure, n from message_deltas
     where workspace = ${workspace} and journey = ${journey} and hour >= ${from} and hour < ${to}
  ) as each
   where ${version}::int is null or version = ${version}
   group by node, channel, template, measure having sum(n) <> 0`;

const placeOf = ({ node, channel, template }: Pick<MessageLine, 'node' | 'channel' | 'template'>): string =>
  JSON.stringify([node, channel, template]);

function toLines(all: readonly Counted[]): MessageLine[] {
  const byPlace = new Map<string, Map<string, number>>();
  for (const { measure, n, ...place } of all) {
    const line = byPlace.get(placeOf(place)) ?? new Map<string, number>();
    byPlace.set(placeOf(place), line.set(measure, n));
  }
  return [...byPlace].map(([place, measures]) => {
    const [node, channel, template] = JSON.parse(place) as [string, string, string];
    const of = (measure: string) => measures.get(measure) ?? 0;
    return {
      ...{ node, channel, template: template === '' ? null : template, underWay: of('under-way') },
      ...{ confirmed: of('confirmed'), failedLater: of('failed-later') },
      ...{ machineViewed: of('machine-viewed'), machineClicked: of('machine-clicked') },
      ...{ delivered: of('delivered'), viewed: of('viewed'), clicked: of('clicked'), replied: of('replied') },
      ...{ bounced: of('bounced'), complained: of('complained'), unsubscribed: of('unsubscribed') },
      outcomes: pickPrefixed(measures, 'outcome:'),
      converted: pickPrefixed(measures, 'converted:'),
    };
  });
}

const pickPrefixed = (measures: ReadonlyMap<string, number>, prefix: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...measures].flatMap(([measure, n]) => (measure.startsWith(prefix) ? [[measure.slice(prefix.length), n]] : [])),
  );

/** Merges lines of the same node, channel and template, and sorts them. */
function mergeLines(lines: readonly MessageLine[]): readonly MessageLine[] {
  const sums = new Map<string, MessageLine>();
  for (const line of lines) {
    const before = sums.get(placeOf(line));
    sums.set(placeOf(line), before ? addLines(before, line) : line);
  }
  return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

const addLines = (a: MessageLine, b: MessageLine): MessageLine => ({
  ...a,
  underWay: a.underWay + b.underWay,
  confirmed: a.confirmed + b.confirmed,
  failedLater: a.failedLater + b.failedLater,
  machineViewed: a.machineViewed + b.machineViewed,
  machineClicked: a.machineClicked + b.machineClicked,
  delivered: a.delivered + b.delivered,
  viewed: a.viewed + b.viewed,
  clicked: a.clicked + b.clicked,
  replied: a.replied + b.replied,
  bounced: a.bounced + b.bounced,
  complained: a.complained + b.complained,
  unsubscribed: a.unsubscribed + b.unsubscribed,
  outcomes: addCounts(a.outcomes, b.outcomes),
  converted: addCounts(a.converted, b.converted),
});

function addCounts(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) {
  const sums = { ...a };
  for (const [name, n] of Object.entries(b)) sums[name] = (sums[name] ?? 0) + n;
  return sums;
}

const readMessagesByRows = (sql: Sql, { workspace, journey, version, from, to }: Scope) => sql<MessageLine>`
  with sent as (
    select m.instance, m.node, m.visit, m.channel, m.template, m.state, m.outcome, m.delivered_at, m.viewed_at,
           m.clicked_at, m.replied_at, m.bounced_at, m.complained_at, m.unsubscribed_at, m.confirmed_at, m.failed_at,
           m.machine_viewed_at, m.machine_clicked_at
      from instances i
     -- instance by instance: few entered in an hour
     cross join lateral (select * from messages where workspace = ${workspace} and instance = i.id offset 0) m
     where i.workspace = ${workspace} and i.journey = ${journey} and i.entered_at >= ${from} and i.entered_at < ${to}
       and (${version}::int is null or i.version = ${version})
       and (i.workspace, i.person) not in (select t.workspace, t.person from test_users t)
  ), lines as (
    select node, channel, template, count(*) filter (where state <> 'settled') as "underWay",
           count(delivered_at) as delivered, count(viewed_at) as viewed, count(clicked_at) as clicked,
           count(replied_at) as replied, count(bounced_at) as bounced, count(complained_at) as complained,
           count(unsubscribed_at) as unsubscribed, count(confirmed_at) as confirmed,
           count(failed_at) as "failedLater", count(machine_viewed_at) as "machineViewed",
           count(machine_clicked_at) as "machineClicked"
      from sent group by node, channel, template
  ), outcomes as (
    select node, channel, template, jsonb_object_agg(outcome, n) as outcomes from (
      select node, channel, template, outcome, count(*) as n from sent where state = 'settled'
       group by 1, 2, 3, 4) as each group by 1, 2, 3
  ), converted as (
    select node, channel, template, jsonb_object_agg(goal, n) as converted from (
      select s.node, s.channel, s.template, c.goal, count(*) as n
        from conversions c join sent s on s.instance = c.instance and s.node = c.message_node
          and s.visit = c.message_visit
       where c.workspace = ${workspace} and c.journey = ${journey} and c.entered_at >= ${from} and c.entered_at < ${to}
         and not c.is_control
       group by 1, 2, 3, 4) as each group by 1, 2, 3
  )
  select l.node, l.channel, l.template, "underWay", coalesce(outcomes, '{}') as outcomes, delivered, viewed, clicked,
         replied, bounced, complained, unsubscribed, confirmed, "failedLater", "machineViewed", "machineClicked",
         coalesce(converted, '{}') as converted
    from lines l
    left join outcomes o on (o.node, o.channel) = (l.node, l.channel) and o.template is not distinct from l.template
    left join converted c on (c.node, c.channel) = (l.node, l.channel) and c.template is not distinct from l.template
   order by l.node, l.channel, l.template`;

/** Writes the counts that decisions would have left, from the seeded rows: most are rolled up, the newest aren't. */
export async function seedCounts(run: (what: string, text: string) => Promise<void>): Promise<void> {
  await run(
    'counts',
    `with lines as (
       select i.journey, hour_of(i.entered_at) as hour, i.version, l.line ->> 'node' as node, l.line ->> 'move' as move,
         l.line ->> 'port' as port, (l.line ->> 'visit')::int as visit, i.id
         from instances i join transitions t on t.workspace = i.workspace and t.instance = i.id
        cross join jsonb_array_elements(t.decision -> 'trace') as l (line)
     ), measured as (
       select journey, hour_of(entered_at) as hour, version, '' as node, m.measure, count(*) as n
         from instances i,
           unnest(array['qualified', case status when 'control' then 'control' else 'entered' end]) m (measure)
           group by 1, 2, 3, 4, 5
       union all
       select journey, hour_of(entered_at), version, '', 'exited:' || exit_reason, count(*) from instances
         where exit_reason is not null group by 1, 2, 3, 5
       union all
       select journey, hour, version, node, m.measure, count(*) from lines,
              lateral (select 'arrived' as measure where move = 'wait' or (move = 'exit') union all
                select 'left:' || port where move = 'leave' union all select 'exited' where move = 'exit') m
                group by 1, 2, 3, 4, 5
       union all
       select m.journey, hour_of(i.entered_at), m.version, m.node, 'message:' || outcome, count(*)
         from messages m join instances i on i.workspace = m.workspace and i.id = m.instance where state = 'settled'
           group by 1, 2, 3, 4, 5
       union all
       select journey, hour_of(refused_at), version, '', m.measure, count(*)
         from refusals, unnest(array['qualified', 'refused']) m (measure) group by 1, 2, 3, 5
       union all
       select journey, hour_of(at), version, '', m.measure, count(*)
         from queued, unnest(array['qualified', 'queued']) m (measure) group by 1, 2, 3, 5
       union all
       select journey, hour_of(entered_at), version, '', case when is_control then 'control-goal:'
         else 'goal:' end || goal, count(*) from conversions group by 1, 2, 3, 5
       union all
       select journey, hour_of(entered_at), version, message_node, 'goal-by:' || goal, count(*) from conversions
         where message_node is not null group by 1, 2, 3, 4, 5
     )
     insert into counts_by_hour (workspace, journey, hour, version, node, measure, n)
       select 'main', journey, hour, version, node, measure, sum(n) from measured group by 2, 3, 4, 5, 6`,
  );
  await run(
    'arms',
    `insert into counts_by_hour as h (workspace, journey, hour, version, node, measure, n)
     select workspace, journey, hour_of(assigned_at), 1, 'arms', m.measure, count(*)
       from assignments, unnest(array['arrived', 'left:' || arm]) as m (measure) group by 1, 2, 3, 6`,
  );
  await run(
    'totals',
    `insert into counts (workspace, journey, version, node, measure, n)
     select workspace, journey, version, node, measure, sum(n) from counts_by_hour group by 1, 2, 3, 4, 5`,
  );
  await run(
    'sums',
    `insert into sums (workspace, kind, owner, part, n)
     select workspace, 'members', segment, '', count(*) from memberships where is_in group by 1, 3
     union all
     select workspace, 'qualifying', journey, '', count(*) from due where kind in ('inaction', 'grace') group by 1, 3
     union all
     select workspace, 'assigned', journey, experiment || '/' || arm, count(*) from assignments group by 1, 3, 4
     union all
     select workspace, 'converted', journey, experiment || '/' || arm, count(distinct person)
       from experiment_conversions group by 1, 3, 4
     union all
     select workspace, 'met', journey, experiment || '/' || arm || '/' || goal, count(*) from experiment_conversions
       group by 1, 3, 4`,
  );
  await run(
    'sums by the hour',
    `insert into sums_by_hour (workspace, kind, owner, part, hour, n)
     select workspace, 'assigned', journey, experiment || '/' || arm, hour_of(assigned_at), count(*) from assignments
       group by 1, 3, 4, 5
     union all
     select workspace, 'converted', journey, experiment || '/' || arm, hour_of(assigned_at), count(distinct person)
       from experiment_conversions group by 1, 3, 4, 5`,
  );
  await run(
    'counts of messages',
    `insert into message_counts (workspace, journey, hour, version, node, channel, template, measure, n)
     select m.workspace, m.journey, hour_of(i.entered_at), m.version, m.node, m.channel, coalesce(m.template, ''),
       x.measure, count(*)
       from messages m join instances i on i.workspace = m.workspace
         and i.id = m.instance, unnest(measures_of(m)) as x (measure)
      group by 1, 2, 3, 4, 5, 6, 7, 8`,
  );
  await run(
    'counts to be rolled up',
    `with taken as (
       update counts c set n = n - 200 where node = 'hello' and measure = 'arrived' and n > 5000 returning *
     ), by_hour as (
       update counts_by_hour h set n = h.n - 200 from taken t
        where (h.workspace, h.journey, h.version, h.node, h.measure) = (t.workspace, t.journey, t.version, t.node,
          t.measure)
          and h.hour = (select hour from counts_by_hour m
            where (m.workspace, m.journey, m.version, m.node, m.measure) = (t.workspace, t.journey, t.version, t.node,
            t.measure)
                         order by n desc limit 1)
       returning h.*
     )
     insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
     select workspace, journey, version, node, measure, hour, 1 from by_hour, generate_series(1, 200)`,
  );
}

import pg from 'pg';
import { WorkspaceId } from '../../journey/base/ids.ts';
import type { Database } from '../../store/base/sql.ts';
import { publish } from '../../store/lifecycle/publish.ts';
import { makePartitions } from '../../store/schema/partitions.ts';
import { putSegment } from '../../store/segments/segments.ts';
import { LARGE, otherJourneys, SMALL_COUNT, seededJourney, seededSegments, smallName } from './documents.ts';
import { withoutIndexes } from './load.ts';
import { seedCounts } from './seed-counts.ts';
import type { Size } from './size.ts';

export const WORKSPACE = WorkspaceId.parse('main');

/** Tables with millions of rows. */
const HEAVY = ['events', 'event_keys', 'instances', 'transitions', 'messages', 'memberships', 'assignments'] as const;

/**
 * Fills an empty, migrated database. Its sums add up (store/maintenance/reconcile.ts), so that checking them means
 * something.
 */
export async function seed(database: Database, url: string, size: Size, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=sojourn,public' });
  await client.connect();
  const run = async (what: string, text: string, values: readonly unknown[] = []) => {
    const { rowCount } = await client.query(text, [...values]);
    say(`${what}: ${rowCount}`);
  };
  try {
    for (const setting of ["work_mem = '128MB'", "maintenance_work_mem = '512MB'"])
      await client.query(`set ${setting}`);
    await client.query("alter system set max_wal_size = '8GB'");
    await client.query('select pg_reload_conf()');
    await client.query("insert into workspaces (id) values ('main'), ('other')");
    for (const document of seededSegments())
      await putSegment(database, { workspace: WORKSPACE, document, actor: 'scale' });
    await publishAll(database);
    await client.query('delete from due');
    // the counts that triggers would write are written below
    await client.query('set session_replication_role = replica');
    await lastMonth(database);
    await withoutIndexes(client, HEAVY, async () => {
      await seedPeople(run, size);
      await seedInstances(run, size);
      await seedEvents(run, size);
    });
    await seedRest(run, size);
    await seedCounts(run);
    await client.query('vacuum analyze');
    say('vacuumed and analyzed');
  } finally {
    await client.end();
  }
}

/** Creates the month's partition of events, as on a system that has run for longer. */
const lastMonth = (database: Database) => makePartitions(database, new Date(Date.now() - 31 * 86_400_000));

type Run = (what: string, text: string, values?: readonly unknown[]) => Promise<void>;

async function publishAll(database: Database): Promise<void> {
  const documents = [
    ...[LARGE, ...Array.from({ length: SMALL_COUNT }, (_, nr) => smallName(nr))].map((id) => seededJourney(id)),
    seededJourney(LARGE, { description: 'the second version' }),
    ...otherJourneys(),
  ];
  for (const document of documents) {
    const published = await publish(database, WORKSPACE, document, 'scale');
    if (!published.ok) throw new Error(published.refusal.message);
  }
}

/** Writes profiles of signed-up users. A third pay, and each has a user ID and an anonymous ID. */
async function seedPeople(run: Run, { people }: Size): Promise<void> {
  await run(
    'people',
    `insert into persons (workspace, id, user_id, profile, created_at, updated_at)
     select 'main', 'p' || lpad(n::text, 9, '0'), 'user-' || n,
            jsonb_build_object('email', 'user-' || n || '@example.com', 'phone', '+316' || lpad(n::text, 8, '0'), 'pushToken', md5(n::text),
              'firstName', 'Ada',
              'plan', (array['free', 'pro', 'team'])[1 + n % 3], 'timezone',
                (array['Europe/Amsterdam', 'America/New_York', 'Asia/Kolkata'])[1 + n % 3],
              'address', jsonb_build_object('city', 'City ' || n % 500, 'country', 'NL'), 'consent',
                jsonb_build_object('email', true)),
            ${AGO_30_DAYS}, ${AGO_30_DAYS}
       from generate_series(1, $1::int) n`,
    [people],
  );
  await run(
    'identities',
    `insert into identities (workspace, kind, value, person)
     select 'main', kind, case kind when 'user' then 'user-' else 'anonymous-' end || n, 'p' || lpad(n::text, 9, '0')
       from generate_series(1, $1::int) n, unnest(array['user', 'anonymous']) kind`,
    [people],
  );
  await run(
    'memberships',
    `insert into memberships (workspace, segment, person, is_in, since_at, version, due_at)
     select 'main', segment, 'p' || lpad(n::text, 9, '0'), case segment when 'paying' then n % 3 = 1
       else n % 2 = 0 end, ${AGO_30_DAYS}, 1,
            case when segment <> 'paying' then ${NOW} + 86400000 + n end
       from generate_series(1, $1::int) n, unnest(array['paying', 'recent', 'lapsed']) segment`,
    [people],
  );
}

const NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
const DAY = '86400000::bigint';
const AGO_30_DAYS = `(${NOW} - 30 * ${DAY})`;

/**
 * Writes instances: n entered later than n - 1, and even ones belong to the large journey. Eight of ten are live: held
 * by quiet hours, or waiting for the event, the best time or the date.
 */
async function seedInstances(run: Run, { people, instances }: Size): Promise<void> {
  await run(
    'instances',
    `insert into instances (workspace, id, person, user_id, journey, version, key, pass, workflow_id, entry_position,
      entered_at, status, step, node, visit,
                            arrived_at, until, wakes_at, keeps_date, read_to, interests, exit_reason, ended_at)
     select 'main', 'i' || lpad(n::text, 10, '0'), p.id, 'user-' || p.nr, ${journeyOf('n')}, case when n % 2 = 0
       and n > $2::int / 2 then 2 else 1 end,
            'cart-' || n, 1, 'journey/main/' || n, n, e.at, case when is_live then 'live' when is_control then 'control'
              else 'ended' end,
            case when is_control then 0 else 5 end, case when is_live then ${nodeOf('n')} end, case when is_control
              then 0 else 5 end,
            e.at + 60000, case when is_live then ${NOW} + (n % 2592000) * 1000 + 3600000 end, case when is_live
              then ${NOW} + (n % 2592000) * 1000 + 3600000 end,
            is_live and ${nodeOf('n')} = 'slot', $3::bigint, case when is_live then array['Ordered', 'Bought']
              else '{}' end,
            case when not is_live and not is_control then (array['completed', 'goal', 'timeout'])[1 + n % 3] end, case
              when not is_live then e.at + case when is_control then 0 else 3600000 end end
       from generate_series(1, $2::int) n
      cross join lateral (select n / 2 % 5 < 4 as is_live, n / 2 % 100 = 99 as is_control) s
      cross join lateral (select 'p' || lpad((1 + n / 2 % $1::int)::text, 9, '0') as id, 1 + n / 2 % $1::int as nr) p
      cross join lateral (select ${AGO_30_DAYS} + (30 * 86400000.0 * n / $2)::bigint as at) e`,
    [people, instances, people * 100],
  );
  await run(
    'transitions',
    `insert into transitions (workspace, instance, step, decided_at, decision, read)
     select 'main', i.id, s, i.entered_at + s * 1000,
       jsonb_build_object('step', s + 1, 'delta', '{}'::jsonb, 'effects', '[]'::jsonb, 'trace', case s
              when 0 then ${line('hello', 1, 'wait')} when 1
                then ${line('hello', 1, 'leave', 'sent')} || ${line('pause', 2, 'wait')}
              when 2 then ${line('pause', 2, 'leave', 'ordered')} || ${line('text', 3, 'wait')}
              when 3 then ${line('text', 3, 'leave', 'sent')} || ${line('best', 4, 'wait')}
              else ${line('best', 4, 'leave', 'done')} || case when i.ended_at is null
                then jsonb_build_array(jsonb_build_object('at', i.entered_at, 'node', i.node, 'visit', 5, 'move',
                'wait', 'rule', 'seeded'))
                     else ${line('end', 5, 'exit')} end end), '[]'
       from instances i cross join generate_series(0, 4) s where i.status <> 'control'`,
  );
  await run(
    'messages',
    `insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, attempts,
      outcome, template, claimed_at, settled_at,
                           sent_at, position, delivered_at, viewed_at, clicked_at, provider_id)
     select 'main', i.id || '.' || m.node || '.' || v, i.id, i.person, i.journey, i.version, m.node, v, m.channel,
       m.state, 1, m.outcome, m.node, i.entered_at + v * 1000,
            case when m.outcome is not null then i.entered_at + v * 1000 end, case when m.outcome = 'sent'
              then i.entered_at + v * 1000 end, i.entry_position,
            case when m.outcome = 'sent' then i.entered_at + v * 2000 end, case when m.outcome = 'sent' and m.luck < 50
              then i.entered_at + v * 3000 end,
            case when m.outcome = 'sent' and m.luck < 10 then i.entered_at + v * 4000 end,
            case when m.outcome = 'sent' then 'p-' || i.id || '.' || m.node || '.' || v end
       from instances i cross join generate_series(1, 9, 2) v
      cross join lateral (select case v % 4 when 1 then 'hello' else 'text' end as node, case v % 4 when 1 then 'email'
        else 'sms' end as channel,
                                 (i.entry_position * 7 + v) % 100 as luck) l
      cross join lateral (select l.*, case when l.luck = 99 then 'claimed' else 'settled' end as state,
                                 case when l.luck = 99 then null when l.luck < 92 then 'sent' when l.luck < 95
                                   then 'failed' else 'unreachable' end as outcome) m
      where i.status <> 'control'`,
  );
  await run(
    'assignments',
    `insert into assignments (workspace, person, experiment, arm, assigned_at, journey, instance, position)
     select distinct on (person, journey) 'main', person, 'arms-' || journey, case when entry_position % 4 < 2
       then 'one' else 'other' end, entered_at, journey, id, entry_position
       from instances where status <> 'control' order by person, journey, id`,
  );
}

/** SQL for an instance's journey: half the large one, the others spread over the small ones. */
const journeyOf = (n: string): string =>
  `case when ${n} % 2 = 0 then '${LARGE}' else 'small-' || ${n} / 2 % ${SMALL_COUNT} end`;
const nodeOf = (n: string): string => `(array['pause', 'pause', 'pause', 'best', 'slot'])[1 + ${n} / 20 % 5]`;
const line = (node: string, visit: number, move: string, port?: string): string =>
  `jsonb_build_array(jsonb_build_object('at', i.entered_at, 'node', '${node}', 'visit', ${visit}, 'move', '${move}', 'rule', 'seeded'${port ? `, 'port', '${port}'` : ''}))`;

/** Writes a hundred events per user: six in ten are page views, a few are awaited, the rest have sixty other names. */
async function seedEvents(run: Run, { people, events }: Size): Promise<void> {
  await run(
    'events',
    `insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
     select 'main', 'p' || lpad((1 + n % $1::int)::text, 9, '0'), n, n,
       ${NOW} - 30 * ${DAY} + (30 * 86300000.0 * n / $2)::bigint,
            case when n % 10 < 6 then 'Page Viewed' when n % 10 < 8 then 'Product ' || n % 60 when n % 10 = 8
              then 'Session Started' when n % 1000 = 9 then 'Bought' else '$profile.changed' end,
            jsonb_build_object('path', '/products/' || n % 1000, 'amount', n % 500, 'cart',
              jsonb_build_object('items', n % 9, 'total', n % 900)), 'm' || n
       from generate_series(1, $2::int) n`,
    [people, events],
  );
  await run(
    'event keys',
    `insert into event_keys (workspace, message_id, position, accepted_at)
      select 'main', message_id, position, accepted_at from events`,
  );
  await run('positions', `select setval('positions', $1)`, [events + 1]);
}

/** Writes tables with only thousands of rows. */
async function seedRest(run: Run, { people }: Size): Promise<void> {
  const many = [people];
  await run(
    'conversions',
    `insert into conversions (workspace, instance, goal, person, journey, version, is_control, entered_at, at, position,
      node, visit, place, message_node, message_visit)
     select 'main', id, 'buy', person, journey, version, status = 'control', entered_at, entered_at + 3600000,
       entry_position, null, 0, 'none',
            case when status <> 'control' then 'hello' end, case when status <> 'control' then 1 end from instances
              where entry_position % 7 = 0 and (ended_at is null or status = 'control')`,
  );
  await run(
    'experiment conversions',
    `insert into experiment_conversions (workspace, experiment, person, goal, journey, arm, assigned_at, converted_at)
     select 'main', experiment, person, 'bought', journey, arm, assigned_at, assigned_at + 1000 from assignments
       where position % 9 = 0`,
  );
  await run(
    'refusals',
    `insert into refusals (workspace, journey, person, position, version, refused_at, reason)
     select 'main', ${journeyOf('n')}, 'p' || lpad((1 + n % $1::int)::text, 9, '0'), n, 1, ${AGO_30_DAYS} + n * 10,
       'filter-not-met' from generate_series(1, $1::int * 3) n`,
    many,
  );
  await run(
    'due rows',
    `insert into due (workspace, kind, ref, person, at, data)
     select 'main', 'segment', s || '/p' || lpad(n::text, 9, '0'), 'p' || lpad(n::text, 9, '0'), ${NOW} + ${DAY} + n,
       jsonb_build_object('segment', s)
       from generate_series(1, $1::int) n, unnest(array['recent', 'lapsed']) s`,
    many,
  );
  await run(
    'qualifying',
    `insert into due (workspace, kind, ref, person, journey, at, data)
     select 'main', 'inaction', 'by-inaction/p' || lpad(n::text, 9, '0'), 'p' || lpad(n::text, 9, '0'), 'by-inaction',
       ${NOW} + ${DAY}, jsonb_build_object('position', n - 1 + $1::int)
       from generate_series(1, $1::int) n`,
    many,
  );
  await run(
    'broadcasts',
    `insert into broadcasts (workspace, journey, id, source, state, at, version, total, queued, created_by)
     select 'main', 'by-list', 'list-' || n, 'list', 'filled', ${NOW} - n * 1000, 1, 1000, 1000, 'scale'
       from generate_series(1, 200) n`,
  );
  await run(
    'queued',
    `insert into queued (workspace, journey, broadcast, nr, person, version, at)
     select 'main', 'by-list', 'list-1', n, 'p' || lpad(n::text, 9, '0'), 1, ${NOW} + ${DAY} + n
       from generate_series(1, $1::int) n`,
    many,
  );
  await run(
    'rejected rows',
    `insert into list_rejects (workspace, journey, broadcast, nr, reason, fix)
     select 'main', 'by-list', 'list-1', n, 'has no userId', 'give one' from generate_series(1, $1::int / 10) n`,
    many,
  );
  await run(
    'commands',
    `insert into commands (workspace, id, instance, actor, command, state, accepted_at, position)
     select 'main', 'c' || n, 'i' || lpad((n * 7)::text, 10, '0'), 'scale', '{"type":"retry"}', 'done', ${AGO_30_DAYS},
       n from generate_series(1, $1::int) n`,
    many,
  );
  await run(
    'audit',
    `insert into audit (workspace, at, actor, action, about)
     select 'main', now() - n * interval '1 minute', 'scale', 'journey.pause', '{}' from generate_series(1, $1::int) n`,
    many,
  );
  await run(
    'inbox',
    `insert into inbox (workspace, key, channel, caught_by, recipient, subject, body, caught_at)
     select 'main', 'i' || lpad(n::text, 10, '0') || '.hello.1', 'email', 'smtp', 'user-' || n || '@example.com',
       'Hello', '{"text":"Hello"}', now() - n * interval '1 second'
       from generate_series(1, $1::int) n`,
    many,
  );
  await run(
    'feeds',
    `insert into feed_items (workspace, person, key, journey, content, created_at)
     select 'main', 'p' || lpad((1 + n / 20)::text, 9, '0'), 'feed-' || n || '.hello.1', '${LARGE}',
       '{"title":"Hello","text":"Hello"}', ${NOW} - n
       from generate_series(0, $1::int - 1) n`,
    many,
  );
  await run(
    'their counts',
    `insert into feeds (workspace, person, version, unread, items)
     select workspace, person, 1, count(*), count(*) from feed_items where $1::int > 0 group by 1, 2`,
    many,
  );
  await run(
    'idempotency keys',
    `insert into idempotency (workspace, key, route, body_hash, status, answer)
     select 'main', 'k' || n, 'POST /v1/enter', '', 200, '{}' from generate_series(1, $1::int) n`,
    many,
  );
  await run(
    'dead letters',
    `insert into dead_letters (workspace, person, position, reason)
      select 'main', 'p' || lpad(n::text, 9, '0'), n, 'seeded' from generate_series(1, $1::int / 10) n`,
    many,
  );
  await run(
    'erasures',
    `insert into erasures (workspace, id, state, requested_by, ended, instances, workflow_ids, done_at)
      select 'main', 'e' || n, 'done', 'scale', 0, 0, '{}', now() from generate_series(1, 1000) n`,
  );
}

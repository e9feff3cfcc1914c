import { WorkspaceId } from '../../journey/base/ids.ts';
import { Segment } from '../../journey/segments/segment.ts';
import { instant } from '../../journey/time/time.ts';
import { lockPersons, takeLock } from '../../store/base/locks.ts';
import { type Database, openDatabase, type Sql } from '../../store/base/sql.ts';
import { fillPage, nextPage } from '../../store/segments/backfill.ts';
import { putSegment } from '../../store/segments/segments.ts';
import { type Figure, figure, round } from '../figure.ts';
import type { Stage } from '../stage.ts';

const WORKSPACE = WorkspaceId.parse('bench');
const IDLE = Segment.parse({
  id: 'idle',
  name: 'Idle',
  condition: {
    all: [{ path: 'profile.plan', op: '=', value: 'free' }, { did: 'Session' }, { didNot: 'Session', within: '30d' }],
  },
});

/**
 * Users evaluated per second when a segment is created: pages of 500 under their locks, with memberships, due rows and
 * events written. Compared with one plain statement that finds the same users. Half of the users belong to the segment.
 */
export async function measureSegments({ servers, isQuick, say }: Stage): Promise<readonly Figure[]> {
  const database = openDatabase({
    url: await servers.database('segments'),
    max: 4,
    name: 'bench',
    statementTimeoutMs: 300_000,
  });
  try {
    const persons = isQuick ? 20_000 : 100_000;
    await populate(database, persons);
    const product = await timeOf(() => fill(database));
    const baseline = await timeOf(() => bare(database));
    say(`segments: ${persons} users evaluated in ${round(product)} s, by one plain statement in ${round(baseline)} s`);
    return [
      figure({ name: 'segments.fill', unit: 'users/s', product: persons / product, baseline: persons / baseline }),
    ];
  } finally {
    await database.close();
  }
}

async function populate({ sql }: Database, persons: number): Promise<void> {
  await sql`insert into workspaces (id) values (${WORKSPACE})`;
  await sql`
    insert into persons (workspace, id, user_id, profile, created_at, updated_at)
    select ${WORKSPACE}, 'p' || lpad(n::text, 8, '0'), 'u' || n, jsonb_build_object('plan', 'free', 'firstName', 'Ana'),
      0, 0 from generate_series(1, ${persons}::int) n`;
  await sql`
    insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id)
    select ${WORKSPACE}, 'p' || lpad(n::text, 8, '0'), n * 4 + e, n * 4 + e, clock(${WORKSPACE}) - case when n % 2 = 0
      then 40 else 10 end * 86400000::bigint,
           case when e = 0 then 'Session' else 'Viewed' end, '{}', ''
      from generate_series(1, ${persons}::int) n, generate_series(0, 3) e`;
  await sql`analyze persons`;
  await sql`analyze events`;
}

async function fill(database: Database): Promise<void> {
  const put = await putSegment(database, { workspace: WORKSPACE, document: IDLE, actor: 'bench' });
  if (!put.ok) throw new Error(put.refusal.message);
  const filling = { workspace: WORKSPACE, segment: IDLE.id, version: put.value.version };
  const page = async (sql: Sql) => {
    const persons = (await nextPage(sql, filling))?.persons ?? [];
    await takeLock(sql, lockPersons(WORKSPACE, persons));
    const [clock] = await sql<{ now: number }>`select clock(${WORKSPACE}) as now`;
    return fillPage(sql, instant(clock?.now ?? 0), filling, persons);
  };
  while (await database.transaction(page));
}

const bare = ({ sql }: Database) => sql`
  create table found as
  select p.id from persons p
   where p.workspace = ${WORKSPACE} and p.profile ->> 'plan' = 'free'
     and exists (select from events e where e.workspace = p.workspace and e.person = p.id and e.name = 'Session')
     and not exists (select from events e where e.workspace = p.workspace and e.person = p.id and e.name = 'Session'
                      and e.accepted_at >= clock(${WORKSPACE}) - 30 * 86400000::bigint)`;

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

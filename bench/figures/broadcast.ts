import { WorkspaceId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import { type Database, openDatabase } from '../../store/base/sql.ts';
import { fillPage } from '../../store/broadcasts/fill.ts';
import { openOccurrence } from '../../store/broadcasts/occurrences.ts';
import { findNextQueued, letInPage } from '../../store/broadcasts/queue.ts';
import { createVersions } from '../../store/journeys/versions.ts';
import { publish } from '../../store/lifecycle/publish.ts';
import { createPageSize } from '../../worker/jobs/page-size.ts';
import { type Figure, figure, round } from '../figure.ts';
import type { Stage } from '../stage.ts';

const WORKSPACE = WorkspaceId.parse('bench');
const T0 = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const NEWS = Journey.parse({
  id: 'news',
  name: 'News',
  entry: { type: 'schedule', segment: 'all', at: ['2026-01-01T01:00'], spread: '1h' },
  start: 'mail',
  nodes: {
    mail: { type: 'message', channel: 'email', content: { subject: 'News', text: '.' }, then: 'end' },
    end: { type: 'exit' },
  },
});
/** Users of the queue who are judged and let in. */
const LET_IN = 10_000;

/**
 * Users that a broadcast queues per second, page by page with its cursor, compared with one plain insert of the same
 * rows. Then users that it lets in per second, each judged under their lock, without the forwarder.
 */
export async function measureBroadcast({ servers, isQuick, say }: Stage): Promise<readonly Figure[]> {
  const url = await servers.database('broadcast');
  const database = openDatabase({ url, max: 4, name: 'bench', statementTimeoutMs: 300_000 });
  try {
    const persons = isQuick ? 20_000 : 200_000;
    await populate(database, persons);
    await publish(database, WORKSPACE, NEWS, 'bench');
    await moveClock(database, T0 + HOUR_MS + 1);
    const product = await timeOf(() => fill(database));
    const baseline = await timeOf(() => bare(database));
    say(`broadcast: ${persons} users queued in ${round(product)} s, by one plain insert in ${round(baseline)} s`);
    await moveClock(database, T0 + 3 * HOUR_MS);
    const letIn = await timeOf(() => admit(database));
    return [
      figure({ name: 'broadcast.queue', unit: 'users/s', product: persons / product, baseline: persons / baseline }),
      figure(
        { name: 'broadcast.let-in', unit: 'users/s', product: LET_IN / letIn },
        { of: 'product', op: '≥', limit: 2_000 },
      ),
    ];
  } finally {
    await database.close();
  }
}

async function populate({ sql }: Database, persons: number): Promise<void> {
  await sql`insert into workspaces (id, virtual_now) values (${WORKSPACE}, ${T0})`;
  await sql`
    insert into persons (workspace, id, user_id, profile, created_at, updated_at)
    select ${WORKSPACE}, 'p' || lpad(n::text, 8, '0'), 'u' || n, '{"firstName": "Ana"}', 0, 0
      from generate_series(1, ${persons}::int) n`;
  await sql`
    insert into memberships (workspace, segment, person, is_in, since_at, version)
    select ${WORKSPACE}, 'all', id, true, 0, 1 from persons`;
  await sql`analyze persons`;
  await sql`analyze memberships`;
}

const moveClock = ({ sql }: Database, to: number) =>
  sql`update workspaces set virtual_now = ${to} where id = ${WORKSPACE}`;

async function fill(database: Database): Promise<void> {
  await database.transaction((sql) => openOccurrence(sql, WORKSPACE, NEWS.id));
  while (await database.transaction((sql) => fillPage(sql, WORKSPACE, NEWS.id)));
}

const bare = ({ sql }: Database) => sql`
  create table bare as
  select workspace, ${NEWS.id}::text as journey, 'b'::text as broadcast, row_number() over () as nr, person,
    1 as version, ${T0}::bigint as at, '{}'::jsonb as properties
    from memberships where workspace = ${WORKSPACE} and segment = 'all' and is_in`;

async function admit(database: Database): Promise<void> {
  const ports = { versions: createVersions(database), entries: { plainUserIds: true } };
  const of = { workspace: WORKSPACE, journey: NEWS.id };
  const pages = createPageSize();
  for (let left = LET_IN; left > 0; ) {
    const page = await findNextQueued(database.sql, of, pages.size());
    const from = performance.now();
    const { taken } = await database.transaction((sql) => letInPage(sql, of, page, ports));
    pages.record(taken, performance.now() - from);
    left -= taken;
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

import type { Sql } from '../base/sql.ts';
import type { Claim, ForwardingDone } from './claims.ts';
import type { Acknowledged } from './outbox.ts';

/** A claim to end, with what Temporal has acknowledged of it. */
export interface Ending {
  readonly claim: Claim;
  readonly acknowledged: Acknowledged;
  readonly done: Pick<ForwardingDone, 'to' | 'looks' | 'hasMore'>;
}

/** True if there is more to do for the person immediately. */
export interface Ended {
  readonly isReady: boolean;
}

/**
 * Records what Temporal has acknowledged and ends the claims of all users who are ready, in one statement. It holds
 * rows of several users without their locks, so it never waits for a row (store/base/locks.ts). If another transaction
 * holds a row of a claim, the result for that claim is undefined: end it alone with `acknowledge` and `endClaim`.
 */
export async function endClaims(sql: Sql, endings: readonly Ending[]): Promise<readonly (Ended | undefined)[]> {
  const claims = endings.map(({ claim }) => claim);
  const told = endings.flatMap(({ acknowledged: { started, nudged } }, index) => [
    ...started.map((id) => ({ nr: index + 1, id, isStart: true, to: 0 })),
    ...nudged.map(({ id, to }) => ({ nr: index + 1, id, isStart: false, to })),
  ]);
  const rows = await sql<Ended & { nr: number }>`
    with claim as (
      select * from unnest(
        ${claims.map(({ workspace }) => workspace)}::text[], ${claims.map(({ person }) => person)}::text[],
        ${claims.map(({ token }) => token)}::bigint[],
        ${endings.map(({ done }) => done.to)}::bigint[], ${endings.map(({ done }) => done.looks)}::int[],
        ${endings.map(({ done }) => done.hasMore)}::boolean[]
      ) with ordinality as c (workspace, person, token, upto, looks, has_more, nr)
    ), told as (
      select c.workspace, t.*
        from unnest(${told.map(({ nr }) => nr)}::bigint[], ${told.map(({ id }) => id)}::text[],
                    ${told.map(({ isStart }) => isStart)}::boolean[],
                    ${told.map(({ to }) => to)}::bigint[]) as t (nr, id, is_start, upto)
        join claim c using (nr)
    ), held as materialized (
      select t.* from told t join instances i on i.workspace = t.workspace and i.id = t.id order by i.id
        for update of i skip locked
    ), acknowledged as (
      update instances i
         set status = case when h.is_start and i.status = 'starting' then 'live' else i.status end,
             nudged_to = greatest(i.nudged_to, h.upto), closing = h.is_start and i.closing
        from held h where i.workspace = h.workspace and i.id = h.id
    ), mine as materialized (
      select c.*, (select min(retry_at) from outbox_events e
                    where e.workspace = c.workspace and e.person = c.person) as later
        from claim c join outbox o on o.workspace = c.workspace and o.person = c.person and o.claimed_by = c.token
       where not exists (
         select from told t join instances i on i.workspace = t.workspace and i.id = t.id
          where t.nr = c.nr and not exists (select from held h where h.nr = t.nr and h.id = t.id))
         for update of o skip locked
    ), gone as (
      delete from outbox o using mine m
       where o.workspace = m.workspace and o.person = m.person and o.upto <= m.upto and o.looks = m.looks
         and not m.has_more and m.later is null
      returning m.nr
    ), left_over as (
      update outbox o
         set after = greatest(o.after, m.upto), upto = greatest(o.upto, m.upto),
             looks = o.looks - m.looks + m.has_more::int, claimed_by = null, since = clock_timestamp(),
             ready_at = case when o.upto > m.upto or o.looks > m.looks or m.has_more then clock_timestamp()
                             else greatest(m.later, clock_timestamp()) end
        from mine m
       where o.workspace = m.workspace and o.person = m.person and not exists (select from gone g where g.nr = m.nr)
      returning m.nr, o.ready_at <= clock_timestamp() as is_ready
    )
    select m.nr::int as nr, coalesce(l.is_ready, false) as "isReady" from mine m left join left_over l using (nr)`;
  const ended = endings.map((): Ended | undefined => undefined);
  for (const { nr, isReady } of rows) ended[nr - 1] = { isReady };
  return ended;
}

import type { InstanceId, PersonId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { metReason, type RefusedEntry } from '../../journey/entries/judge.ts';
import type { Instant } from '../../journey/time/time.ts';
import { countEntries } from '../base/counts.ts';
import type { Sql } from '../base/sql.ts';
import type { Candidate } from './candidate.ts';

/** The setting for entries that meet the live instance. */
export type LiveEntry = Pick<Version['document']['entry'], 'whileInside'>;

/** Records a refusal once. A repeat after a crash neither counts nor stores it again. */
export const refuseEntry = (sql: Sql, now: Instant, candidate: Candidate, refusal: RefusedEntry): Promise<void> =>
  refuseEntries(sql, now, candidate.version, [{ candidate, refusal }]);

/** Like `refuseEntry` for several entries of one version. */
export async function refuseEntries(
  sql: Sql,
  now: Instant,
  { number, document: { id: journey } }: Version,
  refused: readonly { readonly candidate: Candidate; readonly refusal: RefusedEntry }[],
): Promise<void> {
  const workspace = refused[0]?.candidate.who.workspace;
  if (workspace === undefined) return;
  const fresh = await sql<{ person: PersonId }>`
    insert into refusals (workspace, journey, person, position, version, key, refused_at, reason, read)
    select ${workspace}, ${journey}, r.person, r.position, ${number}, r.key, ${now}, r.reason, r.read
      from unnest(${refused.map(({ candidate }) => candidate.who.person)}::text[],
                  ${refused.map(({ candidate }) => candidate.event.position)}::bigint[],
                  ${refused.map(({ refusal }) => refusal.key)}::text[],
                  ${refused.map(({ refusal }) => refusal.reason)}::text[],
                  ${refused.map(({ refusal }) => refusal.read)}::jsonb[]) as r (person, position, key, reason, read)
    on conflict do nothing
    returning person`;
  await countEntries(
    sql,
    { workspace, journey, version: number },
    fresh.map(({ person }) => ({ person, at: now, measure: 'refused' })),
  );
}

/** Returns the refusal of an entry that met a live instance which has read the entry or never will. */
export const refusalOfLive = (instance: InstanceId, key: string, entry: LiveEntry): RefusedEntry => ({
  type: 'refuse',
  key,
  reason: metReason(entry),
  read: { instance },
});

import type { Version } from '../journey/engine/version.ts';
import { type Judgement, metReason } from '../journey/entries/judge.ts';
import type { InstanceId } from '../journey/ids.ts';
import type { Instant } from '../journey/time.ts';
import type { Candidate } from './candidate.ts';
import { count } from './counts.ts';
import type { Sql } from './sql.ts';

/** What an entry that meets the live instance does with it. */
export type LiveEntry = Pick<Version['document']['entry'], 'whileInside'>;
export type Refused = Extract<Judgement, { readonly is: 'refuse' }>;

/** Once: judged again after a crash, it neither counts nor stands twice. */
export async function refuseEntry(
  sql: Sql,
  now: Instant,
  { who, version, event }: Candidate,
  { key, reason, read }: Refused,
) {
  const { id: journey } = version.document;
  const refused = await sql`
    insert into refusals (workspace, journey, person, position, version, key, refused_at, reason, read)
    values (${who.workspace}, ${journey}, ${who.person}, ${event.position}, ${version.number}, ${key}, ${now}, ${reason}, ${read})
    on conflict do nothing
    returning position`;
  if (refused.length === 0) return;
  await count(sql, { workspace: who.workspace, journey, version: version.number, enteredAt: now }, [
    { node: '', measure: 'qualified' },
    { node: '', measure: 'refused' },
  ]);
}

/** What stands of an entry that met a live instance, which has read it or will never do. */
export const metAlive = (instance: InstanceId, key: string, entry: LiveEntry): Refused => ({
  is: 'refuse',
  key,
  reason: metReason(entry),
  read: { instance },
});

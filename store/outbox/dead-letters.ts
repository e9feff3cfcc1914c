import { JourneyId, PersonId, type PersonRef, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { instant } from '../../journey/time/time.ts';
import { recordAudit } from '../access/audit.ts';
import { type DueRow, setDue } from '../base/due-rows.ts';
import { part, type Sql } from '../base/sql.ts';
import type { Store } from '../person.ts';
import { announceEvents } from './announce.ts';

/**
 * Work that failed after many attempts, set aside with its reason so that it blocks nothing else. An operator fixes the
 * cause and replays it. `event`: no journey could judge the event. `due`: the handler of a user's due row failed.
 * `loop`: events caused one another too often; there is nothing to replay.
 */
export type DeadLetterKind = 'event' | 'due' | 'loop';

export interface DeadLetter {
  readonly id: number;
  readonly kind: DeadLetterKind;
  readonly userId: string | null;
  /** The event's name, or the kind of the due row. */
  readonly what: string | null;
  readonly reason: string;
  readonly setAsideAt: string;
  readonly position: number;
}

const KIND = part`case when d.due is not null then 'due' when e.name is not null then 'event' else 'loop' end`;
const FROM = part`
  from dead_letters d
  left join persons p on p.workspace = d.workspace and p.id = d.person
  left join events e on e.workspace = d.workspace and e.person = d.person and e.position = d.position`;
const COLUMNS = part`
  d.id, ${KIND} as kind, p.user_id as "userId", coalesce(e.name, d.due ->> 'kind') as what, d.reason,
  d.set_aside_at as "setAsideAt", d.position`;

export interface DeadLetterFilter {
  readonly kind?: DeadLetterKind | undefined;
  readonly userId?: string | undefined;
  /** Reasons that contain this text. */
  readonly reason?: string | undefined;
}

const matchesFilter = ({ kind, userId, reason }: DeadLetterFilter) => part`
  (${kind ?? null}::text is null or ${KIND} = ${kind ?? null})
    and (${userId ?? null}::text is null or p.user_id = ${userId ?? null})
  and (${reason ?? null}::text is null or strpos(lower(d.reason), lower(${reason ?? null})) > 0)`;

/** Lists a page, newest first. `before` is the last id of the previous page. */
export const listDeadLetters = (
  sql: Sql,
  workspace: WorkspaceId,
  { before, limit, ...filter }: DeadLetterFilter & { readonly before?: number | undefined; readonly limit: number },
): Promise<DeadLetter[]> => sql<DeadLetter>`
  select ${COLUMNS} ${FROM}
   where d.workspace = ${workspace} and (${before ?? null}::bigint is null or d.id < ${before ?? null}::bigint)
     and ${matchesFilter(filter)}
   order by d.id desc limit ${limit}`;

export async function findDeadLetter(
  sql: Sql,
  workspace: WorkspaceId,
  id: number,
): Promise<(DeadLetter & { readonly content: JsonObject | null }) | undefined> {
  const [row] = await sql<DeadLetter & { content: JsonObject | null }>`
    select ${COLUMNS}, coalesce(d.due, e.properties) as content ${FROM}
     where d.workspace = ${workspace} and d.id = ${id}`;
  return row;
}

/** Returns the number of dead letters in all workspaces. */
export async function countDeadLetters(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }>`select count(*) as n from dead_letters`;
  return row?.n ?? 0;
}

export interface ReplayRequest {
  readonly workspace: WorkspaceId;
  readonly actor: string;
  /** If absent, replays everything the filter finds, oldest first, up to `MOST_REPLAYED`. */
  readonly ids?: readonly number[] | undefined;
  readonly filter?: DeadLetterFilter;
}

export interface Replayed {
  /** Dead letters handed back for another attempt. */
  readonly replayed: number;
  /** Dead letters with nothing to replay. They stay. */
  readonly left: number;
  /** Matching dead letters that this call didn't get to: call again. */
  readonly more: boolean;
}

/** Most dead letters that one call replays. */
export const MOST_REPLAYED = 500;

/**
 * Replays dead letters: an event is judged again, a due row becomes due again. Each person's go in one transaction with
 * their deletion, so that a second call, or one after a crash, replays nothing twice. What fails again is set aside
 * again.
 */
export async function replayDeadLetters(
  { sql, store }: { readonly sql: Sql; readonly store: Store },
  { workspace, actor, ids, filter = {} }: ReplayRequest,
): Promise<Replayed> {
  const found = await sql<{ id: number; person: PersonId; kind: DeadLetterKind }>`
    select d.id, d.person, ${KIND} as kind ${FROM}
     where d.workspace = ${workspace} and (${ids ?? null}::bigint[] is null or d.id = any(${ids ?? null}::bigint[]))
       and ${matchesFilter(filter)}
     order by ${KIND} = 'loop', d.id limit ${MOST_REPLAYED + 1}`;
  const page = found.slice(0, MOST_REPLAYED);
  const replayable = page.filter(({ kind }) => kind !== 'loop');
  let replayed = 0;
  for (const person of new Set(replayable.map((each) => each.person))) {
    const mine = replayable.filter((each) => each.person === person).map(({ id }) => id);
    const who = { workspace, person: PersonId.parse(person) };
    replayed += await store.person(who, (own) => handBack(own, who, mine));
  }
  const about = { replayed, ...(ids ? { ids: ids.slice(0, 50) } : { ...filter }) };
  if (replayed > 0) await recordAudit(sql, { workspace, actor, action: 'dead-letter.replay', about });
  return { replayed, left: page.length - replayable.length, more: found.length > MOST_REPLAYED };
}

/** Hands back a user's dead letters under their lock. Returns how many still existed. */
async function handBack(sql: Sql, who: PersonRef, ids: readonly number[]): Promise<number> {
  const gone = await sql<{ position: number; due: DueRow | null }>`
    delete from dead_letters
     where workspace = ${who.workspace} and person = ${who.person} and id = any(${ids}::bigint[])
       returning position, due`;
  await announceEvents(
    sql,
    who,
    gone.flatMap(({ position, due }) => (due === null ? [position] : [])),
    { isBulk: true },
  );
  await setDue(
    sql,
    gone.flatMap(({ due }) => (due === null ? [] : [toDueRow(due, who)])),
  );
  return gone.length;
}

const toDueRow = (due: DueRow, { workspace, person }: PersonRef): DueRow => ({
  ...due,
  workspace,
  person,
  journey: due.journey === null ? null : JourneyId.parse(due.journey),
  at: instant(due.at),
});

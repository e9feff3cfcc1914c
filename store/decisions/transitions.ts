import { apply, type Decision, type Instance } from '../../journey/engine/apply.ts';
import { countDecision, countMigration } from '../../journey/engine/counts.ts';
import type { Waking } from '../../journey/engine/deadlines.ts';
import type { Folded } from '../../journey/engine/fold.ts';
import type { Version } from '../../journey/engine/version.ts';
import { MAX_HOPS } from '../../journey/events/hops.ts';
import { PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { appendCounts } from '../base/counts.ts';
import { setAside } from '../base/dead-letters.ts';
import { Fault } from '../base/fault.ts';
import { atCommit, type Sql } from '../base/sql.ts';
import { readHops } from '../events/hops.ts';
import { record } from '../events/ingest.ts';
import { recordGoalConversions } from '../goals/conversions.ts';
import { changeProfiles } from '../people/profiles.ts';

/** The parts of a version that `recordTransition` uses. The document of an unreadable version is absent. */
type Recording = Pick<Version, 'interestsAt' | 'messages'> & Partial<Pick<Version, 'document'>>;

/** A step to record: the instance before it, what it decided by which version, and when the instance wakes next. */
export interface Step {
  readonly version: Recording;
  readonly before: Instance;
  readonly folded: Folded;
  readonly waking: Waking;
}

/**
 * Records a decision, by the version that the instance is on after it: the transition, the instance's new state,
 * counts, and changes for the person. The first commit stands. Call it under the person's lock.
 *
 * @throws Fault `step-taken` if the step has a decision, which `readInputs` then finds
 */
export async function recordTransition(sql: Sql, now: Instant, step: Step): Promise<void> {
  const { version, before, folded } = step;
  const after = apply(before, folded.decision);
  await atCommit(sql, writeStep(sql, now, step, after));
  await countStep(sql, version, before, after, folded.decision);
  await recordGoalConversions(sql, version, after, folded.conversions);
  if (folded.holding) await rememberHolding(sql, after, folded.holding);
  if (folded.commands.length > 0) await answerCommands(sql, after, folded);
  if (Object.keys(folded.assigned).length > 0) await assignArms(sql, after, folded, now);
  if (Object.keys(folded.profile).length > 0) await changeProfile(sql, before, after, folded, now);
}

/** Appends the counts of a step. Each version has its own. */
async function countStep(sql: Sql, { document }: Recording, before: Instance, after: Instance, decision: Decision) {
  const { workspace, person, journey, version, enteredAt } = after;
  const of = { workspace, person, journey, version, enteredAt };
  if (version === before.version) return appendCounts(sql, of, countDecision(before, after, decision));
  const { from, to } = countMigration(
    before,
    after,
    decision,
    document !== undefined && Object.hasOwn(document.nodes, before.at ?? ''),
  );
  await appendCounts(sql, { ...of, version: before.version }, from);
  await appendCounts(sql, of, to);
}

/**
 * Stores when the instance wakes next although nothing was decided: a timer fired early because clocks were held
 * meanwhile, or a pause was interrupted. Call it under the person's lock.
 */
export async function noteWaking(
  sql: Sql,
  { workspace, id }: Instance,
  before: Pick<Waking, 'at' | 'isHeld'>,
  next: Waking,
): Promise<void> {
  if (before.at === next.at && before.isHeld === next.isHeld) return;
  await sql`
    update instances set wakes_at = ${next.at}, held = ${next.isHeld}
     where workspace = ${workspace} and id = ${id} and ended_at is null`;
}

/** More instances than can end at the same time: while so many are live, another one will be the last. */
const MANY = 1_000;

/**
 * Writes the step. If entry has ended, this exit may be the last one; a due row checks that later, since no decision
 * writes a row that it shares with others.
 */
async function writeStep(
  sql: Sql,
  now: Instant,
  { version, before, folded: { decision, read, context }, waking }: Step,
  after: Instance,
) {
  const { workspace, id, exit } = after;
  const writing = sql`
    with taken as (
      insert into transitions (workspace, instance, step, decided_at, decision, read)
      values (${workspace}, ${id}, ${before.step}, ${now}, ${JSON.stringify(decision)}, ${JSON.stringify(read)})
    ), emptied as (
      insert into due (workspace, kind, ref, journey, at)
      select j.workspace, 'journey', j.id || '/' || ${id}, j.id, ${now - 1}
        from journeys j
       where ${exit !== null}::boolean and j.workspace = ${workspace} and j.id = ${after.journey}
         and j.entry_until <= ${now}
         and not exists (select from instances o
                         where o.workspace = ${workspace} and o.journey = ${after.journey}
                           and o.ended_at is null offset ${MANY})
      on conflict do nothing
    )
    update instances
       set status = ${exit ? 'ended' : 'live'}, version = ${after.version}, step = ${after.step}, node = ${after.at},
           visit = ${after.visit}, arrived_at = ${after.arrivedAt},
           until = ${after.until}, wakes_at = ${waking.at}, held = ${waking.isHeld}, keeps_date = ${waking.isDate},
           paused_at = ${after.pausedAt}, read_to = ${after.readTo}, stuck = null, context = ${context},
           interests = ${exit ? [] : version.interestsAt(after.at)}::text[],
           exit_reason = ${exit?.reason ?? null}, exit_goal = ${exit?.goal ?? null},
           ended_at = ${exit ? (decision.trace.at(-1)?.at ?? now) : null}
     where workspace = ${workspace} and id = ${id}`;
  await writing.catch((cause: unknown) => {
    if (!isOfStep(cause)) throw cause;
    throw new Fault('step-taken', `step ${before.step} of ${id} has been decided: ask again`, { cause });
  });
}

const isOfStep = (cause: unknown): boolean =>
  cause instanceof Error && 'constraint' in cause && cause.constraint === 'transitions_pkey';

const rememberHolding = (sql: Sql, { workspace, id }: Instance, holding: readonly string[]) => sql`
  update instances set goals_holding = ${holding}::text[] where workspace = ${workspace} and id = ${id}`;

const answerCommands = (sql: Sql, { workspace }: Instance, { commands }: Folded) => sql`
  update commands c
     set state = case when a.refused is null then 'done' else 'refused' end, detail = a.refused
    from unnest(${commands.map(({ id }) => id)}::text[],
                ${commands.map(({ refused }) => refused ?? null)}::text[]) as a (id, refused)
   where c.workspace = ${workspace} and c.id = a.id`;

/** Assigns arms. Replaces an arm only if its path no longer exists; its conversions then no longer count. */
const assignArms = (sql: Sql, { workspace, person, journey, id }: Instance, { assigned }: Folded, now: Instant) => sql`
  with given as (
    insert into assignments (workspace, person, experiment, arm, assigned_at, journey, instance, position)
    select ${workspace}, ${person}, experiment, arm, ${now}::bigint, ${journey}, ${id},
           (select last_value from positions)
      from unnest(${Object.keys(assigned)}::text[], ${Object.values(assigned)}::text[]) as a (experiment, arm)
    on conflict (workspace, person, experiment) do update
       set arm = excluded.arm, assigned_at = excluded.assigned_at, journey = excluded.journey,
           instance = excluded.instance, position = excluded.position
    returning experiment
  )
  delete from experiment_conversions c using given
   where c.workspace = ${workspace} and c.person = ${person} and c.experiment = given.experiment`;

/**
 * Records a profile change as an event (design.md §8), one hop further than what caused it. After too many hops the
 * profile is changed without an event, and the event is set aside with the reason.
 */
async function changeProfile(sql: Sql, before: Instance, after: Instance, { profile }: Folded, now: Instant) {
  const { workspace, person, id, step } = after;
  const hops = 1 + (await readHops(sql, before, after));
  const change = {
    messageId: `$update.${id}.${step}`,
    person,
    name: PROFILE_CHANGED,
    properties: profile,
    traits: profile,
    hops,
  };
  if (hops <= MAX_HOPS) return record(sql, workspace, now, [change]);
  await changeProfiles(sql, workspace, now, [{ person, traits: profile }]);
  const reason = `too many hops: ${id} changes the profile because it changes the profile`;
  return setAside(sql, workspace, [{ person, reason }]);
}

import { sendKey } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Decision, Instance } from '../../journey/engine/apply.ts';
import type { Waking } from '../../journey/engine/deadlines.ts';
import type { Due } from '../../journey/engine/fold.ts';
import { flawInOrder } from '../../journey/engine/order-flaw.ts';
import { bindPolicies, latestBinding, type Version } from '../../journey/engine/version.ts';
import type { JourneyEvent, Recorded } from '../../journey/events/input.ts';
import type { JourneyMention } from '../../journey/events/journey-events.ts';
import type { Experiment } from '../../journey/experiments/experiment.ts';
import type { Pause } from '../../journey/lifecycle/pause.ts';
import type { Facts, LastSend, Sending } from '../../journey/moves/move.ts';
import { inForce } from '../../journey/statistics/weights.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { Fault } from '../base/fault.ts';
import { isSentMessage, sendAsJson } from '../base/sent.ts';
import type { Sql } from '../base/sql.ts';
import { CONTESTED_PAGE, type Contested, type ContestedPage } from '../entry/contested.ts';
import { readSlots } from '../messages/slots.ts';
import { readHabits } from '../people/habits.ts';
import { policiesFor, type RecipientRow, readRecipient, recipientColumns } from '../people/recipient.ts';

/** Most inputs of each kind that one decision takes. */
const PAGE = 500;
/** Most events that a look-back can reach. */
const REMEMBERED = 100;

/** Everything that a decision needs, read in one round trip. */
export interface DecisionInputs {
  /** The version with the workspace's current policies, for the decision. */
  readonly version: Version;
  /** The committed decision of this step, if there is one. It stands. */
  readonly stored: Decision | undefined;
  readonly facts: Facts;
  readonly due: Due;
  readonly contested: ContestedPage;
  /** Events of this journey that other journeys listen for. */
  readonly mentions: readonly JourneyMention[];
  readonly isStuck: boolean;
  /** When the instance wakes next, as stored. */
  readonly waking: Pick<Waking, 'at' | 'isHeld'>;
}

interface Row extends RecipientRow {
  readonly lastStep: number | null;
  readonly decision: Decision | null;
  readonly profile: JsonObject;
  readonly context: JsonObject;
  readonly key: string;
  readonly isStuck: boolean;
  readonly wakesAt: Instant | null;
  readonly isHeld: boolean;
  readonly pauses: readonly Pause[];
  readonly events: readonly (JourneyEvent & { readonly acceptance: number })[] | null;
  readonly outcomes: readonly Recorded[] | null;
  readonly commands: readonly Recorded[] | null;
  readonly past: readonly JourneyEvent[] | null;
  readonly assignments: Record<string, string> | null;
  readonly mentions: readonly JourneyMention[];
  readonly segments: readonly string[];
  readonly reach: NonNullable<Facts['reach']>;
  readonly experiments: Record<string, Pick<Experiment, 'weights' | 'winner'>> | null;
  readonly holding: readonly string[];
  readonly converted: readonly string[];
  readonly lastSend: LastSend | null;
  readonly contested: { readonly entries: readonly Contested[] | null; readonly hasMore: boolean } | null;
  readonly keptUnder: readonly string[];
}

/**
 * Reads what has been recorded for an instance and not yet read, and what is known about its person. Call it under the
 * person's lock. Reads only events whose names this version uses, and the entries that the instance contests. Another
 * version may use other names, and an instance that never reads past an event would take every nudge for one on its
 * way.
 *
 * The same statement reads the workspace's policies. If they have changed so that the version reads other events than
 * at its last decision, everything is read again.
 *
 * @throws Fault `store-behind` if the store lacks the previous step: the database was restored from before the
 * workflow's last steps
 */
export async function readInputs(
  sql: Sql,
  published: Version,
  instance: Instance,
  now: Instant,
  assumed = latestBinding(published),
): Promise<DecisionInputs> {
  const row = await readRow(sql, assumed, instance);
  const version = bindPolicies(published, policiesFor(row));
  return sameNames(assumed, version)
    ? collectFacts(sql, version, instance, { row, now })
    : readInputs(sql, published, instance, now, version);
}

const sameNames = ({ eventNames: a }: Version, { eventNames: b }: Version): boolean =>
  a === b || (a.length === b.length && a.every((name, nth) => name === b[nth]));

async function readRow(sql: Sql, version: Version, instance: Instance): Promise<Row> {
  const { workspace, id, person, readTo, step, since } = instance;
  const [row] = await sql<Row>`
    select t.step as "lastStep", t.decision, coalesce(p.profile, '{}') as profile, i.context, i.key,
           i.stuck is not null as "isStuck", i.wakes_at as "wakesAt", i.held as "isHeld", i.goals_holding as holding,
      ${recipientColumns(workspace)},
      case when ${version.countsInside}::boolean then
        array(select goal from conversions where workspace = ${workspace} and instance = ${id})
          else '{}' end as converted,
      case when ${version.countsFromSend}::boolean then (
        select ${sendAsJson} from messages m
         where m.workspace = ${workspace} and m.instance = ${id} and m.position <= ${readTo} and ${isSentMessage}
         order by m.position desc limit 1) end as "lastSend",
      (select jsonb_agg(e) from (
         select name, accepted_at as at, position, acceptance, properties from events
          where workspace = ${workspace} and person = ${person} and position > ${readTo}
            and (name = any(${version.eventNames}::text[])
                 or position in (
                   select c.meets
                     from (select unnest(array[id] || reads_for) as id from instances
                           where workspace = ${workspace} and id = ${id}) own
                    cross join lateral (
                      select coalesce(reads_to, position) as meets from contested
                       where workspace = ${workspace} and instance = own.id and coalesce(reads_to, position) > ${readTo}
                       order by 1 limit ${PAGE}) c))
          order by position limit ${PAGE}) e) as events,
      (select jsonb_agg(jsonb_build_object('type', 'outcome', 'at', settled_at, 'position', position, 'node', node,
                                           'visit', visit, 'detail', detail,
                'outcome', case state when 'settled' then outcome else 'look-again' end, 'status', status, 'response',
                response))
         from messages where workspace = ${workspace} and instance = ${id} and position > ${readTo}) as outcomes,
      (select jsonb_agg(jsonb_build_object('type', 'command', 'at', accepted_at, 'position', position, 'id', id,
                                           'order', command))
         from commands where workspace = ${workspace} and instance = ${id} and position > ${readTo}) as commands,
      (select jsonb_agg(e order by position) from (
         select name, accepted_at as at, position, properties from events
          where workspace = ${workspace} and person = ${person} and position > ${since[0]}
            and name = any(${version.lookBack}::text[])
          order by position desc limit ${REMEMBERED}) e) as past,
      (select coalesce(jsonb_agg(jsonb_build_object(
                'from', user_time(workspace, ${person}, from_at), 'to', user_time(workspace, ${person}, to_at),
                'policy', policy) order by nr), '[]')
        from pauses
        where workspace = ${workspace} and journey = ${instance.journey}
          and (to_at is null or user_time(workspace, ${person}, to_at) > ${instance.enteredAt})) as pauses,
      (select coalesce(jsonb_agg(jsonb_build_object('journey', source, 'event', event, 'detail', detail)), '[]')
        from mentions_of(${workspace}, ${instance.journey})) as mentions,
      (select jsonb_object_agg(experiment, arm) from assignments
       where workspace = ${workspace} and person = ${person}) as assignments,
      array(select segment from memberships
            where workspace = ${workspace} and person = ${person} and is_in) as segments,
      case when ${version.sendsToDevices}::boolean
        then reach_of(${workspace}, ${person}, coalesce(p.profile, '{}')) else '{}' end as reach,
      (select jsonb_object_agg(experiment, jsonb_build_object('weights', weights, 'winner', winner)) from experiments
        where workspace = ${workspace} and journey = ${instance.journey}
          and experiment = any(${[...version.experiments.keys()]}::text[])) as experiments,
      array[i.id] || i.reads_for as "keptUnder",
      case when exists (select from contested c
                        where c.workspace = ${workspace} and c.instance = any(array[i.id] || i.reads_for)) then
        (select jsonb_build_object('entries', entries, 'hasMore', has_more)
           from contested_page(${workspace}, ${person}, array[i.id] || i.reads_for, ${CONTESTED_PAGE.rows},
                               ${CONTESTED_PAGE.bytes})) end as contested
      from instances i
      -- an erased user's last decision can still be read
      left join persons p on p.workspace = i.workspace and p.id = i.person
      left join lateral (
        select step, decision from transitions where workspace = ${workspace} and instance = ${id} and step <= ${step}
         order by step desc limit 1
      ) t on true
     where i.workspace = ${workspace} and i.id = ${id}`;
  if (!row)
    throw new Fault(
      'no-such-instance',
      `the store has no instance ${id}: it was restored from before its entry. Run \`sojourn rebuild\`, or terminate the workflow.`,
    );
  const decided = row.lastStep ?? -1;
  if (decided < step - 1)
    throw new Fault(
      'store-behind',
      `${id} takes step ${step}, the store's last is ${decided}: it was restored from a backup. Run \`sojourn rebuild\`, or terminate the workflow to end the instance.`,
    );
  return row;
}

async function collectFacts(
  sql: Sql,
  version: Version,
  instance: Instance,
  { row, now }: { readonly row: Row; readonly now: Instant },
): Promise<DecisionInputs> {
  const { workspace, step } = instance;

  const { recorded, hasMore } = collectInputs(row);
  return {
    version,
    stored: (row.lastStep ?? -1) === step ? (row.decision ?? undefined) : undefined,
    facts: {
      now,
      ...(await readRecipient(sql, workspace, row, version.document.phoneCountry)),
      ...(await readAskedFor(sql, version, instance, now)),
      context: row.context,
      key: row.key === '' ? null : row.key,
      past: row.past ?? [],
      pauses: row.pauses,
      assignments: row.assignments ?? {},
      segments: row.segments,
      reach: row.reach,
      ...(row.experiments && { weights: weightsInForce(row.experiments) }),
      goals: { converted: row.converted, holding: row.holding, lastSend: row.lastSend },
      sending: await readSending(sql, instance, row),
    },
    // A deadline never overtakes a row that has not been read.
    due: { recorded, hasMore, readUntil: hasMore ? (recorded.at(-1)?.at ?? now) : now },
    contested: {
      entries: row.contested?.entries ?? [],
      hasMore: row.contested?.hasMore === true,
      keptUnder: row.keptUnder,
    },
    mentions: row.mentions,
    isStuck: row.isStuck,
    waking: { at: row.wakesAt, isHeld: row.isHeld },
  };
}

/** Reads what only few versions ask for. */
const readAskedFor = async (sql: Sql, { capWindowMs, learns }: Version, instance: Instance, now: Instant) => ({
  slots: capWindowMs === 0 ? [] : await readSlots(sql, instance, now, capWindowMs),
  ...(learns && { habits: await readHabits(sql, instance, now, learns) }),
});

const isOfSend = (row: Recorded): boolean =>
  row.type === 'command' &&
  flawInOrder(row.order) === undefined &&
  (row.order.name === 'retry' || row.order.name === 'skip');

/**
 * Returns the message that a command is about. Undefined if no command asks, its outcome has been recorded, or it
 * hasn't begun. A message without a row waits for its channel.
 */
async function readSending(
  sql: Sql,
  { workspace, id, at: node, visit }: Instance,
  { commands }: Row,
): Promise<Sending | undefined> {
  if (node === null || !commands?.some(isOfSend)) return undefined;
  const [row] = await sql<{ state: string; attempts: number }>`
    select state, attempts from messages where workspace = ${workspace} and key = ${sendKey(id, node, visit)}`;
  if (row?.state === 'settled') return undefined;
  return { node, visit, state: row?.state === 'claimed' ? 'claimed' : 'waiting', attempts: row?.attempts ?? 0 };
}

const weightsInForce = (experiments: NonNullable<Row['experiments']>): Facts['weights'] =>
  Object.fromEntries(Object.entries(experiments).map(([experiment, state]) => [experiment, inForce(state)]));

function collectInputs({ events, outcomes, commands }: Row): Pick<Due, 'recorded' | 'hasMore'> {
  const hasMore = (events?.length ?? 0) === PAGE;
  const read = hasMore ? dropPartialAcceptance(events ?? []) : (events ?? []);
  const together = new Map<number, { at: Instant; position: number; events: JourneyEvent[] }>();
  for (const { acceptance, ...event } of read) {
    const input = together.get(acceptance) ?? { at: event.at, position: 0, events: [] };
    together.set(acceptance, input);
    input.events.push(event);
    input.position = event.position;
  }
  const all: Recorded[] = [
    ...[...together.values()].map((input) => ({ type: 'accepted', ...input }) as const),
    ...(outcomes ?? []),
    ...(commands ?? []),
  ];
  const end = hasMore ? (read.at(-1)?.position ?? 0) : Number.POSITIVE_INFINITY;
  return { recorded: sortByPosition(all.filter(({ position }) => position <= end)), hasMore };
}

/**
 * Sorts inputs by position, which is the order of commit. If the store's clock was set back meanwhile, later inputs
 * don't become earlier: a decision that stops half way would otherwise read past them for good.
 */
function sortByPosition(all: readonly Recorded[]): readonly Recorded[] {
  let latest = instant(0);
  return all
    .toSorted((a, b) => a.position - b.position)
    .map((input) => {
      latest = instant(Math.max(latest, input.at));
      return latest === input.at ? input : { ...input, at: latest };
    });
}

/**
 * Removes events of the last acceptance from a full page, so that events accepted together stay one input. A single
 * acceptance always fits, since none is longer than a page.
 */
function dropPartialAcceptance(page: NonNullable<Row['events']>): NonNullable<Row['events']> {
  const last = page.at(-1)?.acceptance;
  return page[0]?.acceptance === last ? page : page.filter(({ acceptance }) => acceptance !== last);
}

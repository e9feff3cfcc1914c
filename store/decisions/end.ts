import { DocumentFault, isBug } from '../../journey/base/document-fault.ts';
import { type InstanceId, JourneyId, NodeId, type PersonRef } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { type Instance, newInstance } from '../../journey/engine/apply.ts';
import { become } from '../../journey/engine/become.ts';
import { ASLEEP } from '../../journey/engine/deadlines.ts';
import type { Folded } from '../../journey/engine/fold.ts';
import { forceEnd, forceEndAfter } from '../../journey/engine/force-end.ts';
import type { Version } from '../../journey/engine/version.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { scheduleContestedJudgement } from '../entry/contested-rest.ts';
import { readMentions, recordJourneyEvents } from '../events/journey-events.ts';
import { openWindows } from '../goals/after-end.ts';
import { settleHandedBack, settleOrphans } from '../messages/unsettled.ts';
import { readInputs } from './inputs.ts';
import { recordTransition } from './transitions.ts';

/**
 * Why an instance ends without a decision of its own: Temporal refused to start it, its workflow was closed from
 * outside, or its journey was stopped. In the last case the workflow runs on until it is notified.
 */
export interface OutsideEnd {
  readonly reason: 'start-refused' | 'terminated' | 'stopped' | 'erased';
  /** Explanation, stored with the trace. */
  readonly detail: string;
  /** Instant of the end, if it has one. Events accepted by then are read first. */
  readonly at?: Instant;
}

/** A bug in the code keeps an instance from being decided: nothing has been written about it. */
export class Undecided extends Error {}

interface Row {
  readonly journey: JourneyId;
  readonly version: number;
  readonly key: string;
  readonly step: number;
  readonly enteredAt: number;
  readonly node: string | null;
  readonly visit: number;
  readonly arrivedAt: number | null;
  readonly until: number | null;
  readonly readTo: number;
  readonly pausedAt: number | null;
  readonly context: JsonObject;
  readonly status: string;
  readonly waiting: readonly string[];
}

/**
 * Ends an instance that its workflow can't end any more, as a decision of its own: counted and in the trace. Entries
 * that waited for it are judged again. Does nothing if the instance has ended meanwhile. Call it under the person's
 * lock. Returns whether it ended the instance.
 */
export async function endFromOutside(
  sql: Sql,
  now: Instant,
  { workspace, person, instance: id }: PersonRef & { readonly instance: InstanceId },
  why: OutsideEnd,
  version: Version | undefined,
): Promise<boolean> {
  const { reason } = why;
  const [row] = await sql<Row>`
    select journey, version, key, status, step, entered_at as "enteredAt", node, visit, arrived_at as "arrivedAt",
           until, read_to as "readTo", paused_at as "pausedAt", context,
           array(select id from commands c
                 where c.workspace = i.workspace and c.instance = i.id and c.state = 'waiting') as waiting
      from instances i where workspace = ${workspace} and id = ${id} and ended_at is null`;
  if (!row) return false;
  const before = become(
    newInstance({
      ...{ id, workspace, person, journey: JourneyId.parse(row.journey), version: row.version },
      enteredAt: instant(row.enteredAt),
      beginsAt: row.readTo, // no decision looks back any more
    }),
    {
      step: row.step,
      at: row.node === null ? null : NodeId.parse(row.node),
      visit: row.visit,
      arrivedAt: instant(row.arrivedAt ?? row.enteredAt),
      until: row.until === null ? null : instant(row.until),
      pausedAt: row.pausedAt === null ? null : instant(row.pausedAt),
    },
  );
  const out = await decideEnd(sql, now, before, why, version);
  const { instance: after } = out;
  const folded: Folded = {
    ...out,
    context: row.context,
    profile: {},
    assigned: {},
    entering: [],
    commands: row.waiting.map((id) => ({ id, refused: `it has ended: ${after.exit?.reason ?? reason}` })),
  };
  await recordTransition(sql, now, { version: version ?? NO_VERSION, before, folded, waking: ASLEEP });
  await recordJourneyEvents(sql, now, before, folded, {
    mentions: await readMentions(sql, before),
    key: row.key === '' ? null : row.key,
  });
  if (reason === 'stopped') {
    await settleHandedBack(sql, now, after); // a claimed message is being sent, and settles by itself
    await sql`
      update instances set closing = true
       where workspace = ${workspace} and id = ${id} and ${row.status} = 'live'`;
  } else await settleOrphans(sql, now, after);
  if (reason === 'erased') return true; // open windows are deleted with everything else
  if (version) await openWindows(sql, now, workspace, version, [id]);
  await scheduleContestedJudgement(sql, now, { workspace, person }, id);
  return true;
}

/** Stands in for a version that can't be read. */
const NO_VERSION = { interestsAt: () => [], messages: [] };

async function decideEnd(
  sql: Sql,
  now: Instant,
  before: Instance,
  { reason, detail, at }: OutsideEnd,
  version: Version | undefined,
): Promise<ReturnType<typeof forceEndAfter>> {
  const plain = () => ({ ...forceEnd(before, now, reason), read: [{ detail }], conversions: [] });
  if (at === undefined || version === undefined) return plain();
  const { facts, due } = await readInputs(sql, version, before, now);
  try {
    return forceEndAfter(version, before, due.recorded, facts, { at, reason, detail });
  } catch (cause) {
    if (cause instanceof DocumentFault) return plain(); // an instance that can't be decided ends too
    throw isBug(cause) ? new Undecided('a bug keeps an instance from being decided', { cause }) : cause;
  }
}

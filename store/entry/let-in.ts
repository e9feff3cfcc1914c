import type { InstanceId } from '../../journey/base/ids.ts';
import { findHoldingAtEntry } from '../../journey/engine/condition-rules.ts';
import type { Version } from '../../journey/engine/version.ts';
import { surroundingsOf } from '../../journey/people/profile.ts';
import type { Instant } from '../../journey/time/time.ts';
import { countEntries } from '../base/counts.ts';
import type { Sql } from '../base/sql.ts';
import { openWindows } from '../goals/after-end.ts';
import { reopenJourney } from '../journeys/closing.ts';
import type { Candidate } from './candidate.ts';
import { insertInstances } from './new-instance.ts';
import type { EntryStanding } from './standing.ts';
import { workflowIdOf } from './workflow-id.ts';

export interface EntryOptions {
  /** Show user IDs in workflow IDs even if they look like addresses. */
  readonly plainUserIds: boolean;
}

/** A user who was judged and has a place. */
export interface Entering {
  readonly candidate: Candidate;
  readonly standing: EntryStanding;
  readonly ruling: { readonly type: 'enter' | 'control'; readonly key: string; readonly instance: InstanceId };
}

/**
 * Creates the instances of users who enter one version, and counts them. Call it under the persons' locks and the
 * journey's, shared.
 */
export async function letIn(
  sql: Sql,
  now: Instant,
  version: Version,
  entering: readonly Entering[],
  options: EntryOptions,
): Promise<void> {
  const reopened = entering.find(({ standing, ruling }) => ruling.type === 'enter' && standing.hasClosed);
  if (reopened) await reopenJourney(sql, reopened.candidate.who, version.document.id);
  const taken = await insertInstances(
    sql,
    version,
    entering.map((each) => newInstance(now, each, each.standing.userId, options)),
  );
  // An anonymous ID may equal a user ID. The workflow ID is then taken, so the second try adds the person's own ID.
  await insertInstances(
    sql,
    version,
    taken.map(({ of }) => newInstance(now, of, `${of.standing.userId}~${of.candidate.who.person}`, options)),
  );
  const { workspace } = entering[0]?.candidate.who ?? {};
  if (workspace === undefined) return;
  await countEntries(
    sql,
    { workspace, journey: version.document.id, version: version.number },
    entering.map(({ candidate, ruling }) => ({
      person: candidate.who.person,
      at: candidate.event.at,
      measure: ruling.type === 'control' ? 'control' : 'entered',
    })),
  );
  const control = entering.flatMap(({ ruling }) => (ruling.type === 'control' ? [ruling.instance] : []));
  await openWindows(sql, now, workspace, version, control);
}

function newInstance(now: Instant, of: Entering, shown: string, { plainUserIds: plain }: EntryOptions) {
  const { candidate, standing, ruling } = of;
  const { who, version, event } = candidate;
  const { userId, profile, segments, secret, passes } = standing;
  const { id: journey } = version.document;
  const context = { entry: event.properties };
  const around = surroundingsOf(profile, version.document, now);
  const holding = findHoldingAtEntry(version, { profile, context, segments }, around);
  const { key, instance } = ruling;
  const made = { instance, key, pass: passes + 1, userId, context, holding };
  const { workspace } = who;
  const workflowId =
    ruling.type === 'control'
      ? null
      : workflowIdOf({ workspace, journey, userId: shown, key, pass: made.pass, secret, plain });
  return { of, candidate, made, workflowId };
}

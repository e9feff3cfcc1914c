import { z } from 'zod';
import type { BulkRoom } from '../forwarding/bulk-room.ts';
import type { PersonId, WorkspaceId } from '../journey/base/ids.ts';
import type { Version } from '../journey/engine/version.ts';
import { SEGMENT_EXISTING } from '../journey/events/own-events.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import { setDue } from '../store/base/due-rows.ts';
import type { Sql } from '../store/base/sql.ts';
import { admitAll, type EntryOptions } from '../store/entry/admit.ts';
import type { Candidate } from '../store/entry/candidate.ts';
import { record } from '../store/events/ingest.ts';
import type { Versions } from '../store/journeys/versions.ts';
import { findTestUsers } from '../store/people/test-users.ts';
import { findMembersAfter } from '../store/segments/existing.ts';
import type { DueHandler } from './handler.ts';

/** Users per transaction, each locked and entered. */
const PAGE = 20;
/** How long the row waits while the journey isn't running. */
const LATER_MS = 60_000;

const Data = z.object({ segment: z.string(), from: z.string(), before: z.number() });

interface Ports {
  readonly versions: Versions;
  readonly entries: EntryOptions;
  readonly room?: BulkRoom;
}

/**
 * Enters users who were in a segment when the journey was published, a page per transaction. Each enters by an event of
 * their own.
 */
export const handleSegmentExisting = (ports: Ports): DueHandler => ({
  journey: 'shared',
  isBulk: true,
  page: (sql, { workspace, data }) => findMembersAfter(sql, workspace, Data.parse(data), PAGE),
  async handle(sql, now, row, members) {
    const { workspace, journey } = row;
    if (journey === null) return;
    const [found] = await sql<{ version: number; state: string }>`
      select version, state from journeys where workspace = ${workspace} and id = ${journey}`;
    if (!found || ['stopped', 'archived', 'completed'].includes(found.state)) return;
    if (found.state !== 'running') return setDue(sql, [{ ...row, at: instant(now + LATER_MS) }]);

    const place = Data.parse(row.data);
    const version = await ports.versions.get(workspace, journey, found.version, sql);
    const testing = await findTestUsers(sql, workspace, members);
    const who = { workspace, place, members: members.filter((person) => !testing.has(person)) };
    await letIn(sql, now, ports, version, who);
    if (members.length === PAGE) await setDue(sql, [{ ...row, data: { ...place, from: members.at(-1) ?? '' } }]);
  },
});

interface Page {
  readonly workspace: WorkspaceId;
  readonly place: z.infer<typeof Data>;
  readonly members: readonly PersonId[];
}

async function letIn(
  sql: Sql,
  at: Instant,
  { entries, room }: Ports,
  version: Version,
  { workspace, place, members }: Page,
): Promise<void> {
  const name = SEGMENT_EXISTING;
  const properties = { segment: place.segment, journey: version.document.id };
  const messages = members.map((person) => ({
    messageId: `${name}.${version.document.id}.${place.before}.${person}`,
    person,
    name,
    properties,
    isBulk: true,
  }));
  const accepted = await record(sql, workspace, at, messages);
  const candidates = members.flatMap((person, index): readonly Candidate[] => {
    const position = accepted[index]?.position ?? 0;
    if (position === 0) return []; // erased since the page was read
    const event = { name, at, position, properties };
    return [{ who: { workspace, person }, version, event, onMeet: 'refuse', queue: 'bulk' }];
  });
  const admissions = await admitAll(sql, at, candidates, entries);
  room?.note(
    { workspace, journey: version.document.id },
    admissions.flatMap((admission) => (admission.type === 'entered' ? [admission.instance] : [])),
  );
}

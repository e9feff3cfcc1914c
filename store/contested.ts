import type { InstanceId, WorkspaceId } from '../journey/ids.ts';
import type { Candidate } from './candidate.ts';
import type { Sql } from './sql.ts';

export const contest = (sql: Sql, workspace: WorkspaceId, instance: InstanceId, { version, event }: Candidate) => sql`
  insert into contested (workspace, instance, position, journey, version)
  values (${workspace}, ${instance}, ${event.position}, ${version.document.id}, ${version.number})
  on conflict do nothing`;

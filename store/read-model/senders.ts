import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** Maximum number of senders to list. */
const MAX_SENDERS = 50;

/** Lists the senders in messages of running and paused journeys. Leaves out senders with Liquid. */
export async function listSenders(sql: Sql, workspace: WorkspaceId): Promise<readonly string[]> {
  const rows = await sql<{ sender: string }>`
    select distinct n.value #>> '{content,from}' as sender
      from journeys j
      join versions v on v.workspace = j.workspace and v.journey = j.id and v.version = j.version
      cross join lateral json_each(v.document -> 'nodes') n
     where j.workspace = ${workspace} and j.state in ('running', 'paused')
       and n.value #>> '{content,from}' !~ '[{][{%]'
     order by sender
     limit ${MAX_SENDERS}`;
  return rows.map(({ sender }) => sender);
}

import { Readable } from 'node:stream';
import type { Result } from '../../journey/base/refusal.ts';
import type { World } from '../../journey/world/world.ts';
import { NO_FILE } from '../../store/broadcasts/list-row.ts';
import { uploadList } from '../../store/broadcasts/lists.ts';
import { createCommands } from '../../store/decisions/commands.ts';
import { stopJourney } from '../../store/lifecycle/end.ts';
import { pauseJourney, resumeJourney } from '../../store/lifecycle/pause.ts';
import { publish } from '../../store/lifecycle/publish.ts';
import { putSegment } from '../../store/segments/segments.ts';
import { createUsers } from './users.ts';
import type { ServerWorkspace } from './workspace.ts';

type Operation = 'begin' | 'publish' | 'upload' | 'order' | 'pause' | 'resume' | 'stop';

/** Creates the part of a world in which an operator acts: on journeys, lists and single instances. */
export function createServerOperations(at: ServerWorkspace) {
  const { workspace, database, store, settle, ringBell } = at;
  const { sql } = database;
  const commands = createCommands(database, store);
  const actor = 'testkit';

  return {
    async begin(journeys, now, segments = []) {
      await sql`insert into workspaces (id, virtual_now) values (${workspace}, ${now})`;
      for (const document of segments) await putSegment(database, { workspace, document, actor });
      if (segments.length > 0) await settle();
      for (const document of journeys) await publish(database, workspace, document, actor);
    },
    async publish(document) {
      await publish(database, workspace, document, actor);
      await settle();
    },
    async upload(journey, rows) {
      await createUsers(
        at,
        rows.map(({ user }) => user),
      );
      const list = rows.map(({ user, properties }, index) => ({ nr: index + 1, userId: user, properties }));
      must(
        await uploadList(
          database,
          { workspace, journey, actor },
          { rows: Readable.from(list), describe: () => NO_FILE },
        ),
      );
      ringBell();
      await settle();
    },
    async order(user, journey, order) {
      const [row] = await sql<{ id: never }>`
        select id
          from instances
         where workspace = ${workspace}
           and user_id = ${user}
           and journey = ${journey}
           and ended_at is null
         order by id desc
         limit 1`;
      if (!row) throw new Error(`${user} is not inside ${journey}`);
      await commands.order({ workspace, instance: row.id, actor, order });
      await settle();
    },
    async pause(journey, policy) {
      must(await pauseJourney(database, { workspace, journey, actor, policy }));
      await settle();
    },
    async resume(journey) {
      must(await resumeJourney(database, { workspace, journey, actor }));
      await settle();
    },
    async stop(journey, mode) {
      must(await stopJourney(database, { workspace, journey, actor, mode }));
      ringBell();
      await settle();
    },
  } satisfies Pick<World, Operation>;
}

/** @throws Error with the message and fix of a refusal */
function must(result: Result<unknown>): void {
  if (!result.ok) throw new Error(`${result.refusal.message}: ${result.refusal.fix}`);
}

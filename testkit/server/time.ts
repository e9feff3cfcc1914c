import { createReweigh } from '../../activities/reweigh.ts';
import { instant } from '../../journey/time/time.ts';
import type { World } from '../../journey/world/world.ts';
import { answersOf } from './capturing.ts';
import { untilDecided } from './settled.ts';
import type { ServerWorkspace } from './workspace.ts';

/** Creates the part of a world that moves time: the workspace's clock, each workflow's time, and scheduled work. */
export function createServerTime(at: ServerWorkspace) {
  const { workspace, database, versions, capture, travel, settle, moveClock } = at;
  const reweigh = createReweigh({ database, versions, onFailure: rethrow });

  return {
    async runUntil(until) {
      for (;;) {
        const { nextAt, next, lastTries } = await settle();
        if (nextAt === null || nextAt >= until) break;
        await moveClock(instant(nextAt + 1));
        await Promise.all(next.map((workflowId) => travel.toTimer(workflowId)));
        await Promise.all(lastTries.map((workflowId) => travel.tryNow(workflowId)));
        await untilDecided(database, workspace, nextAt, travel.toTimer);
      }
      await moveClock(until);
    },
    async answer(channel, answering) {
      capture.answers.set(answersOf(workspace, channel), answering);
      const rows = await database.sql<{ id: string }>`
        select i.workflow_id as id
          from messages m
          join instances i on i.workspace = m.workspace and i.id = m.instance
         where m.workspace = ${workspace}
           and m.channel = ${channel}
           and m.state = 'reserved'
           and m.next_try_at is not null`;
      await Promise.all(rows.map(({ id }) => travel.tryNow(id)));
      await settle();
    },
    async reweigh() {
      await reweigh({ workspace });
    },
  } satisfies Pick<World, 'runUntil' | 'answer' | 'reweigh'>;
}

const rethrow = (_: unknown, cause: unknown) => {
  throw cause;
};

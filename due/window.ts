import { updateWindows } from '../store/goals/after-end.ts';
import type { Versions } from '../store/journeys/versions.ts';
import type { DueHandler } from './handler.ts';

/** The time within which goals of an instance that has ended could be met is over, or goes on since something was sent meanwhile. */
export const closeWindow = (versions: Versions): DueHandler => ({
  journey: 'none',
  async handle(sql, now, { workspace, ref }) {
    await updateWindows(sql, now, workspace, (journey, version) => versions.get(workspace, journey, version, sql), [
      ref,
    ]);
  },
});

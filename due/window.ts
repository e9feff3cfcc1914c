import { updateWindows } from '../store/goals/after-end.ts';
import type { Versions } from '../store/journeys/versions.ts';
import type { DueHandler } from './handler.ts';

/** Closes the goal window of an ended instance, or extends it if a message was sent meanwhile. */
export const handleWindow = (versions: Versions): DueHandler => ({
  journey: 'none',
  async handle(sql, now, { workspace, ref }) {
    await updateWindows(sql, now, workspace, (journey, version) => versions.get(workspace, journey, version, sql), [
      ref,
    ]);
  },
});

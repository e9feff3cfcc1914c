import { keepSegments } from '../../store/segments/keep.ts';
import type { DueHandler } from './handler.ts';

/** Time alone has changed who belongs to a segment, at the row's own instant. */
export const segment: DueHandler = {
  journey: 'none',
  async handle(sql, now, { workspace, person }) {
    if (person !== null) await keepSegments(sql, now, { workspace, person });
  },
};

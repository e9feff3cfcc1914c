import { instant } from '../journey/time/time.ts';
import type { Versions } from '../store/journeys/versions.ts';
import { endInside, nextInside, passTime } from '../store/lifecycle/end.ts';
import type { DueHandler } from './handler.ts';

/** Entry of a journey begins or is over, or the last may have left it. */
export const journey: DueHandler = {
  journey: 'alone',
  async handle(sql, now, { workspace, journey: id }) {
    if (id !== null) await passTime(sql, now, workspace, id);
  },
};

/** A journey has been stopped: those inside are put out, page by page. */
export const journeyStop = (versions: Versions): DueHandler => ({
  journey: 'shared',
  async page(sql, { workspace, journey: id }) {
    return id === null ? [] : (await nextInside(sql, workspace, id)).map(({ person }) => person);
  },
  async handle(sql, now, { workspace, journey: id, data: { actor, at } }, page) {
    const stop = { actor: String(actor), at: instant(Number(at ?? now)) };
    if (id !== null) await endInside({ sql, now, versions }, workspace, id, stop, page);
  },
});

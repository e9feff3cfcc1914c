import { instant } from '../../journey/time.ts';
import { endInside, passTime } from '../../store/journey-ends.ts';
import type { Versions } from '../../store/versions.ts';
import type { DueHandler } from './handler.ts';

/** Entry of a journey begins or is over, or the last may have left it. */
export const journey: DueHandler = async (sql, now, { workspace, journey: id }) => {
  if (id !== null) await passTime(sql, now, workspace, id);
};

/** A journey has been stopped: those inside are put out, page by page. */
export const journeyStop =
  (versions: Versions): DueHandler =>
  async (sql, now, { workspace, journey: id, data: { actor, at } }) => {
    if (id !== null)
      await endInside(sql, versions, workspace, id, { actor: String(actor), at: instant(Number(at ?? now)) });
  };

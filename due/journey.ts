import type { ForwarderPorts } from '../forwarding/ports.ts';
import type { JsonObject } from '../journey/base/json.ts';
import { instant } from '../journey/time/time.ts';
import { applyEntryWindow } from '../store/lifecycle/end.ts';
import { endInstances, findNextInside } from '../store/lifecycle/stop-instances.ts';
import type { DueHandler } from './handler.ts';

/** Opens or closes a journey's entry, or completes the journey if its last instance has ended. */
export const handleJourney: DueHandler = {
  journey: 'alone',
  async handle(sql, now, { workspace, journey: id }) {
    if (id !== null) await applyEntryWindow(sql, now, workspace, id);
  },
};

/** Ends the instances of a stopped journey, page by page. */
export const handleJourneyStop = ({ versions, log }: Pick<ForwarderPorts, 'versions' | 'log'>): DueHandler => ({
  journey: 'shared',
  async page(sql, { workspace, journey: id, data }) {
    return id === null ? [] : (await findNextInside(sql, workspace, id, cursorOf(data))).map(({ person }) => person);
  },
  async handle(sql, now, { workspace, journey: id, data }, page) {
    const { actor, at, hasLeft } = data;
    const stop = { actor: String(actor), at: instant(Number(at ?? now)), hasLeft: hasLeft === true };
    const after = cursorOf(data);
    if (id !== null)
      await endInstances({ sql, now, versions, log }, workspace, id, { ...stop, ...(after && { after }) }, page);
  },
});

const cursorOf = ({ after }: JsonObject): string | undefined => (typeof after === 'string' ? after : undefined);

import { createContext, useCallback, useContext } from 'react';
import type { Instant } from '../../../journey/time/time';
import { useBuilder } from '../canvas/store';
import { moment } from '../format';
import { type Mark, useRehearsal, zoneShown } from './rehearsal';

/** Marks of the shown moment, by node and by link. */
export const MarksContext = createContext<ReadonlyMap<string, Mark>>(new Map());
export const useMarks = () => useContext(MarksContext);

/** "Wed 14 Jan, 16:02" by the user's clock. */
export function useWhen(): (at: Instant) => string {
  const zone = useZone();
  return useCallback((at) => moment(new Date(at).toISOString(), zone), [zone]);
}

export function useZone(): string {
  const draft = useBuilder(({ document }) => document);
  return useRehearsal((state) => zoneShown(state, draft));
}

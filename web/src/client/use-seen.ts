import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Seen } from '../forms/form-context';
import { knownQuery } from './known-queries';
import { seenQuery } from './seen-queries';

/** What fields suggest. `as`: prefixes under which a value of an event can be read. */
export function useSeen(as: readonly string[]): Seen {
  const { data } = useQuery(seenQuery);
  const { data: known } = useQuery(knownQuery);
  return useMemo(() => {
    const events = data?.events ?? [];
    const properties = [...new Set(events.flatMap((event) => event.properties.map(({ path }) => path)))];
    return {
      events: events.map(({ name }) => name),
      paths: [
        ...(data?.traits ?? []).map(({ name }) => `profile.${name}`),
        ...as.flatMap((each) => properties.map((path) => `${each}.${path}`)),
      ],
      segments: known?.segments ?? [],
    };
  }, [data, known, as]);
}

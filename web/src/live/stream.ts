import { useQueryClient } from '@tanstack/react-query';
import { createEventSource } from 'eventsource-client';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../client/queries';
import type { components } from '../client/schema';

export type LiveCounts = components['schemas']['LiveCounts'];

const HEADERS = { 'X-Sojourn': '1' };

/**
 * What happens at the nodes, as it happens, while the page can be seen. Answers since when nothing has been heard
 * (milliseconds since the epoch); undefined: it is fresh. `take` gets the whole first, then what changes.
 */
export function useLiveCounts(journey: string, take: (counts: LiveCounts) => void): number | undefined {
  const [staleSince, setStaleSince] = useState<number>();
  const client = useQueryClient();
  const isSeen = useIsSeen();
  useEffect(() => {
    if (!isSeen) return;
    let heardAt = Date.now();
    const lost = () => setStaleSince((since) => since ?? heardAt);
    const source = createEventSource({
      url: new URL(`/v1/journeys/${encodeURIComponent(journey)}/counts/stream`, location.origin),
      headers: HEADERS,
      fetch: async (url, init) => {
        const response = await fetch(url, init as RequestInit);
        if (response.status === 401) {
          source.close();
          await client.resetQueries({ queryKey: sessionQuery.queryKey }); // whose session is over signs in
        }
        if (response.status !== 200) throw new Error(`answered ${response.status}`);
        return response;
      },
      onMessage: ({ event, data }) => {
        if (event === 'away') return lost();
        if (event !== 'counts') return;
        heardAt = Date.now();
        setStaleSince(undefined);
        take(JSON.parse(data) as LiveCounts);
      },
      onScheduleReconnect: lost,
    });
    return () => source.close();
  }, [journey, take, client, isSeen]);
  return staleSince;
}

/** A browser has six connections to an address: those that nobody looks at are let go. */
function useIsSeen(): boolean {
  const [isSeen, setIsSeen] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setIsSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isSeen;
}

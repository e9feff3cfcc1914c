import { useQueryClient } from '@tanstack/react-query';
import { createEventSource } from 'eventsource-client';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../client/queries';
import type { components } from '../client/schema';

export type LiveCounts = components['schemas']['LiveCounts'];

const HEADERS = { 'X-Sojourn': '1' };

/**
 * Streams the counts of a journey while the page is visible. Calls `take` with all counts first, then with each change.
 * Returns since when the stream has been silent (milliseconds since the epoch), or undefined if the counts are fresh.
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

/**
 * Returns whether the page is visible. A hidden page closes its stream, since a browser opens only six connections per
 * address.
 */
function useIsSeen(): boolean {
  const [isSeen, setIsSeen] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setIsSeen(!document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isSeen;
}

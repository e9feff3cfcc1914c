import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { pathBelow } from '../../../journey/conditions/path';
import { knownQuery } from '../client/known-queries';
import { seenQuery } from '../client/seen-queries';
import { ago } from '../format';
import { words } from '../words';
import type { Seen } from './form-context';

/** Returns the suggestions for fields. `as`: prefixes under which an event's values can be read. */
export function useSeen(as: readonly string[]): Seen {
  const { data } = useQuery(seenQuery);
  const { data: known } = useQuery(knownQuery);
  return useMemo(() => {
    const events = data?.events ?? [];
    const properties = new Map(events.flatMap((event) => event.properties.map((each) => [each.path, each] as const)));
    const traits = data?.traits ?? [];
    return {
      events: events.map(({ name }) => name),
      paths: [
        ...traits.map(({ name }) => pathBelow('profile', name)),
        ...as.flatMap((each) => [...properties.keys()].map((path) => pathBelow(each, path))),
      ],
      segments: known?.segments ?? [],
      about: Object.fromEntries([
        ...events.map(({ name, lastAt }) => [name, words.forms.lastSeen(ago(lastAt))] as const),
        ...traits.map((trait) => [pathBelow('profile', trait.name), wordsOf(trait)] as const),
        ...as.flatMap((each) => [...properties].map(([path, seen]) => [pathBelow(each, path), wordsOf(seen)] as const)),
      ]),
    };
  }, [data, known, as]);
}

const SHOWN = 3;

const wordsOf = ({ types, samples }: { readonly types: readonly string[]; readonly samples: readonly string[] }) =>
  words.forms.seenAs(types.join(', '), samples.slice(0, SHOWN).join(', '));

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
    const typesOf = new Map<string, Set<string>>();
    for (const { path, types } of events.flatMap((event) => event.properties))
      typesOf.set(path, new Set([...(typesOf.get(path) ?? []), ...types]));
    const at = [
      ...traits.map((trait) => [pathBelow('profile', trait.name), trait] as const),
      ...as.flatMap((each) => [...properties].map(([path, seen]) => [pathBelow(each, path), seen] as const)),
    ];
    return {
      events: events.map(({ name }) => name),
      paths: at.map(([path]) => path),
      segments: known?.segments ?? [],
      about: Object.fromEntries([
        ...events.map(({ name, lastAt }) => [name, words.forms.lastSeen(ago(lastAt))] as const),
        ...at.map(([path, seen]) => [path, wordsOf(seen)] as const),
      ]),
      types: Object.fromEntries([
        ...traits.map(({ name, types }) => [pathBelow('profile', name), types] as const),
        ...as.flatMap((each) => [...typesOf].map(([path, types]) => [pathBelow(each, path), [...types]] as const)),
      ]),
    };
  }, [data, known, as]);
}

const SHOWN = 3;

const wordsOf = ({ types, samples }: { readonly types: readonly string[]; readonly samples: readonly string[] }) =>
  words.forms.seenAs(types.join(', '), samples.slice(0, SHOWN).join(', '));

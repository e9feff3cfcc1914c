import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { JsonObject } from '../../../journey/json';
import { seenQuery } from '../client/seen-queries';
import type { FormAround } from '../forms/form-context';
import { knownQuery } from './draft-queries';
import type { Problem } from './model/problems';
import { useBuilder } from './store';

const NONE: readonly string[] = [];
/** Prefixes under which a value of an event can be read. */
const AS = ['event', 'context.entry'];

/** What a form needs to know around it: what has been seen, and what is wrong. `prefix`: where in the document the form stands. */
export function useFormAround(root: JsonObject, prefix: string, asked: readonly string[] = NONE): FormAround {
  const { data } = useQuery(seenQuery);
  const { data: known } = useQuery(knownQuery);
  const problems = useBuilder((state) => state.problems);
  return useMemo(() => {
    const events = data?.events ?? [];
    const properties = [...new Set(events.flatMap((event) => event.properties.map(({ path }) => path)))];
    return {
      root,
      asked,
      seen: {
        events: events.map(({ name }) => name),
        paths: [
          ...(data?.traits ?? []).map(({ name }) => `profile.${name}`),
          ...AS.flatMap((as) => properties.map((path) => `${as}.${path}`)),
        ],
        segments: known?.segments ?? [],
      },
      problemAt: (path) => sayingOf(problems, prefix === '' ? path : `${prefix}.${path}`),
    };
  }, [data, known, problems, root, prefix, asked]);
}

function sayingOf(problems: readonly Problem[], path: string): string | undefined {
  const found = problems.find((problem) => problem.path === path);
  return found && `${found.message}: ${found.fix}`;
}

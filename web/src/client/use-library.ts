import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import type { Library } from '../../../journey/delivery/template';
import { neededByDraft } from '../../../journey/validate/needed-templates';
import { takenQuery } from './template-queries';

const NONE: Library = [];

/** Returns the workspace templates that a draft names; undefined until they are loaded. */
export function useLibrary(draft: JsonObject): Library | undefined {
  const given = useDeferredValue(draft);
  const needed = useMemo(() => neededByDraft(given), [given]);
  const isEmpty = needed.templates.length === 0 && needed.blocks.length === 0;
  const { data, error } = useQuery({ ...takenQuery(needed), enabled: !isEmpty });
  return isEmpty || error ? NONE : data;
}

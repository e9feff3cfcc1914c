import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { JourneySummary } from '../client/client';
import { findAct, findRow, type TableAct } from './table-acts';

interface Table {
  readonly journeys: readonly JourneySummary[];
  /** Journey IDs. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void;
}

/** Returns the Journey ID of the row that keys act on. */
export function useTableKeys({ journeys, selected, onSelect }: Table): string | undefined {
  const navigate = useNavigate();
  const [at, setAt] = useState<string>();
  const here = journeys.find(({ id }) => id === at)?.id;
  useEffect(() => {
    const step = (by: 1 | -1) => {
      const to = findRow(journeys, here, by);
      setAt(to);
      document.querySelector(`[data-journey="${to}"]`)?.scrollIntoView({ block: 'nearest' });
    };
    const acts: Readonly<Record<TableAct, () => void>> = {
      search: () => document.querySelector<HTMLElement>('input[type="search"]')?.focus(),
      down: () => step(1),
      up: () => step(-1),
      select: () => here !== undefined && onSelect([here], !selected.has(here)),
      open: () => here !== undefined && void navigate({ to: '/journeys/$id', params: { id: here } }),
      copy: () =>
        here !== undefined && document.querySelector<HTMLElement>(`[data-journey="${here}"] [data-copy]`)?.click(),
      new: () => void navigate({ to: '/journeys/new' }),
      clear: () => onSelect([...selected], false),
    };
    const onKey = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (!act || (here === undefined && (act === 'open' || act === 'copy'))) return;
      event.preventDefault();
      acts[act]();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [journeys, selected, onSelect, navigate, here]);
  return here;
}

/** A key that the focused element handles keeps its meaning there. */
function actOf(event: KeyboardEvent): TableAct | undefined {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return undefined;
  const act = findAct(event);
  const focused = event.target instanceof HTMLElement ? event.target : undefined;
  const takesText = focused?.matches('input:not([type="checkbox"]), select, textarea') ?? false;
  if (takesText || (act === 'open' && focused !== document.body)) return undefined;
  return act;
}

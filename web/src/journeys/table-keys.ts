import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { JourneySummary } from '../client/client';

interface Table {
  readonly journeys: readonly JourneySummary[];
  /** Journey IDs. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void;
}

/** What a key means to the list, while nothing that takes text has the focus. */
type Act = 'search' | 'down' | 'up' | 'select' | 'open' | 'copy' | 'new' | 'clear';
const KEYS: Readonly<Record<string, Act>> = {
  '/': 'search',
  j: 'down',
  ArrowDown: 'down',
  k: 'up',
  ArrowUp: 'up',
  x: 'select',
  Enter: 'open',
  c: 'copy',
  n: 'new',
  Escape: 'clear',
};

/** Answers the Journey ID of the row that keys act on. */
export function useTableKeys({ journeys, selected, onSelect }: Table): string | undefined {
  const navigate = useNavigate();
  const [at, setAt] = useState<string>();
  const here = journeys.find(({ id }) => id === at)?.id;
  useEffect(() => {
    const step = (by: 1 | -1) => {
      const index = journeys.findIndex(({ id }) => id === here);
      const next = here === undefined ? (by === 1 ? 0 : journeys.length - 1) : index + by;
      const to = journeys[Math.min(journeys.length - 1, Math.max(0, next))]?.id;
      setAt(to);
      document.querySelector(`[data-journey="${to}"]`)?.scrollIntoView({ block: 'nearest' });
    };
    const acts: Readonly<Record<Act, () => void>> = {
      search: () => document.querySelector<HTMLElement>('input[type="search"]')?.focus(),
      down: () => step(1),
      up: () => step(-1),
      select: () => here !== undefined && onSelect([here], !selected.has(here)),
      open: () => here !== undefined && void navigate({ to: '/journeys/$id', params: { id: here } }),
      copy: () =>
        here !== undefined && document.querySelector<HTMLElement>(`[data-journey="${here}"] button.id`)?.click(),
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

/** Whatever has a meaning of its own where the focus is keeps it. */
function actOf({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): Act | undefined {
  if (ctrlKey || metaKey || altKey || defaultPrevented || document.querySelector('dialog[open]')) return undefined;
  const act = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  const focused = target instanceof HTMLElement ? target : undefined;
  const takesText = focused?.matches('input:not([type="checkbox"]), select, textarea') ?? false;
  if (takesText || (act === 'open' && focused !== document.body)) return undefined;
  return act;
}

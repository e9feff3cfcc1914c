import type { Flaw } from '../base/refusal.ts';
import { entryWindowOf } from '../document/active.ts';
import type { Graph } from './graph.ts';

/** Checks that the dates in `active` can be read and are in order. */
export function active({ document }: Graph): readonly Flaw[] {
  const { entryFrom, entryUntil } = entryWindowOf(document);
  const given = { from: document.active?.from, until: document.active?.until };
  const read = { from: entryFrom, until: entryUntil };
  const unreadable = (['from', 'until'] as const)
    .filter((side) => given[side] !== undefined && read[side] === null)
    .map((side) => ({
      path: `active.${side}`,
      message: `"${given[side]}" is not a date`,
      fix: 'write ISO 8601, such as "2026-12-24T09:00"',
    }));
  if (entryFrom === null || entryUntil === null || entryFrom < entryUntil) return unreadable;
  return [
    {
      path: 'active.until',
      message: `entry closes at ${given.until}, before it opens at ${given.from}`,
      fix: 'make "until" later than "from"',
    },
  ];
}

import type { Flaw } from '../refusal.ts';
import type { Graph } from './graph.ts';

/** What the document can say and this version does not yet do is refused, so that nothing is silently ignored (docs/decisions/0008). */
export function unsupported({ document }: Graph): readonly Flaw[] {
  const { entry, goals } = document;
  const said: readonly (readonly [path: string, what: string, isSaid: boolean])[] = [
    ['onPause', `the pause policy "${document.onPause}"`, document.onPause !== 'hold-clock'],
    ['entry.capacity', 'a capacity of the entry', entry.capacity !== undefined],
    ['entry.controlGroup', 'a control group', entry.controlGroup > 0],
    ['entry.grace', 'a grace of the entry', entry.grace !== undefined],
    ...goals.map(
      ({ id, window }, index) => [`goals.${index}.window`, `a window of goal "${id}"`, window !== undefined] as const,
    ),
  ];
  return said
    .filter(([, , isSaid]) => isSaid)
    .map(([path, what]) => ({ path, message: `${what}: not supported by this version yet`, fix: 'remove it' }));
}

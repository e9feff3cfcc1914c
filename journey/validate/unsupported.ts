import type { Flaw } from '../refusal.ts';
import type { Graph } from './graph.ts';

/** What the document can say and this version does not yet do is refused, so that nothing is silently ignored (docs/decisions/0008). */
export function unsupported({ document }: Graph): readonly Flaw[] {
  const { entry } = document;
  const said: readonly (readonly [path: string, what: string, isSaid: boolean])[] = [
    ['entry.grace', 'a grace of the entry', entry.grace !== undefined],
  ];
  return said
    .filter(([, , isSaid]) => isSaid)
    .map(([path, what]) => ({ path, message: `${what}: not supported by this version yet`, fix: 'remove it' }));
}

import type { Flaw } from '../refusal.ts';
import type { Graph } from './graph.ts';

/** What the document can say and this version does not yet do is refused, so that nothing is silently ignored (docs/decisions/0008). */
export const unsupported = ({ document: { priority } }: Graph): readonly Flaw[] =>
  priority === 3
    ? []
    : [{ path: 'priority', message: `the priority ${priority}: not supported by this version yet`, fix: 'remove it' }];

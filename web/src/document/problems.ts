import type { Flaw } from '../../../journey/base/refusal';
import { type DraftDocument, ENTRY } from './document';

export const STEPS = ['goal', 'entry', 'path'] as const;
export type Step = (typeof STEPS)[number];

/** A problem, and where it is shown. */
export interface Problem extends Flaw {
  readonly severity: 'error' | 'warning';
  readonly step: Step;
  /** The node whose card shows it. Undefined: it concerns the whole journey. */
  readonly node: string | undefined;
  /** Within the node or the entry: `content.subject`. */
  readonly field: string;
}

const STEP_OF: Readonly<Record<string, Step>> = { goals: 'goal', exits: 'goal', entry: 'entry' };

function placeProblem(flaw: Flaw, severity: Problem['severity'], document: DraftDocument): Problem {
  const [room = '', ...rest] = flaw.path.split('.');
  const step = STEP_OF[room] ?? 'path';
  const [id = ''] = rest;
  if (room === 'nodes' && Object.hasOwn(document.nodes, id))
    return { ...flaw, severity, step, node: id, field: rest.slice(1).join('.') };
  const isEntry = room === 'entry' || room === 'start';
  return { ...flaw, severity, step, node: isEntry ? ENTRY : undefined, field: isEntry ? rest.join('.') : flaw.path };
}

export const problemsOf = (
  { errors, warnings }: { readonly errors: readonly Flaw[]; readonly warnings: readonly Flaw[] },
  document: DraftDocument,
): readonly Problem[] => [
  ...errors.map((flaw) => placeProblem(flaw, 'error', document)),
  ...warnings.map((flaw) => placeProblem(flaw, 'warning', document)),
];

export const listBlocking = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(({ severity }) => severity === 'error');

import type { z } from 'zod';
import type { Flaw } from '../journey/refusal.ts';
import { type Denial, deny } from './problem.ts';

/** What a schema found wrong, one flaw a field: where, what, and what to give instead. */
export function flawsOf(error: z.ZodError, under: readonly PropertyKey[] = []): readonly Flaw[] {
  const flaws = error.issues.flatMap((issue) => flawsOfIssue(issue, under));
  return [...new Map(flaws.toReversed().map((flaw) => [flaw.path, flaw])).values()].toReversed(); // the first of each: what follows from it is no news
}

export const invalid = (error: z.ZodError, where: 'path' | 'query' | 'body' | 'header'): Denial => {
  const errors = flawsOf(error);
  const first = errors[0];
  return deny(
    'request-invalid',
    first ? `${where}: ${first.path === '' ? '' : `${first.path}: `}${first.message}` : `the ${where} is invalid`,
    first?.fix ?? 'see /docs',
    { errors },
  );
};

type Issue = z.core.$ZodIssue;

function flawsOfIssue(issue: Issue, under: readonly PropertyKey[]): readonly Flaw[] {
  const at = [...under, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: dotted([...at, key]),
      message: `there is no "${key}" here`,
      fix: 'leave it out, or correct its name: /docs lists what there is',
    }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
    return closest.flatMap((each) => flawsOfIssue(each, at));
  }
  return [{ path: dotted(at), message: issue.message, fix: fixOf(issue) }];
}

/** The branch of a union that came furthest is the one that was meant. */
const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

function fixOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give ${article(issue.expected)}`;
    case 'invalid_value':
      return `give ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((each) => JSON.stringify(each)).join(', ')}`;
    case 'too_big':
      return `give at most ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case 'too_small':
      return `give at least ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case 'custom':
      return typeof issue.params?.fix === 'string' ? issue.params.fix : issue.message;
    default:
      return issue.message;
  }
}

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'member' };
const unitOf = (origin: string, amount: number | bigint): string => {
  const unit = UNITS[origin];
  return unit === undefined ? '' : ` ${unit}${amount === 1 ? '' : 's'}`;
};

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

/** `batch.3.event`; the whole is ''. */
const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');

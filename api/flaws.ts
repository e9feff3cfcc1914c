import type { z } from 'zod';
import { cut, type Flaw } from '../journey/base/refusal.ts';
import { type Denial, deny } from './problem.ts';

/** Returns what a schema rejected, one flaw per field: the path, what is wrong and the fix. */
export function flawsOf(error: z.ZodError, under: readonly PropertyKey[] = []): readonly Flaw[] {
  const flaws = error.issues.slice(0, MOST_FLAWS).flatMap((issue) => flawsOfIssue(issue, under));
  // Keep the first flaw of each field: later ones follow from it.
  return [...new Map(flaws.toReversed().map((flaw) => [flaw.path, flaw])).values()].toReversed();
}

/** A longer list is no use to the reader. */
const MOST_FLAWS = 100;

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
    return issue.keys.slice(0, MOST_FLAWS).map((key) => ({
      path: joinPath([...at, key]),
      message: `unknown field "${cut(key)}"`,
      fix: 'remove it, or correct its name: /docs lists the fields',
    }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest =
      issue.errors.toSorted((a, b) => scoreMisfit(a) - scoreMisfit(b) || deepestPath(b) - deepestPath(a))[0] ?? [];
    return closest.flatMap((each) => flawsOfIssue(each, at));
  }
  return [{ path: joinPath(at), message: messageOf(issue), fix: fixOf(issue) }];
}

/** Describes an issue. A value that is too long is not quoted: it may be a secret. */
function messageOf(issue: Issue): string {
  if (issue.code !== 'too_big' || !(issue.origin in UNITS)) return issue.message;
  return `${issue.origin === 'string' ? 'is longer than' : 'has more than'} ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
}

/** Scores how badly a value fits a branch of a union. A wrong type as a whole weighs most, then unknown fields. */
const scoreMisfit = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 5 * issue.keys.length;
    return sum + (issue.path.length === 0 && issue.code === 'invalid_type' ? 20 : 1);
  }, 0);

/** Returns how deep the issues lie. Between branches that fit equally, the deepest is the one that was meant. */
const deepestPath = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

function fixOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give ${withArticle(issue.expected)}`;
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

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'member', object: 'name' };
const unitOf = (origin: string, amount: number | bigint): string => {
  const unit = UNITS[origin];
  return unit === undefined ? '' : ` ${unit}${amount === 1 ? '' : 's'}`;
};

const withArticle = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

/** Joins a path with dots, such as `batch.3.event`. The whole value is ''. */
const joinPath = (path: readonly PropertyKey[]): string => path.map((part) => cut(String(part), 200)).join('.');

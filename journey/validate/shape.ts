import type { z } from 'zod';
import { MOST } from '../base/limits.ts';
import { oneOf, suggest } from '../base/nearest.ts';
import { cut, type Flaw } from '../base/refusal.ts';
import { descriptionAt, inside, namesAt } from './schema-at.ts';
import { subject } from './subject.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Translates zod's issues for authors. Returns at most 100 problems. */
export function shapeOf(error: z.ZodError, input: unknown): readonly Flaw[] {
  const flaws: Flaw[] = [];
  for (const issue of error.issues) {
    if (flaws.length >= MOST_FLAWS) break;
    flaws.push(...flawsOf(issue, issue.path, input));
  }
  return flaws.slice(0, MOST_FLAWS);
}

/** More problems at once don't help an author, and formatting each takes time. */
const MOST_FLAWS = 100;

/** Returns the problems of one issue. `path` starts at the document, also for issues inside a union. */
function flawsOf(issue: Issue, path: Path, input: unknown): readonly Flaw[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MOST_FLAWS).map((key) => ({
        path: dotPath([...path, key]),
        message: `${subject(path, input)} has no "${cut(key)}"`,
        fix: suggest(key, namesAt(path, input)),
      }));
    case 'invalid_union':
      return unionFlaws(issue, path, input);
    case 'invalid_key':
      return [flaw(path, input, `"${cut(String(path.at(-1)))}" isn't a valid name here`, issue.issues[0]?.message)];
    case 'invalid_type':
      return [mismatch(path, input, [expectedOf(issue)])];
    case 'invalid_value':
      return [
        mismatch(
          path,
          input,
          issue.values.map((value) => JSON.stringify(value)),
        ),
      ];
    case 'too_small':
      return [flaw(path, input, measure(path, input), `at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`)];
    case 'too_big':
      return [flaw(path, input, measure(path, input), `at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`)];
    case 'custom':
      return [flaw(path, input, `${shown(path, input)}: ${issue.message}`, issue.params?.fix as string | undefined)];
    default: // a text in the wrong format, with its schema's own message
      return [flaw(path, input, `${shown(path, input)}, which has the wrong format`, issue.message)];
  }
}

/** Returns the problems of a union: the valid choices if none is given, else the problems of the most likely choice. */
function unionFlaws(issue: z.core.$ZodIssueInvalidUnion, path: Path, input: unknown): readonly Flaw[] {
  if (issue.errors.length === 0) {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
    const value = valueAt(input, path);
    const name = String(path.at(-1));
    return [
      value === undefined
        ? flaw(path, input, `"${name}" is missing`, oneOf(options))
        : flaw(
            path,
            input,
            `${cut(JSON.stringify(value))} is no ${name} that there is`,
            suggest(typeof value === 'string' ? value : JSON.stringify(value), options),
          ),
    ];
  }
  const expected = issue.errors.flatMap((choice) => expectedHere(choice));
  if (expected.length > 0 && issue.errors.every((choice) => expectedHere(choice).length > 0))
    return [mismatch(path, input, [...new Set(expected)])];
  const [likely = []] = issue.errors.toSorted((a, b) => strangeness(a, path, input) - strangeness(b, path, input));
  return likely.flatMap((each) => flawsOf(each, [...path, ...each.path], input));
}

/** Lists what a choice expects at this exact path, if the value there doesn't match. */
const expectedHere = (choice: readonly Issue[]): readonly string[] =>
  choice.flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === 'invalid_type') return [expectedOf(issue)];
    if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value));
    return issue.code === 'invalid_union' ? issue.errors.flatMap(expectedHere) : [];
  });

/** Scores how unlikely a choice is. Unknown and missing keys count more than wrong values. */
const strangeness = (choice: readonly Issue[], path: Path, input: unknown): number =>
  choice.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 5 * issue.keys.length;
    if (issue.path.length === 0) return sum + 20;
    if (valueAt(input, [...path, ...issue.path]) !== undefined) return sum + 1;
    return sum + (issue.code === 'invalid_union' && issue.errors.length === 0 ? 8 : 4);
  }, 0);

function mismatch(path: Path, input: unknown, expected: readonly string[]): Flaw {
  const wanted =
    expected.length > 1 ? `${expected.slice(0, -1).join(', ')} or ${expected.at(-1)}` : (expected[0] ?? '');
  const value = valueAt(input, path);
  if (value !== undefined || path.length === 0) return flaw(path, input, shown(path, input), `write ${wanted}`);
  const description = descriptionAt(path, input);
  return flaw(
    path,
    input,
    `"${String(path.at(-1))}" is missing`,
    `add it: ${wanted}${description === undefined ? '' : ` (${description})`}`,
  );
}

const flaw = (path: Path, input: unknown, what: string, fix: string | undefined): Flaw => ({
  path: dotPath(path),
  message: `${subject(path.slice(0, -1), input)}: ${what}`,
  fix: fix ?? 'change it to satisfy this rule',
});

/** Describes the value at a path, shortened. */
function shown(path: Path, input: unknown): string {
  const value = valueAt(input, path);
  const name = path.length === 0 ? 'it' : `"${String(path.at(-1))}"`;
  if (Array.isArray(value)) return `${name} is a list`;
  if (typeof value === 'object' && value !== null) return name;
  const text = JSON.stringify(value) ?? String(value);
  return `${name} is ${cut(text)}`;
}

function measure(path: Path, input: unknown): string {
  const value = valueAt(input, path);
  const name = `"${String(path.at(-1))}"`;
  if (typeof value === 'string') return `${name} has ${value.length} characters`;
  if (Array.isArray(value)) return `${name} has ${value.length} members`;
  return typeof value === 'object' && value !== null
    ? `${name} has ${Object.keys(value).length} names`
    : shown(path, input);
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' members', object: ' names' };

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const expectedOf = ({ expected }: z.core.$ZodIssueInvalidType): string => TYPES[expected] ?? expected;

const valueAt = (input: unknown, path: Path): unknown => path.reduce<unknown>(inside, input);
const dotPath = (path: Path): string => path.map((part) => cut(String(part), MOST.member)).join('.');

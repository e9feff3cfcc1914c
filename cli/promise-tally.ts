import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { packageRoot } from '../worker/package-root.ts';

/** What a test's full name has if it proves a rule of design.md §7, or a world that the product holds up under. */
const RULE = /(?:^|[^\d.])7\.(\d{1,2})(?!\d)/g;
const WORLD = /\bWorld: ([^>]{1,300})/;
/** Told apart by vitest, which takes one pattern. */
export const NAMES_A_PROMISE = /(^|[^\d.])7\.\d{1,2}(?!\d)|\bWorld: /;

/** Every rule of §7 and what it is called (as docs/guarantees.md has it), and every world, with how many tests stand for it. */
export interface Promised {
  readonly rules: readonly Kept[];
  readonly worlds: readonly Kept[];
}

export interface Kept {
  readonly words: string;
  readonly passed: number;
  readonly failed: number;
}

export interface Tally {
  readonly reporter: Reporter;
  promised(): Promised;
  passed(): number;
  /** In words, with what was thrown. */
  readonly failures: readonly string[];
}

export function createTally(): Tally {
  const counted = new Map<string, { passed: number; failed: number }>();
  const failures: string[] = [];
  let passed = 0;
  const count = (test: TestCase) => {
    const { state, errors = [] } = test.result();
    if (state !== 'passed' && state !== 'failed') return;
    if (state === 'passed') passed += 1;
    else failures.push(`${test.module.relativeModuleId}: ${test.fullName}\n${inWords(errors)}`);
    for (const name of namesOf(test.fullName)) {
      const sum = counted.get(name) ?? { passed: 0, failed: 0 };
      sum[state] += 1;
      counted.set(name, sum);
    }
  };
  const kept = (name: string, words: string): Kept => ({ words, ...(counted.get(name) ?? { passed: 0, failed: 0 }) });

  return {
    failures,
    passed: () => passed,
    promised: () => ({
      rules: [...rulesOf(page())].map(([rule, words]) => kept(rule, `${rule} ${words}`)),
      worlds: [...counted.keys()]
        .filter((name) => !name.startsWith('7.'))
        .sort()
        .map((name) => kept(name, `World: ${name}`)),
    }),
    reporter: {
      onTestCaseResult: count,
      onTestModuleEnd: (module) => {
        if (module.errors().length > 0) failures.push(`${module.relativeModuleId}: ${inWords(module.errors())}`);
      },
      onTestRunEnd: (_modules, unhandled) => {
        if (unhandled.length > 0) failures.push(`beside the tests: ${inWords(unhandled)}`);
      },
    },
  };
}

export const line = ({ words, passed, failed }: Kept): string =>
  `${failed > 0 || passed === 0 ? '✗' : '✓'} ${words}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}`;

const inWords = (errors: readonly { readonly message: string }[]): string =>
  errors.map(({ message }) => message).join('\n');

/** Every promise that a test names. */
const namesOf = (name: string): readonly string[] => {
  const world = WORLD.exec(name)?.[1]?.trim();
  const rules = [...name.matchAll(RULE)].map(([, nr]) => `7.${nr}`);
  return [...new Set(rules), ...(world === undefined ? [] : [world])];
};

const page = () => readFileSync(path.join(packageRoot(), 'docs/guarantees.md'), 'utf8');
const rulesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/^\| (7\.\d+) \| \*\*(.+?)\*\*/gm)].map(([, rule = '', words = '']) => [
      rule,
      words.replace(/[.:]$/, ''),
    ]),
  );

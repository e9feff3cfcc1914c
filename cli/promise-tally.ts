import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { packageRoot } from '../worker/package-root.ts';

/** Match the full names of tests that prove a rule of design.md §7, or that the product survives a kind of world. */
const RULE = /(?:^|[^\d.])7\.(\d{1,2})(?!\d)/g;
const WORLD = /\bWorld: ([^>]{1,300})/;
/** Both patterns in one, as vitest's filter needs it. */
export const NAMES_A_PROMISE = /(^|[^\d.])7\.\d{1,2}(?!\d)|\bWorld: /;

/** The number of tests for each rule of §7, named as in docs/guarantees.md, and for each world. */
export interface PromiseCounts {
  readonly rules: readonly PromiseCount[];
  readonly worlds: readonly PromiseCount[];
}

export interface PromiseCount {
  readonly words: string;
  readonly passed: number;
  readonly failed: number;
}

export interface Tally {
  readonly reporter: Reporter;
  promised(): PromiseCounts;
  passed(): number;
  /** Descriptions of failed tests, with their errors. */
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
    else failures.push(`${test.module.relativeModuleId}: ${test.fullName}\n${describeErrors(errors)}`);
    for (const name of listPromises(test.fullName)) {
      const sum = counted.get(name) ?? { passed: 0, failed: 0 };
      sum[state] += 1;
      counted.set(name, sum);
    }
  };
  const countOf = (name: string, words: string): PromiseCount => ({
    words,
    ...(counted.get(name) ?? { passed: 0, failed: 0 }),
  });

  return {
    failures,
    passed: () => passed,
    promised: () => ({
      rules: [...parseRules(readGuarantees())].map(([rule, words]) => countOf(rule, `${rule} ${words}`)),
      worlds: [...counted.keys()]
        .filter((name) => !name.startsWith('7.'))
        .sort()
        .map((name) => countOf(name, `World: ${name}`)),
    }),
    reporter: {
      onTestCaseResult: count,
      onTestModuleEnd: (module) => {
        if (module.errors().length > 0) failures.push(`${module.relativeModuleId}: ${describeErrors(module.errors())}`);
      },
      onTestRunEnd: (_modules, unhandled) => {
        if (unhandled.length > 0) failures.push(`outside the tests: ${describeErrors(unhandled)}`);
      },
    },
  };
}

export const formatLine = ({ words, passed, failed }: PromiseCount): string =>
  `${failed > 0 || passed === 0 ? '✗' : '✓'} ${words}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}`;

const describeErrors = (errors: readonly { readonly message: string }[]): string =>
  errors.map(({ message }) => message).join('\n');

/** Returns the promises that a test's name mentions. */
const listPromises = (name: string): readonly string[] => {
  const world = WORLD.exec(name)?.[1]?.trim();
  const rules = [...name.matchAll(RULE)].map(([, nr]) => `7.${nr}`);
  return [...new Set(rules), ...(world === undefined ? [] : [world])];
};

const readGuarantees = () => readFileSync(path.join(packageRoot(), 'docs/guarantees.md'), 'utf8');

/** Returns the name of each rule: that of its first row, since further rows add promises to the same rule. */
function parseRules(text: string): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  for (const [, rule = '', words = ''] of text.matchAll(/^\| (7\.\d+) \| \*\*(.+?)\*\*/gm))
    if (!rules.has(rule)) rules.set(rule, words.replace(/[.:]$/, ''));
  return rules;
}

import { expect, test } from 'vitest';
import { type Mutant, summarize } from './summary.ts';

const mutant = (file: string, line: number, status: Mutant['status']): Mutant => ({
  file,
  line,
  status,
  change: 'x → y',
});

test('the summary lists what no test noticed, then scores without skipped mutants', () => {
  const mutants = [
    mutant('b.ts', 4, 'survived'),
    mutant('a.ts', 1, 'killed'),
    mutant('a.ts', 2, 'killed'),
    mutant('a.ts', 3, 'uncovered'),
    mutant('a.ts', 9, 'skipped'),
  ];
  expect(summarize(mutants).trim().split('\n')).toEqual([
    'b.ts:4 survived: x → y',
    'a.ts:3 uncovered: x → y',
    '',
    'a.ts: 66.7 % (2 killed, 0 survived, 1 uncovered, 1 skipped)',
    'b.ts: 0.0 % (0 killed, 1 survived, 0 uncovered, 0 skipped)',
    'all: 50.0 % (2 killed, 1 survived, 1 uncovered, 1 skipped)',
  ]);
});

import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** For a tail of which only some thousand characters may be left. */
const MAX_FILES = 20;
const MAX_TESTS = 4;
const MAX_LINE = 240;
/** Files that a process ran before one that failed: what they left behind may be why. */
const BEFORE = 3;

/** Ends a run with its seed and each failure, file by file. */
export function failuresReporter(): Reporter {
  let run: Vitest | undefined;
  const ended: TestModule[] = [];
  return {
    onInit: (vitest) => {
      run = vitest;
    },
    onTestCaseResult: (test) => {
      // of a run that is ended early, too
      if (test.result().state === 'failed') process.stdout.write(`${cut(`✗ ${inLine(test)}`)}\n`);
    },
    onTestModuleEnd: (module) => {
      ended.push(module);
    },
    onTestRunEnd: (_modules, unhandled) => {
      const failed = ended.filter((module) => !module.ok());
      const lines = [
        ...failed.slice(0, MAX_FILES).flatMap((module) => inLines(module, ended)),
        ...(failed.length > MAX_FILES ? [`and ${failed.length - MAX_FILES} files more`] : []),
        ...unhandled.map((error) => `Beside the tests: ${firstLine(error)}`),
      ];
      if (lines.length > 0) process.stdout.write(`\nFailed\n${lines.map(cut).join('\n')}\n`);
      process.stdout.write(`\nSeed ${run?.config.sequence.seed}\n`);
    },
  };
}

function inLines(module: TestModule, ended: readonly TestModule[]): readonly string[] {
  const tests = [...module.children.allTests('failed')];
  const suites = [...module.children.allSuites()].flatMap((suite) => suite.errors());
  const { process: pid } = module.meta();
  const ours = ended.filter((each) => each.meta().process === pid);
  const before = ours.slice(0, ours.indexOf(module)).slice(-BEFORE);
  const after = before.map(({ relativeModuleId }) => relativeModuleId).join(', ');
  return [
    `${module.relativeModuleId}: ${tests.length} failed, in process ${pid} after ${after || 'none'}`,
    ...[...module.errors(), ...suites].slice(0, MAX_TESTS).map((error) => `  ${firstLine(error)}`),
    ...tests.slice(0, MAX_TESTS).map((test) => `  ${inLine(test)}`),
  ];
}

const inLine = (test: TestCase): string => `${test.fullName}: ${firstLine(test.result().errors?.[0])}`;

const firstLine = (error: { readonly message: string } | undefined): string =>
  (error?.message ?? 'no error').split('\n', 1)[0] ?? '';

const cut = (line: string): string => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line);

import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { packageRoot } from '../worker/package-root.ts';
import { loadVitest } from './vitest.ts';

/** The three ways to play a scenario, in the order of its tests (testkit/scenario.ts). */
const WAYS = ['engine', 'server', 'replay'];

/**
 * Plays every scenario of the examples three ways: in the pure engine, on a temporary real server and database, and as
 * a replay of that server's history. Prints one line per scenario. Sets exit code 1 if any failed.
 */
export async function runAccept(): Promise<void> {
  const { startVitest } = await loadVitest('accept');
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const report = createReport(say);
  const options = { root: packageRoot(), project: 'servers', watch: false, reporters: [report.reporter] };
  const run = await startVitest('test', ['examples/'], options);
  await run.close();
  const { passed, failed } = report.counts();
  say(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

function createReport(say: (line: string) => void) {
  let passed = 0;
  let failed = 0;
  let folder = '';
  const fail = (title: string, errors: readonly { readonly message?: string }[]) => {
    failed += 1;
    for (const { message = '' } of errors) say(`    ${title}: ${message.replaceAll('\n', '\n    ')}`);
  };

  const reporter: Reporter = {
    onTestSuiteResult(suite) {
      const tests = [...suite.children.allTests()];
      if (folderOf(suite.module) !== folder) {
        folder = folderOf(suite.module);
        say(`\n${folder}`);
      }
      say(`  ${tests.map((test, nth) => `${markOf(test)} ${WAYS[nth] ?? test.name}`).join('  ')}   ${suite.name}`);
      for (const test of tests) {
        const { state, errors = [] } = test.result();
        if (state === 'passed') passed += 1;
        else fail(test.name, errors);
      }
      if (suite.errors().length > 0) fail(suite.name, suite.errors());
    },
    onTestModuleEnd(module) {
      if (module.errors().length > 0) fail(folderOf(module), module.errors());
    },
    onTestRunEnd(_modules, unhandled) {
      if (unhandled.length > 0) fail('outside the tests', unhandled);
    },
  };
  return { reporter, counts: () => ({ passed, failed }) };
}

const markOf = (test: TestCase): string => (test.result().state === 'passed' ? '✓' : '✗');
const folderOf = (of: TestModule): string => of.relativeModuleId.split('/').at(-2) ?? of.relativeModuleId;

import { packageRoot } from '../worker/package-root.ts';
import { createTally, formatLine, NAMES_A_PROMISE } from './promise-tally.ts';
import { loadVitest } from './vitest.ts';

/**
 * Runs the tests that name a rule of design.md §7 or a world, and prints how many passed for each. Sets exit code 1 if
 * any failed, or if a rule has no test.
 */
export async function runPromises(): Promise<void> {
  const { startVitest } = await loadVitest('promises');
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const tally = createTally();
  const run = await startVitest('test', [], {
    root: packageRoot(),
    watch: false,
    testNamePattern: NAMES_A_PROMISE,
    reporters: [tally.reporter],
  });
  await run.close();

  const { rules, worlds } = tally.promised();
  for (const kept of [...rules, ...worlds]) say(formatLine(kept));
  for (const failure of tally.failures) say(`\n✗ ${failure}`);
  const failed = tally.failures.length;
  say(`\n${tally.passed()} passed, ${failed} failed`);
  process.exitCode = failed > 0 || rules.some(({ passed }) => passed === 0) ? 1 : 0;
}

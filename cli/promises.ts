import { packageRoot } from '../worker/package-root.ts';
import { createTally, line, NAMES_A_PROMISE } from './promise-tally.ts';
import { vitest } from './vitest.ts';

/**
 * Runs only the tests that name a rule of design.md §7 or a world, and tells for each how many stand. Exit code 1 if any of them failed, or if a
 * rule has none.
 */
export async function runPromises(): Promise<void> {
  const { startVitest } = await vitest('promises');
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
  for (const kept of [...rules, ...worlds]) say(line(kept));
  for (const failure of tally.failures) say(`\n✗ ${failure}`);
  const failed = tally.failures.length;
  say(`\n${tally.passed()} passed, ${failed} failed`);
  process.exitCode = failed > 0 || rules.some(({ passed }) => passed === 0) ? 1 : 0;
}

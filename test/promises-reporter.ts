import type { Reporter } from 'vitest/node';
import { createTally, formatLine } from '../cli/promise-tally.ts';

/** Beside vitest's own: what the run has shown of the promises, by name. */
export function promisesReporter(): Reporter {
  const { reporter, promised } = createTally();
  return {
    ...reporter,
    onTestRunEnd() {
      const { rules, worlds } = promised();
      const touched = [...rules, ...worlds].filter(({ passed, failed }) => passed + failed > 0);
      if (touched.length > 0)
        process.stdout.write(`\nPromises (docs/guarantees.md)\n${touched.map(formatLine).join('\n')}\n`);
    },
  };
}

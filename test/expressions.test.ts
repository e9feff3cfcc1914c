import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { packageRoot } from '../worker/package-root.ts';
import { expressionsIn } from './expressions.ts';

vi.stubEnv('RECHECK_BACKEND', 'pure'); // in this process, and nothing is run or fetched
const { checkSync } = await import('recheck');

/** Most expressions take milliseconds. Rewrite an expression that takes longer. */
const BOUND = { timeout: 60_000 } as const;

/** By its automaton, which proves; what it doesn't read, a look-ahead, by tries that are the same in each run. */
function check(source: string, flags: string) {
  const proof = checkSync(source, flags, { checker: 'automaton', ...BOUND });
  const isUnread = proof.status === 'unknown' && proof.error.kind !== 'timeout';
  return isUnread ? checkSync(source, flags, { checker: 'fuzz', randomSeed: 1, ...BOUND }) : proof;
}

const { literal, composed } = expressionsIn(packageRoot());

describe('C1 no regular expression of the sources takes longer than linear time', () => {
  test('C1 recheck finds none that is vulnerable', async () => {
    const all = new Map(literal.map((each) => [`/${each.source}/${each.flags}`, each]));
    expect(all.size).toBeGreaterThan(80);
    const slow: string[] = [];
    for (const [text, { source, flags, where }] of all) {
      const found = check(source, flags);
      if (found.status !== 'safe') slow.push(`${where}: ${text} is ${found.status}`);
      await turn(); // servers that other tests share run in this process
    }
    expect(slow).toEqual([]);
  }, 300_000);

  test('C1 an expression built at run time is built from known parts', () => {
    // `raw` or `comment`
    expect(composed.map(({ where }) => where.split(':')[0])).toEqual([
      'channels/liquid/html/finish.ts', // `script` or `style` and the like
      'journey/time/written-date.ts', // dates, read only in texts of at most 100 characters
      'journey/validate/liquid.ts',
    ]);
  });
});

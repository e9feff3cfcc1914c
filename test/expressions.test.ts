import { describe, expect, test } from 'vitest';
import { packageRoot } from '../worker/package-root.ts';
import { expressionsIn } from './expressions.ts';

process.env.RECHECK_BACKEND = 'pure'; // in this process, and nothing is run or fetched
const { checkSync } = await import('recheck');

/** By its automaton, which proves; what it doesn't read, a look-ahead, by tries that are the same in each run. */
function check(source: string, flags: string) {
  const proof = checkSync(source, flags, { checker: 'automaton', timeout: 60_000 });
  return proof.status === 'unknown'
    ? checkSync(source, flags, { checker: 'fuzz', randomSeed: 1, timeout: 60_000 })
    : proof;
}

const { literal, composed } = expressionsIn(packageRoot());

describe('C1 no regular expression of the sources takes longer than linear time', () => {
  test('C1 recheck finds none that is vulnerable', () => {
    const all = new Map(literal.map((each) => [`/${each.source}/${each.flags}`, each]));
    expect(all.size).toBeGreaterThan(80);
    const slow = [...all].flatMap(([text, { source, flags, where }]) => {
      const found = check(source, flags);
      return found.status === 'safe' ? [] : [`${where}: ${text} is ${found.status}`];
    });
    expect(slow).toEqual([]);
  }, 300_000);

  test('C1 one that is put together at run time is put together from what is known', () => {
    expect(composed.map(({ where }) => where.split(':')[0])).toEqual(['journey/validate/liquid.ts']); // `raw` or `comment`
  });
});

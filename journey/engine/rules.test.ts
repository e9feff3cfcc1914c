import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '../delivery/channel.ts';
import type { Because } from '../moves/move.ts';
import { describeRule, rulesWithWords } from './rules.ts';

/** Every code in the rooms that name rules: `because('code'`, and those that are chosen on the way. */
const codes = [
  ...new Set(
    ['../engine/', '../moves/', '../nodes/'].flatMap((room) => {
      const directory = new URL(room, import.meta.url);
      return readdirSync(directory)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .flatMap((name) => {
          const source = readFileSync(new URL(name, directory), 'utf8');
          return [
            ...source.matchAll(/(?:because\(|rule = [^;\n]*? \? |rule: [^,\n]*\?\? |(?<=rule = .*) : )'([a-z-]+)'/g),
          ].map(([, code = '']) => code);
        });
    }),
  ),
];

describe('every decision says why, in words an operator understands (design.md §7.13)', () => {
  test('the codes are found where they are written', () => {
    expect(codes).toEqual(expect.arrayContaining(['goal-met', 'goal-before-send', 'timed-out', 'paused']));
    expect(codes.length).toBeGreaterThan(35);
  });

  test.each([...codes, ...OUTCOMES.filter((outcome) => !['failed', 'unknown'].includes(outcome)), 'look-again'])(
    '%s has words',
    (code) => {
      expect(rulesWithWords).toContain(code);
    },
  );

  test.each(rulesWithWords.map((rule) => ({ rule })))(
    '$rule is a sentence even when what it read is gone',
    ({ rule }) => {
      expect(describeRule(rule, {})).toMatch(/^[A-Z][^{}]+[^ :]$/);
      expect(describeRule(rule, {})).not.toContain('undefined');
    },
  );

  test.each<{ readonly rule: string; readonly read: Because['read']; readonly words: string }>([
    {
      rule: 'goal-met',
      read: { goal: 'purchase', event: 'Charged', 'event.amount': 30 },
      words: 'The goal “purchase” was met by Charged (event.amount = 30)',
    },
    { rule: 'timed-out', read: { after: '2h' }, words: 'None of the awaited events happened within 2h' },
    {
      rule: 'no-consent',
      read: { 'profile.consent.sms': false },
      words: 'The user hasn’t opted in to this channel (profile.consent.sms = false)',
    },
    {
      rule: 'send-failed',
      read: { detail: '550 no such user' },
      words: 'The message couldn’t be sent: 550 no such user',
    },
    { rule: 'waiting-for-events', read: { timeout: 'never' }, words: 'Waiting for an event, with no time limit' },
    { rule: 'of-a-newer-version', read: { n: 1 }, words: 'of a newer version (n = 1)' },
  ])('$rule with $read → $words', ({ rule, read, words }) => {
    expect(describeRule(rule, read)).toBe(words);
  });
});

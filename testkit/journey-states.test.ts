import { describe, expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

const STAY = Journey.parse({
  id: 'stay',
  name: 'Stay',
  entry: { type: 'event', event: 'Began' },
  start: 'wait',
  nodes: { wait: { type: 'delay', for: '3d', then: 'end' }, end: { type: 'exit' } },
});

describe('the states of a journey (design.md §12)', () => {
  const dated = { ...STAY, active: { from: '2026-03-03T09:00Z', until: '2026-03-04T09:00Z' } };
  scenario('scheduled, it lets in from its first instant up to its last; empty, it is completed', dated, async (t) => {
    await t.track('Began', {}, 'early');
    expect(t.state()).toBe('scheduled');
    await t.at('24h');
    expect(t.state()).toBe('running');
    await t.track('Began');
    await t.at('48h');
    await t.track('Began', {}, 'late');
    expect(t.state()).toBe('running');
    expect(t.passes('early')).toEqual([]);
    expect(t.passes('late')).toEqual([]);
    await t.advance('9d');
    expect(t.exit()).toEqual({ reason: 'completed' });
    expect(t.state()).toBe('completed');
  });

  scenario('drained, it lets no user in, and current instances finish', STAY, async (t) => {
    await t.track('Began');
    await t.at('1d');
    await t.stop('drain');
    await t.track('Began', {}, 'late');
    expect(t.passes('late')).toEqual([]);
    expect(t.state()).toBe('running');
    await t.advance('9d');
    expect(t.exit()).toEqual({ reason: 'completed' });
    expect(t.state()).toBe('stopped');
  });

  scenario('stopped now, every instance ends immediately, for that reason', STAY, async (t) => {
    await t.track('Began');
    await t.track('Began', {}, 'cleo');
    await t.at('1d');
    await t.stop('now');
    expect([t.exit(), t.exit('cleo')]).toEqual([{ reason: 'stopped' }, { reason: 'stopped' }]);
    expect(t.trace().at(-1)).toBe('+1d wait exit: stopped');
    expect(t.state()).toBe('stopped');
    await t.advance('9d');
    expect(t.passes()).toHaveLength(1);
  });
});

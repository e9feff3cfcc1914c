import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeTypes } from '../nodes/index.ts';
import {
  askedOf,
  type DraftNode,
  familyOf,
  journeyOfNode,
  lookOf,
  offered,
  offeredFor,
  roundBy,
  sentenceOf,
  waysOf,
} from './draft.ts';

const mail = { type: 'message', channel: 'email', content: { subject: 'Hi', text: 'There' } };
const waysOut = (node: DraftNode) => waysOf(node).ways.map(({ port, to }) => `${port}>${to ?? ''}`);

describe('ports of an unfinished node', () => {
  test('outcomes without links of their own are one port, and linked outcomes are separate ports', () => {
    expect(waysOut({ ...mail, then: 'a' })).toEqual(['then>a']);
    expect(waysOut({ ...mail, then: 'a', links: { failed: 'b' } })).toEqual(['then>a', 'failed>b']);
    expect(waysOf({ ...mail, then: 'a', links: { failed: 'b' } }).ways[0]?.takes).toEqual([
      'sent',
      'unreachable',
      'suppressed',
    ]);
  });

  test('every outcome linked and no `then`: no common port', () => {
    const links = { sent: 'a', failed: 'b', unreachable: 'b', suppressed: 'b' };
    expect(waysOut({ ...mail, links })).toEqual(['sent>a', 'failed>b', 'unreachable>b', 'suppressed>b']);
  });

  test('engagement ports can be linked, too', () => {
    expect(waysOf({ ...mail, then: 'a' }).more).toContain('clicked');
    expect(waysOf({ ...mail, then: 'a', links: { clicked: 'b' } }).more).not.toContain('clicked');
  });

  test('a decision draws them all; a single one needs no name', () => {
    const branch = { type: 'branch', rules: [{ port: 'big', when: { path: 'profile.n', op: 'exists' } }] };
    expect(waysOut({ ...branch, then: 'b', links: { big: 'a' } })).toEqual(['big>a', 'otherwise>b']);
    expect(waysOut({ type: 'delay', for: '2h', then: 'a' })).toEqual(['then>a']);
    expect(waysOut({ type: 'exit' })).toEqual([]);
  });

  test('an unknown type has the ports that it links', () => {
    expect(waysOut({ type: 'pigeon', then: 'a', links: { lost: 'b' } })).toEqual(['then>a', 'lost>b']);
    expect([familyOf({ type: 'pigeon' }), lookOf({ type: 'pigeon' }).icon]).toEqual([undefined, 'unknown']);
  });
});

test('a changed node gets a new description', () => {
  const node = { type: 'delay', for: '2h' };
  expect([sentenceOf(node), sentenceOf({ ...node, for: '3h' })]).toEqual(['Wait 2 hours', 'Wait 3 hours']);
});

test('matches by name come before matches by description', () => {
  expect(offeredFor('END')[0]?.title).toBe('End');
  expect(offeredFor('')).toHaveLength(offered.length);
  expect(offeredFor('no such thing')).toEqual([]);
});

test('whatever a node holds, nothing throws', () => {
  const types = [...nodeTypes.map(({ type }) => type), '__proto__', 'constructor', ''];
  const names = ['links', 'then', 'rules', 'events', 'paths', 'channel', 'content', 'date', 'for', '__proto__'];
  const any = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(fc.constantFrom(...types), any, (type, fields) => {
      const node = { ...fields, type } as DraftNode;
      expect(typeof sentenceOf(node)).toBe('string');
      expect(Array.isArray(waysOf(node).ways)).toBe(true);
      askedOf(node);
      lookOf(node);
    }),
    { numRuns: 2000 },
  );
});

test('a node alone is a journey that can be decided by; one that is not finished is none', () => {
  const around = { name: 'N' };
  const mail = { type: 'message', channel: 'sms', content: { text: 'Hi' }, links: { sent: 'elsewhere' } };
  expect(journeyOfNode('mail', mail, around)).toMatchObject({ start: 'mail', nodes: { mail: { then: 'end' } } });
  const engaging = { ...mail, engagement: { within: '2d' }, links: { clicked: 'elsewhere' } };
  expect(journeyOfNode('end', engaging, { ...around, name: '' })).toMatchObject({
    nodes: { end: { then: 'the-end' } },
  });
  expect(journeyOfNode('mail', { type: 'message', content: {} }, around)).toBeUndefined();
});

describe('a way that would close a round without a wait', () => {
  const nodes: Record<string, DraftNode> = {
    first: { ...mail, then: 'check' },
    check: {
      type: 'branch',
      rules: [{ port: 'yes', when: { path: 'profile.a', op: 'exists' } }],
      links: { yes: 'rest' },
      then: 'rest',
    },
    rest: { type: 'delay', for: '2h', then: 'last' },
    last: { ...mail, then: 'end' },
    end: { type: 'exit' },
  };

  test('a loop is reported with its nodes; a loop with a wait or an exit isn’t one', () => {
    expect(roundBy(nodes, { node: 'check', port: 'yes' }, 'first')).toEqual(['first', 'check']);
    expect(roundBy(nodes, { node: 'last', port: 'then' }, 'first')).toBeUndefined(); // by way of the delay
    expect(roundBy(nodes, { node: 'rest', port: 'then' }, 'first')).toBeUndefined(); // begins with it
    expect(roundBy(nodes, { node: 'first', port: 'then' }, 'end')).toBeUndefined();
    expect(roundBy(nodes, { node: 'last', port: 'then' }, 'last')).toEqual(['last']);
  });

  test('unfinished parts aren’t checked', () => {
    const open = { ...nodes, rest: { type: 'delay' } };
    expect(roundBy(open, { node: 'last', port: 'then' }, 'first')).toBeUndefined();
  });
});

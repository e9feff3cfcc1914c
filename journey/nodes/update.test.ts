import { describe, expect, test } from 'vitest';
import { live, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';
import type { JourneyInput } from '../document/document.ts';
import { update } from './update.ts';

type Update = Partial<Extract<JourneyInput['nodes'][string], { readonly type: 'update' }>>;

const changed = (node: Update, profile: JsonObject, entry: JsonObject = {}) => {
  const life = live(
    versionOf({
      update: { type: 'update', ...node, then: 'branch' },
      branch: {
        type: 'branch',
        rules: [{ port: 'yes', when: { path: 'profile.plan', op: '=', value: 'pro' } }],
        links: { yes: 'pro' },
        then: 'other',
      },
      pro: { type: 'exit', reason: 'pro' },
      other: { type: 'exit', reason: 'other' },
    }),
    { profile, entry },
  );
  return { ...life.decide(0), reason: life.instance.exit?.reason };
};

describe('it changes the profile, and reports the change', () => {
  test.each<{ readonly node: Update; readonly profile: JsonObject; readonly changes: JsonObject }>([
    { node: { set: { plan: 'pro' } }, profile: {}, changes: { plan: 'pro' } },
    { node: { set: { plan: { path: 'context.entry.plan' } } }, profile: {}, changes: { plan: 'basic' } },
    { node: { set: { was: { path: 'profile.plan' } } }, profile: { plan: 'free' }, changes: { was: 'free' } },
    { node: { set: { was: { path: 'profile.none' } } }, profile: {}, changes: { was: null } },
    { node: { set: { seen: { deep: [1, { x: null }] } } }, profile: {}, changes: { seen: { deep: [1, { x: null }] } } },
    { node: { increment: { visits: 2 } }, profile: { visits: 1 }, changes: { visits: 3 } },
    { node: { increment: { visits: -1 } }, profile: { visits: '1' }, changes: { visits: -1 } },
    { node: { set: { visits: 5 }, increment: { visits: 1 } }, profile: { visits: 1 }, changes: { visits: 6 } },
    { node: { append: { tags: 'b' } }, profile: { tags: ['a'] }, changes: { tags: ['a', 'b'] } },
    { node: { append: { tags: 'a' } }, profile: { tags: ['a'] }, changes: { tags: ['a'] } },
    { node: { append: { tags: 'a' } }, profile: { tags: 'no list' }, changes: { tags: ['a'] } },
    { node: { remove: { tags: 'a' } }, profile: { tags: ['a', 'b', 'a'] }, changes: { tags: ['b'] } },
    { node: { append: { tags: 'c' }, remove: { tags: 'a' } }, profile: { tags: ['a'] }, changes: { tags: ['c'] } },
    { node: { unset: ['plan'] }, profile: { plan: 'x' }, changes: { plan: null } },
    { node: { increment: { constructor: 1 } }, profile: {}, changes: { constructor: 1 } },
  ])('$node on $profile → $changes', ({ node, profile, changes }) => {
    const { profile: change, decision, read } = changed(node, profile, { plan: 'basic' });
    expect(change).toEqual(changes);
    expect(decision.trace[0]).toMatchObject({ move: 'leave', port: 'done', rule: 'profile-updated' });
    expect(read[0]).toEqual(changes);
  });

  test('later nodes see the new value', () => {
    expect(changed({ set: { plan: 'pro' } }, {}).reason).toBe('pro');
    expect(changed({ unset: ['plan'] }, { plan: 'pro' }).reason).toBe('other');
  });

  test('C25 a change that would make the profile larger than 256 KB isn’t made, and the trace says so', () => {
    const profile = { big: 'x'.repeat(262_000) };
    const refused = changed({ set: { plan: 'pro', more: 'y'.repeat(500) } }, profile);
    expect(refused.profile).toEqual({});
    expect(refused.reason).toBe('other');
    expect(refused.decision.trace[0]).toMatchObject({ move: 'leave', port: 'done', rule: 'profile-full' });
    expect(refused.read[0]).toEqual({ bytes: 262_533, most: 262_144 });
    expect(changed({ set: { plan: 'pro' } }, profile).reason).toBe('pro');
    expect(changed({ unset: ['big'] }, { big: 'x'.repeat(300_000) }).profile).toEqual({ big: null });
  });

  test('nothing of it is in the decision, which history keeps', () => {
    expect(JSON.stringify(changed({ set: { secret: 'ana@example.com' } }, {}).decision)).not.toContain('ana');
  });
});

test.each<{ readonly node: Update; readonly where: readonly string[] }>([
  { node: {}, where: ['set'] },
  { node: { set: { a: { path: 'wrong.path' } } }, where: ['set.a'] },
  { node: { append: { a: { path: 5 } } }, where: ['append.a'] },
  { node: { set: { a: { path: 'profile.b' } } }, where: [] },
  { node: { set: { a: { path: 'not a path', more: 1 } } }, where: [] },
])('$node has flaws at $where', ({ node, where }) => {
  expect(update.flaws?.(update.schema.parse({ type: 'update', ...node })).map((flaw) => flaw.where)).toEqual(where);
});

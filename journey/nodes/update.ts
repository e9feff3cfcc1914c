import { z } from 'zod';
import { list, record } from '../base/bounded.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { MOST, PROFILE_BYTES } from '../base/limits.ts';
import { TraitName, traitOf } from '../conditions/path.ts';
import { because, leave, stay } from '../moves/move.ts';
import { excessOf } from '../people/profile.ts';
import { common, defineNode } from './define.ts';
import { isReference, pathFlaws, pathsOf, resolve, Value } from './value.ts';

const schema = z.strictObject({
  type: z.literal('update'),
  set: record(TraitName, Value, { max: MOST.members }).default({}),
  increment: record(TraitName, z.number(), { max: MOST.members })
    .default({})
    .describe('Amounts to add. A missing trait counts as 0.'),
  append: record(TraitName, Value, { max: MOST.members })
    .default({})
    .describe('Values to add to a list, unless already there'),
  remove: record(TraitName, Value, { max: MOST.members }).default({}).describe('Values to remove from a list'),
  unset: list(TraitName, MOST.members).default([]),
  ...common,
});

/** Changes the user's profile in the decision's own transaction. */
export const update = defineNode({
  type: 'update',
  family: 'action',
  title: 'Update profile',
  about:
    'Changes the user\'s traits in the same transaction as the decision. A value can come from elsewhere: `{"path": "context.entry.plan"}`.',
  example: { type: 'update', set: { plan: { path: 'context.entry.plan' } }, increment: { reminders: 1 }, then: 'wait' },
  waits: false,
  offers: [{ title: 'Update profile', icon: 'profile', blank: () => ({ type: 'update', set: {} }) }],
  schema,
  ports: () => ['done'],

  arrive({ node, facts }) {
    const changes = changesOf(node, facts.profile, (value) =>
      resolve(value, { profile: facts.profile, context: facts.context }),
    );
    const bytes = excessOf(facts.profile, changes);
    if (bytes !== undefined) return leave('done', because('profile-full', { bytes, most: PROFILE_BYTES }));
    return leave('done', because('profile-updated', changes), { profile: changes });
  },

  wake: () => stay(because('still-waiting')),
  reads: (node) => pathsOf(references(node)),
  flaws: (node) => [
    ...(touchedTraits(node).length === 0
      ? [
          {
            where: 'set',
            message: 'the node changes nothing',
            fix: 'add a trait to set, increment, append, remove or unset',
          },
        ]
      : []),
    ...pathFlaws(references(node)),
  ],
  describe: (node) => `Update ${touchedTraits(node).join(', ')}`,
});

type Update = z.infer<typeof schema>;

const touchedTraits = (node: Update) => [
  ...Object.keys({ ...node.set, ...node.increment, ...node.append, ...node.remove }),
  ...node.unset,
];

const references = (node: Update) =>
  (['set', 'append', 'remove'] as const).flatMap((kind) =>
    Object.entries(node[kind]).flatMap(([trait, value]) =>
      isReference(value) ? [{ path: value.path, where: `${kind}.${trait}` }] : [],
    ),
  );

/** Returns the changed traits. Null removes a trait. */
function changesOf(node: Update, profile: JsonObject, value: (of: Value) => JsonValue): JsonObject {
  const changes: Record<string, JsonValue> = {};
  const list = (trait: string): readonly JsonValue[] => {
    const now = changes[trait] ?? profile[trait];
    return Array.isArray(now) ? now : [];
  };
  for (const [trait, of] of traitsIn(node.set)) changes[trait] = value(of);
  for (const [trait, by] of traitsIn(node.increment)) {
    const now = changes[trait] ?? profile[trait];
    changes[trait] = (typeof now === 'number' ? now : 0) + by;
  }
  for (const [trait, of] of traitsIn(node.append)) changes[trait] = [...new Set([...list(trait), value(of)])];
  for (const [trait, of] of traitsIn(node.remove)) {
    const gone = value(of);
    changes[trait] = list(trait).filter((each) => each !== gone);
  }
  for (const trait of node.unset) changes[traitOf(trait) ?? trait] = null;
  return changes;
}

/** Lists traits by their names without brackets, with what to do with them. */
const traitsIn = <Of>(traits: Readonly<Record<string, Of>>): readonly (readonly [trait: string, of: Of])[] =>
  Object.entries(traits).map(([written, of]) => [traitOf(written) ?? written, of]);

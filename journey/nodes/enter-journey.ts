import { z } from 'zod';
import { record, text } from '../base/bounded.ts';
import { JourneyId } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { because, leave, stay, valuesOf } from '../moves/move.ts';
import { common, defineNode } from './define.ts';
import { isReference, pathFlaws, pathsOf, resolve, Value } from './value.ts';

const schema = z.strictObject({
  type: z.literal('enterJourney'),
  journey: JourneyId.describe('Journey ID of the other journey'),
  properties: record(text(MOST.member, { min: 1 }), Value, { max: MOST.members })
    .default({})
    .describe(
      'Properties of the entry event. The other journey reads its entry key from them and stores them as context.entry.',
    ),
  ...common,
});

/**
 * Enters the user into another journey of any entry type. That journey's filter, re-entry, capacity and control group
 * apply.
 */
export const enterJourney = defineNode({
  type: 'enterJourney',
  family: 'action',
  title: 'Enter another journey',
  about:
    "Enters the user into another journey and continues immediately. The other journey's filter, re-entry rule, capacity and control group apply, and it counts any refusal. The properties become its entry event.",
  example: {
    type: 'enterJourney',
    journey: 'winback',
    properties: { plan: { path: 'profile.plan' }, offer: 'spring' },
    then: 'end',
  },
  waits: false,
  offers: [{ title: 'Enter journey', icon: 'journey', blank: () => ({ type: 'enterJourney', journey: '' }) }],
  schema,
  ports: () => ['done'],

  arrive({ node, facts }) {
    const values = valuesOf(facts);
    const properties = Object.fromEntries(
      Object.entries(node.properties).map(([name, value]) => [name, resolve(value, values)]),
    );
    const { journey } = node;
    return leave('done', because('journey-asked', { journey }), { enter: { journey, properties } });
  },

  wake: () => stay(because('still-waiting')),
  reads: (node) => pathsOf(references(node)),
  flaws: (node) => [
    ...pathFlaws(references(node)),
    ...Object.keys(node.properties)
      .filter((name) => name.startsWith('$'))
      .map((name) => ({
        where: `properties.${name}`,
        message: `"${name}" starts with "$", which is reserved for built-in properties`,
        fix: 'rename it',
      })),
  ],
  describe: ({ journey }) => `Enter the journey ${journey}`,
});

const references = ({ properties }: z.infer<typeof schema>) =>
  Object.entries(properties).flatMap(([name, value]) =>
    isReference(value) ? [{ path: value.path, where: `properties.${name}` }] : [],
  );

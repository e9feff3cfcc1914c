import { z } from 'zod';
import { record, text } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { MOST } from '../base/limits.ts';
import { ContextName } from '../conditions/path.ts';
import { giveUpAfter } from '../delivery/give-up.ts';
import type { Input } from '../events/input.ts';
import { because, leave, type Move, stay } from '../moves/move.ts';
import { common, defineNode } from './define.ts';
import { moveByOutcome, send } from './send.ts';
import { isReference, pathFlaws, pathsOf, textsIn, Value } from './value.ts';

const schema = z.strictObject({
  type: z.literal('activity'),
  activity: Slug.describe('Registered name of the activity. `GET /v1/activities` lists all names.'),
  input: record(text(MOST.member, { min: 1 }), Value, { max: MOST.members })
    .default({})
    .describe('Input values by name. Texts are Liquid templates; `{"path": "profile.plan"}` passes the value itself.'),
  as: ContextName.optional().describe('Store the output as context.<name>'),
  giveUpAfter: giveUpAfter('activity'),
  ...common,
});
type Activity = z.infer<typeof schema>;

/**
 * Runs the company's own code and continues on the port it answers with. Publishing checks the ports against the
 * activity's declaration.
 */
export const activity = defineNode({
  type: 'activity',
  family: 'action',
  title: 'Run an activity',
  about:
    'Runs an activity that your developers registered and continues on the port it answers with. Takes `failed` after its last attempt fails.',
  example: {
    type: 'activity',
    activity: 'score-lead',
    input: { plan: { path: 'profile.plan' }, company: '{{ profile.company }}' },
    as: 'score',
    links: { hot: 'call', cold: 'wait', failed: 'wait' },
  },
  waits: true,
  offers: [{ title: 'Activity', icon: 'activity', blank: () => ({ type: 'activity', activity: '' }) }],
  schema,
  /** Linked ports, and `done` for the ports that `then` handles. */
  ports: (node) => [...new Set([...portsLinkedBy(node), ...(node.then === undefined ? [] : [OTHERS]), 'failed'])],
  arrive: ({ node }) => send('activity', { rule: 'activity-begun', activity: node.activity }),
  wake: ({ node }, input) => moveByInput(node, input),
  texts: ({ input }) =>
    Object.entries(input).flatMap(([name, value]) => (isReference(value) ? [] : textsIn(value, `input.${name}`))),
  reads: (node) => pathsOf(references(node)),
  provides: (node) => (node.as === undefined ? [] : [node.as]),
  flaws: (node) => pathFlaws(references(node)),
  describe: (node) => `Run ${node.activity}`,
});

/** Lists the activity's own ports that have a link. */
export const portsLinkedBy = ({ links = {} }: Pick<Activity, 'links'>): readonly string[] =>
  Object.keys(links).filter((port) => !OWN_PORTS.includes(port));

/** Ports that every activity has and none may declare. */
export const OWN_PORTS: readonly string[] = ['failed', 'limit'];

/** Stands for declared ports without a link. */
const OTHERS = 'done';

function moveByInput(node: Activity, input: Input): Move {
  if (input.type !== 'outcome') return stay(because('activity-under-way'));
  switch (input.outcome) {
    case 'sent':
      return moveByAnswer(node, input.response);
    case 'look-again':
    case 'withheld':
      return moveByOutcome(input, { sent: 'failed', failed: 'failed' });
    default:
      return leave('failed', because('activity-failed', input.detail === null ? {} : { detail: input.detail }));
  }
}

function moveByAnswer(node: Activity, answer: JsonValue): Move {
  if (!isAnswer(answer)) return leave('failed', because('activity-failed', { detail: 'it answered with no port' }));
  const { port, output = null } = answer;
  const also = node.as === undefined ? undefined : { context: { [node.as]: output } };
  return node.then !== undefined || portsLinkedBy(node).includes(port)
    ? leave(port, because('activity-answered', { port }), also)
    : // the activity has declared this port since this version was published
      leave('failed', because('activity-port-unlinked', { port }), also);
}

/** Returns whether a value is an answer as channels/activity/adapter.ts stores it. */
const isAnswer = (value: JsonValue): value is { readonly port: string; readonly output?: JsonValue } =>
  typeof value === 'object' && value !== null && 'port' in value && typeof value.port === 'string';

const references = ({ input }: Activity) =>
  Object.entries(input).flatMap(([name, value]) =>
    isReference(value) ? [{ path: value.path, where: `input.${name}` }] : [],
  );

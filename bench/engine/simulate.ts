import { InstanceId, NodeId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import type { Instance } from '../../journey/engine/apply.ts';
import { fold } from '../../journey/engine/fold.ts';
import { compile } from '../../journey/engine/version.ts';
import type { Recorded } from '../../journey/events/input.ts';
import { type Facts, NO_GOALS_YET } from '../../journey/moves/move.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { optionsOf, serve } from '../child.ts';
import type { EngineRound } from '../figures/engine.ts';

/** Eight nodes: waits with matching and other events, a branch, a split, and a day on a local calendar. */
const version = compile(
  Journey.parse({
    id: 'abandoned-cart',
    name: 'Abandoned cart',
    goals: [{ id: 'bought', event: 'Order Placed', where: { path: 'event.total', op: '>', value: 1_000_000 } }],
    entry: { type: 'event', event: 'Cart Updated' },
    timeZone: 'Europe/Amsterdam',
    start: 'first-wait',
    nodes: {
      'first-wait': {
        type: 'waitFor',
        events: { viewed: { event: 'Cart Viewed', where: { path: 'event.items', op: '>', value: 5 } } },
        timeout: '2h',
        links: { viewed: 'which', timeout: 'which' },
      },
      which: {
        type: 'branch',
        rules: [
          {
            port: 'pro',
            when: {
              all: [
                { path: 'profile.plan', op: '=', value: 'pro' },
                { path: 'context.entry.total', op: '>', value: 50 },
              ],
            },
          },
        ],
        links: { pro: 'arms', otherwise: 'last' },
      },
      arms: { type: 'split', experiment: 'cart', paths: { a: 50, b: 50 }, links: { a: 'push', b: 'push' } },
      push: {
        type: 'message',
        channel: 'push',
        content: { title: 'Your cart' },
        links: { sent: 'pause' },
        ...linkTo('last'),
      },
      pause: { type: 'delay', for: '1d', links: { done: 'email' } },
      email: {
        type: 'message',
        channel: 'email',
        content: { subject: 'Your cart', text: 'It waits' },
        links: { sent: 'second-wait' },
        ...linkTo('last'),
      },
      'second-wait': {
        type: 'waitFor',
        events: { viewed: { event: 'Cart Viewed' } },
        timeout: '3d',
        links: { viewed: 'last', timeout: 'last' },
      },
      last: { type: 'exit' },
    },
  }),
  1,
);

const START = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function linkTo(node: string) {
  return Object.fromEntries([['then', node]]);
}

/** Input of each fold, and how many inputs it holds, including entries and deadlines. */
interface Beat {
  readonly recorded: readonly Recorded[];
  readonly readUntil: Instant;
  readonly inputs: number;
}

function beats(): readonly Beat[] {
  let position = 10;
  const at = (ms: number) => instant(START + ms);
  const event = (name: string, ms: number, properties: Record<string, number> = {}): Recorded => {
    position += 1;
    return { type: 'accepted', at: at(ms), position, events: [{ name, at: at(ms), position, properties }] };
  };
  const sent = (node: string, visit: number, ms: number): Recorded => {
    position += 1;
    const id = NodeId.parse(node);
    return {
      type: 'outcome',
      at: at(ms),
      position,
      node: id,
      visit,
      outcome: 'sent',
      detail: null,
      status: null,
      response: null,
    };
  };
  const day = 2 * HOUR + 24 * HOUR;
  return [
    { recorded: [], readUntil: at(0), inputs: 1 }, // enters
    { recorded: [event('Cart Viewed', MINUTE, { items: 1 })], readUntil: at(MINUTE), inputs: 1 }, // too few
    { recorded: [event('Order Placed', HOUR, { total: 3 })], readUntil: at(HOUR), inputs: 1 }, // too small for the goal
    { recorded: [], readUntil: at(2 * HOUR + 1), inputs: 1 }, // too late: branch, split, push
    { recorded: [sent('push', 4, 2 * HOUR + 200)], readUntil: at(2 * HOUR + 200), inputs: 1 },
    {
      recorded: [event('Order Placed', 3 * HOUR, { total: 1 }), event('Order Placed', 4 * HOUR, { total: 2 })],
      readUntil: at(4 * HOUR),
      inputs: 2,
    },
    { recorded: [], readUntil: at(day + 1), inputs: 1 }, // a day later: email
    { recorded: [sent('email', 6, day + 200)], readUntil: at(day + 200), inputs: 1 },
    { recorded: [event('Cart Viewed', day + HOUR, { items: 2 })], readUntil: at(day + HOUR), inputs: 1 }, // the end
  ];
}

const BEATS = beats();
const WORKSPACE = WorkspaceId.parse('bench');
const PROFILE = {
  plan: 'pro',
  firstName: 'Ada',
  email: 'ada@example.com',
  pushToken: 'token',
  timezone: 'Europe/Amsterdam',
};

/** Folds one user's whole path. */
function live(id: InstanceId, person: PersonId): void {
  let instance: Instance = {
    id,
    workspace: WORKSPACE,
    person,
    journey: version.document.id,
    version: 1,
    step: 0,
    enteredAt: instant(START),
    at: null,
    visit: 0,
    arrivedAt: instant(START),
    until: null,
    readTo: 10,
    since: [10, 10, 10],
    pausedAt: null,
    pausedMs: 0,
    held: false,
    exit: null,
  };
  let context: Facts['context'] = { entry: { total: 99, items: 3 } };
  for (const { recorded, readUntil } of BEATS) {
    const facts: Facts = {
      now: readUntil,
      profile: PROFILE,
      context,
      key: null,
      past: [],
      slots: [],
      assignments: {},
      segments: [],
      goals: NO_GOALS_YET,
    };
    ({ instance, context } = fold(version, instance, facts, { recorded, readUntil, hasMore: false }));
  }
  if (instance.exit?.reason !== 'completed' || instance.visit !== 8)
    throw new Error(`the journey went another way: ${JSON.stringify(instance)}`);
}

function run(journeys: number): EngineRound {
  const people = Array.from(
    { length: journeys },
    (_, nr) => [InstanceId.parse(`i${nr}`), PersonId.parse(`p${nr}`)] as const,
  );
  const before = process.cpuUsage();
  for (const [id, person] of people) live(id, person);
  const { user, system } = process.cpuUsage(before);
  return {
    journeys,
    folds: journeys * BEATS.length,
    steps: journeys * BEATS.reduce((sum, { inputs }) => sum + inputs, 0),
    cpuMs: (user + system) / 1000,
  };
}

optionsOf();
serve({ run }, async () => {});

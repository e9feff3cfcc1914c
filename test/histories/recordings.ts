import type { JsonObject } from '../../journey/base/json.ts';
import { Journey } from '../../journey/document/document.ts';
import type { Order } from '../../journey/events/input.ts';
import type { Scenario } from '../../testkit/play.ts';

/** A run whose history is kept in this folder, as `<name>.json` (`<name>-1.json` and so on, where it is a chain). */
export interface Recording {
  readonly name: string;
  readonly journey: Journey;
  readonly play: (t: Scenario, temporal: InTemporal) => Promise<void>;
}

/** An operation on the workflow in Temporal UI or CLI. */
export interface InTemporal {
  command(order: Order): Promise<void>;
  cancel(): Promise<void>;
}

const ANA = { email: 'ana@example.com', plan: 'solo', timezone: 'Europe/Amsterdam' };
const EMAIL = { type: 'message', channel: 'email', content: { subject: 'Hello', text: '.' }, then: 'end' };
const END = { type: 'exit' };

/** One node between entry and end, with the acts before and after a user enters. */
interface Short {
  readonly node: object;
  readonly document?: object;
  readonly entry?: JsonObject;
  readonly before?: (t: Scenario) => Promise<void>;
  readonly then?: (t: Scenario, temporal: InTemporal) => Promise<void>;
}

const short = (name: string, { node, document = {}, entry = { cart: 'c1' }, before, then }: Short): Recording => ({
  name,
  journey: Journey.parse({
    id: 'recorded',
    name: 'Recorded',
    entry: { type: 'event', event: 'Began' },
    start: 'here',
    nodes: { here: node, end: END },
    ...document,
  }),
  async play(t, temporal) {
    await t.identify(ANA);
    await before?.(t);
    await t.track('Began', entry);
    await then?.(t, temporal);
    await t.advance('30d');
  },
});

const LONGER = Journey.parse({
  id: 'recorded',
  name: 'Recorded',
  entry: { type: 'event', event: 'Began' },
  start: 'here',
  nodes: { here: { type: 'delay', for: '4d', then: 'end' }, end: END },
});
const WEBHOOK = { type: 'webhook', url: 'https://example.com/', as: 'answer', then: 'end' };
const ACTIVITY = {
  type: 'activity',
  activity: 'score-lead',
  input: { plan: { path: 'profile.plan' } },
  as: 'score',
  links: { hot: 'end' },
  then: 'end',
};
const WAIT = { type: 'waitFor', events: { bought: { event: 'Bought', as: 'order' } }, timeout: '3d', then: 'end' };
const INACTION = { type: 'inaction', event: 'Bought', as: 'order', within: '3d', then: 'end' };

/** Every type of node by its main ways out, every kind of end, an operator's commands, and a chain of runs. */
export const RECORDINGS: readonly Recording[] = [
  short('message-sent', { node: EMAIL }),
  short('message-failed', {
    node: EMAIL,
    before: (t) => t.provider('email', { type: 'rejected', reason: 'no such mailbox' }),
  }),
  short('message-unreachable', { node: EMAIL, before: (t) => t.identify({ email: null }) }),
  short('message-suppressed', { node: EMAIL, before: (t) => t.identify({ consent: { email: false } }) }),
  short('webhook-ok', {
    node: WEBHOOK,
    before: (t) => t.provider('webhook', { type: 'accepted', response: { n: 1 } }),
  }),
  short('webhook-failed', {
    node: WEBHOOK,
    before: (t) => t.provider('webhook', { type: 'rejected', reason: 'answered 410', status: 410 }),
  }),
  short('activity-answered', {
    node: ACTIVITY,
    before: (t) => t.provider('activity', { type: 'accepted', response: { port: 'hot', output: { points: 91 } } }),
  }),
  short('activity-failed', {
    node: ACTIVITY,
    before: (t) => t.provider('activity', { type: 'rejected', reason: 'attempt 5: no connection' }),
  }),
  short('delay', { node: { type: 'delay', for: '2h', then: 'end' } }),
  short('wait-until', { node: { type: 'waitUntil', date: { time: '09:00' }, then: 'end' } }),
  short('wait-until-moved', {
    node: {
      type: 'waitUntil',
      date: { path: 'context.entry.at' },
      reresolveOn: { event: 'Rescheduled' },
      then: 'end',
    },
    entry: { at: '2026-03-05T09:00' },
    then: (t) => t.track('Rescheduled', { at: '2026-03-12T09:00' }),
  }),
  short('wait-until-past', { node: { type: 'waitUntil', date: { at: '2020-01-01' }, then: 'end' } }),
  short('wait-for-event', {
    node: { ...WAIT, refreshOn: { event: 'Looked' } },
    async then(t) {
      await t.advance('1d');
      await t.track('Looked', { at: 'lamp' });
      await t.advance('1d');
      await t.track('Bought', { total: 49 });
    },
  }),
  short('wait-for-timeout', { node: WAIT }),
  short('wait-for-restarted', {
    node: { ...WAIT, restartOn: { event: 'Looked', max: 2 } },
    async then(t) {
      for (const at of ['lamp', 'chair', 'desk']) {
        await t.advance('1d');
        await t.track('Looked', { at });
      }
    },
  }),
  short('inaction-did', {
    node: INACTION,
    async then(t) {
      await t.advance('1d');
      await t.track('Bought', { total: 49 });
    },
  }),
  short('inaction-did-not', { node: INACTION }),
  short('visits-used-up', {
    node: { type: 'delay', for: '1h', maxVisits: 2, links: { done: 'here', limit: 'end' } },
  }),
  short('best-time', {
    node: { type: 'bestTime', from: ['Looked'], atLeast: 1, fallback: '18:00', then: 'end' },
    async before(t) {
      await t.track('Looked');
      await t.advance('5h');
    },
  }),
  short('best-time-unknown', { node: { type: 'bestTime', fallback: '18:00', then: 'end' } }),
  short('branch', {
    node: {
      type: 'branch',
      rules: [{ port: 'solo', when: { path: 'profile.plan', op: '=', value: 'solo' } }],
      then: 'end',
    },
  }),
  short('split', { node: { type: 'split', experiment: 'recorded', paths: { a: 1, b: 1 }, then: 'end' } }),
  short('intelli', {
    node: {
      type: 'intelli',
      experiment: 'recorded-offer',
      paths: { a: {}, b: {} },
      goals: [{ id: 'bought', event: 'Bought' }],
      then: 'end',
    },
  }),
  short('update', { node: { type: 'update', set: { plan: 'team' }, then: 'end' } }),
  short('enter-journey', {
    node: { type: 'enterJourney', journey: 'recorded', properties: { plan: { path: 'profile.plan' } }, then: 'end' },
  }),
  short('exit-with-reason', { node: { type: 'exit', reason: 'no-channel' } }),
  short('ended-by-goal', {
    node: WAIT,
    document: { goals: [{ id: 'bought', event: 'Bought' }] },
    async then(t) {
      await t.advance('1d');
      await t.track('Bought');
    },
  }),
  short('ended-by-exit-rule', {
    node: WAIT,
    document: { exits: [{ event: 'Left', reason: 'left' }] },
    async then(t) {
      await t.advance('1d');
      await t.track('Left');
    },
  }),
  short('ended-by-timeout', { node: WAIT, document: { timeout: '1d' } }),
  short('commands', {
    node: { type: 'delay', for: '1d', then: 'mail' },
    document: {
      nodes: {
        here: { type: 'delay', for: '1d', then: 'mail' },
        mail: { ...EMAIL, then: 'rest' },
        rest: { type: 'delay', for: '2d', then: 'end' },
        end: END,
      },
    },
    async then(t) {
      await t.command({ name: 'pause' });
      await t.advance('3d');
      await t.command({ name: 'resume' });
      await t.command({ name: 'skip' });
      await t.command({ name: 'retry' });
      await t.command({ name: 'move', to: 'here' });
      await t.advance('2d');
      await t.command({ name: 'exit', reason: 'asked-us-to' });
    },
  }),
  short('migrated', {
    node: { type: 'delay', for: '2d', then: 'end' },
    async then(t) {
      await t.advance('1h');
      await t.publish(LONGER);
      await t.command({ name: 'migrate', version: 2, how: 're-evaluate' });
    },
  }),
  short('commands-in-temporal', {
    node: WAIT,
    async then(t, temporal) {
      await temporal.command({ name: 'pause' });
      await t.advance('1d');
      await temporal.command({ name: 'resume' });
    },
  }),
  short('cancelled-in-temporal', {
    node: WAIT,
    async then(t, temporal) {
      await t.advance('1d');
      await temporal.cancel();
    },
  }),
  short('continue-as-new', {
    node: { ...WAIT, refreshOn: { event: 'Looked' } },
    async then(t) {
      for (let nth = 0; nth < 20; nth += 1) {
        await t.advance('1m');
        await t.track('Looked', { nth });
      }
    },
  }),
];

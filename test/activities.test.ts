import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createActivityAdapter } from '../channels/activity/adapter.ts';
import { type ActivityDefinition, type ActivityRun, readDefinition } from '../channels/activity/define.ts';
import { scoreLead } from '../examples/activities/score-lead.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { listActivities } from '../store/journeys/activities.ts';
import { createGate, readPromises } from './gate.ts';
import { type House, openHouse, type Place, soon } from './house.ts';
import { createProviders } from './providers.ts';

/** What a company registers beside the example: it notes each run, and does as the test says. */
const runs: { readonly input: unknown; readonly about: ActivityRun }[] = [];
let does: () => unknown = () => ({});
const ring: ActivityDefinition = {
  name: 'ring',
  input: z.object({ phone: z.string() }),
  attempts: 3,
  async run(input, about) {
    runs.push({ input, about });
    return (await does()) as object;
  },
};

const journey = (nodes: JourneyInput['nodes']): JourneyInput => ({
  id: 'leads',
  name: 'Leads',
  entry: { type: 'event', event: 'Signed Up' },
  goals: [{ id: 'bought', event: 'Bought' }],
  start: Object.keys(nodes)[0] ?? '',
  nodes,
});
const SCORED = journey({
  score: {
    type: 'activity',
    activity: 'score-lead',
    input: { plan: '{{ profile.plan | downcase }}', employees: { path: 'context.entry.employees' } },
    as: 'score',
    links: { hot: 'mail', cold: 'cold', failed: 'bad' },
  },
  mail: {
    type: 'message',
    channel: 'email',
    content: { subject: '{{ context.score.points }} points', text: '.' },
    then: 'end',
  },
  cold: { type: 'exit', reason: 'cold' },
  bad: { type: 'exit', reason: 'bad' },
  end: { type: 'exit' },
});
const RUNG = journey({
  ring: {
    type: 'activity',
    activity: 'ring',
    input: { phone: '{{ profile.phone }}' },
    links: { failed: 'bad' },
    then: 'end',
  },
  bad: { type: 'exit', reason: 'bad' },
  end: { type: 'exit' },
});
const ANA = { email: 'ana@example.com', phone: '+31 6 1234 5678', plan: 'TEAM' };

describe("§6 a developer's registered activity, on the real server", () => {
  let house: House;
  let place: Place;
  const gate = createGate();
  const providers = createProviders();
  const subjects: unknown[] = [];
  const registered = [scoreLead as ActivityDefinition, ring].map(readDefinition);
  beforeAll(async () => {
    house = await openHouse();
    await house.start({
      adapters: {
        ...providers.adapters,
        email: {
          ...providers.adapters.email,
          deliver: async (parcel) => {
            if ('subject' in parcel.content) subjects.push(parcel.content.subject);
            return { type: 'accepted', providerId: parcel.key };
          },
        },
        activity: createActivityAdapter(registered),
      },
      activities: registered.map(({ registered: told }) => told),
      passing: (point) => gate.passing(point),
    });
  });
  beforeEach(async () => {
    place = await house.place();
    runs.length = 0;
    does = () => ({});
  });
  afterEach(async () => expect(await place.reconcile()).toEqual([]));
  afterAll(() => house.close());

  const historyOf = async (workflowId: string) =>
    (await house.client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];

  test('given input by template and by path, when the activity answers, then its port is taken and later nodes know its output', async () => {
    await place.publish(SCORED);
    await place.tell({ traits: ANA }, { name: 'Signed Up', properties: { employees: 40 } });
    const { id } = await place.until('ana', { exit: { reason: 'completed' } });
    expect((await place.trace(id)).map(({ node, port, rule }) => [node, port, rule])).toEqual([
      ['score', undefined, 'activity-begun'],
      ['score', 'hot', 'activity-answered'],
      ['mail', undefined, 'send-decided'],
      ['mail', 'sent', 'sent'],
      ['end', undefined, 'path-ended'],
    ]);
    expect(subjects).toEqual(['90 points']);
  });

  test('it is a Temporal activity under its own name, and nothing personal is in its history', async () => {
    await place.publish(SCORED);
    await place.tell({ traits: ANA }, { name: 'Signed Up', properties: { employees: 1 } });
    const { workflowId } = await place.until('ana', { exit: { reason: 'cold' } });
    const events = await historyOf(workflowId);
    expect(events.flatMap(({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name ?? [])).toEqual([
      'score-lead',
    ]);
    const payloads = Buffer.from(
      JSON.stringify(events, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value)),
    );
    expect(payloads.toString()).not.toMatch(/TEAM|team|points/);
  });

  test(`input that doesn't match takes "failed" immediately, with the reason`, async () => {
    await place.publish(SCORED);
    await place.tell({ traits: { ...ANA, plan: 'gold' } }, { name: 'Signed Up', properties: { employees: 1 } });
    const { id } = await place.until('ana', { exit: { reason: 'bad' } });
    expect(await place.messages(id)).toMatchObject([
      { channel: 'activity', outcome: 'failed', attempts: 1, detail: expect.stringContaining('input.plan: ') },
    ]);
  });

  test('7.11 given errors, then every attempt has the same key, and the last of them takes "failed"', async () => {
    does = () => Promise.reject(new Error('busy line'));
    await place.publish(RUNG);
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    const { id } = await place.until('ana', { exit: { reason: 'bad' } });
    expect(runs.map(({ input, about: { key, attempt, userId } }) => [input, key, attempt, userId])).toEqual(
      [1, 2, 3].map((attempt) => [{ phone: ANA.phone }, `${id}.ring.1`, attempt, 'ana']),
    );
    expect(await place.messages(id)).toMatchObject([{ outcome: 'failed', detail: 'attempt 3: busy line' }]);
  });

  test('7.2 given the goal before its claim, then it does not run', async () => {
    await place.publish(RUNG);
    const claim = gate.hold('begun');
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await claim.reached;
    await place.track('ana', 'Bought');
    claim.release();
    await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    const { id } = await place.last();
    await soon(async () => expect(await place.messages(id)).toMatchObject([{ state: 'settled', outcome: 'withheld' }]));
    expect(runs).toEqual([]);
  });

  test('a goal while it runs ends the instance immediately, and its answer changes nothing', async () => {
    const answer = readPromises();
    does = () => answer.promise.then(() => ({}));
    await place.publish(RUNG);
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await soon(async () => expect(runs).toHaveLength(1));
    await place.track('ana', 'Bought');
    const { id } = await place.until('ana', { exit: { reason: 'goal', goal: 'bought' } });
    answer.resolve();
    await soon(async () => expect(await place.messages(id)).toMatchObject([{ outcome: 'sent' }]));
    expect(await place.last()).toMatchObject({ exit: { reason: 'goal' } });
  });

  test('publishing knows what a worker has registered, until no worker has registered it for a week', async () => {
    const { sql } = house.database;
    await sql`insert into activities (name, told, seen_at)
      values ('old', '{"name": "old"}', now() - interval '8 days')`;
    expect((await listActivities(sql)).map(({ name }) => name)).toEqual(['old', 'ring', 'score-lead']);
    const other = await house.start({ taskQueue: `${house.taskQueue}x`, activities: [] });
    expect((await listActivities(sql)).map(({ name }) => name)).toEqual(['ring', 'score-lead']);
    await other.close();
  });
});

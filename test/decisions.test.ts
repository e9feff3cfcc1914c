import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { Journey } from '../journey/document/document.ts';
import { apply, type Instance } from '../journey/engine/apply.ts';
import { ASLEEP } from '../journey/engine/deadlines.ts';
import { fold } from '../journey/engine/fold.ts';
import { compile } from '../journey/engine/version.ts';
import { readInputs } from '../store/decisions/inputs.ts';
import { recordTransition } from '../store/decisions/transitions.ts';
import { replayAll } from '../testkit/replay.ts';
import { decider, firstStateOf, HOUR, type House, later, openHouse, type Place, soon } from './house.ts';
import { compileWorkerProgram, openWorkerProcesses, type WorkerProcesses } from './worker-processes.ts';

/** Sends an e-mail, then waits two hours for `Opened`; the goal is `Bought`. */
const WELCOME: JourneyInput = {
  id: 'welcome',
  name: 'Welcome',
  goals: [{ id: 'bought', event: 'Bought' }],
  entry: { type: 'event', event: 'Signed Up', reentry: { policy: 'always' } },
  start: 'hello',
  nodes: {
    hello: { type: 'message', channel: 'email', content: { subject: 'Hello', text: 'Hello' }, then: 'wait' },
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'done' },
    done: { type: 'exit' },
  },
};
/** The same without the e-mail. */
const WAIT: JourneyInput = { ...WELCOME, id: 'waiting', start: 'wait' };
const ANA = { email: 'ana@example.com' };

describe('§3 the first commit of a step is the decision', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  /** Has entered without any decision yet: no worker runs. */
  async function entered(document: JourneyInput = WAIT) {
    const place = await house.place();
    await place.publish(document);
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await house.forwarder().drain();
    const { id } = await place.last();
    return { place, first: await firstStateOf(house, id), advance: decider(house) };
  }

  /** All that a decision writes. */
  const written = async (workspace: string) =>
    (
      await house.database.sql`
        select (select jsonb_agg(t order by step) from transitions t where workspace = ${workspace}) as transitions,
               (select jsonb_agg(i) from instances i where workspace = ${workspace}) as instances,
               (select jsonb_agg(d order by id) from count_deltas d where workspace = ${workspace}) as counts`
    )[0];

  test('§3 given a step that has been decided, when it is asked for again with other events waiting, then the stored decision is the answer and nothing is written', async () => {
    const { place, first, advance } = await entered();
    const decided = await advance(first);
    const before = await written(place.workspace);
    await place.track('ana', 'Bought');
    await place.moveClock(later(3 * HOUR));

    const again = await advance(first);
    expect({ ...again, timer: decided.timer }).toEqual({ ...decided, again: true });
    expect(await written(place.workspace)).toEqual(before);

    const next = await advance(apply(first, again));
    expect(next.delta.exit).toEqual({ reason: 'goal', goal: 'bought' });
  });

  test('§3 given several requests for the same step at once, then one of them decides it', async () => {
    const { first } = await entered();
    const advances = [decider(house), decider(house), decider(house)];
    const answers = await Promise.all(advances.map((advance) => advance(first)));
    expect(answers.map(({ again }) => again).sort()).toEqual([false, true, true]);
    const [one, ...others] = answers.map(({ delta, trace }) => ({ delta, trace }));
    expect(others).toEqual([one, one]);
  });

  test('§3 given a database restored from before the last step, then it says `StoreBehind`, is not tried again, and decides nothing', async () => {
    const { place, first, advance } = await entered();
    const before = await written(place.workspace);
    await expect(advance({ ...first, step: 1 })).rejects.toMatchObject({
      type: 'StoreBehind',
      nonRetryable: true,
      message: expect.stringContaining('Run `sojourn rebuild`'),
    });
    await expect(advance({ ...first, id: `${first.id}x` as Instance['id'] })).rejects.toMatchObject({
      type: 'StoreBehind',
    });
    expect(await place.last()).toMatchObject({ stuck: expect.stringMatching(/^storeBehind: .*Run `sojourn rebuild`/) });
    await house.database.sql`update instances set stuck = null where workspace = ${place.workspace}`;
    expect(await written(place.workspace)).toEqual(before);
  });

  test('§3 given a step that is already taken, when it is recorded again, then `step-taken`, and nothing of it is stored', async () => {
    const { place, first, advance } = await entered();
    const version = compile(Journey.parse(WAIT), 1);
    const taken = house.store.person(first, async (sql, now) => {
      const { facts, due } = await readInputs(sql, version, first, now);
      const step = { version, before: first, folded: fold(version, first, facts, due), waking: ASLEEP };
      await recordTransition(sql, now, step);
      await recordTransition(sql, now, step);
    });
    await expect(taken).rejects.toMatchObject({ code: 'step-taken' });
    expect(await place.last()).toMatchObject({ step: 0, node: null });
    expect(await advance(first)).toMatchObject({ again: false, delta: { at: 'wait' } });
  });

  test('§9 given a new version, then current instances keep theirs, and no version can be changed', async () => {
    const { place, first, advance } = await entered();
    const decided = await advance(first);
    await place.publish({
      ...WAIT,
      nodes: { wait: { type: 'delay', for: '1h', then: 'done' }, done: { type: 'exit' } },
    });
    await place.moveClock(later(HOUR + 1));
    expect(await advance(apply(first, decided))).toMatchObject({ delta: {}, timer: { type: 'start', ms: HOUR } });
    await place.track('bob', 'Signed Up');
    await house.forwarder().drain();
    expect([(await place.last('ana')).version, (await place.last('bob')).version]).toEqual([1, 2]);

    const change = house.database.sql`update versions set document = document where workspace = ${place.workspace}`;
    await expect(change).rejects.toThrow('versions never change');
  });
});

describe('§3 a worker is killed after a decision has been committed', () => {
  let house: House;
  let workers: WorkerProcesses;
  beforeAll(async () => {
    await compileWorkerProgram();
    house = await openHouse();
  }, 300_000);
  // Another test's worker would decide before the one that is to be killed.
  beforeEach(async () => {
    workers = await openWorkerProcesses(house.url, house.taskQueue);
  });
  afterEach(async () => {
    await house.closeServers();
    await workers.close();
  });
  afterAll(() => house.close());

  test('§3 given it dies before Temporal hears of it, and something else has happened meanwhile, then the same decision is taken and nothing is sent twice', async () => {
    const place = await house.place('real');
    await place.publish(WELCOME);
    const killed = workers.start('decided:1');
    await killed.ready;
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    expect(await killed.ended).toBe('SIGKILL');
    const dead = await place.last();
    expect(dead).toMatchObject({ step: 1, node: 'hello' });
    const decided = await place.trace(dead.id);
    await place.track('ana', 'Opened');

    await house.start({ adapters: workers.adapters });
    await place.until('ana', { status: 'ended', exit: { reason: 'completed' } });
    const trace = await place.trace(dead.id);
    expect(trace.slice(0, decided.length)).toEqual(decided);
    expect(trace.filter(({ rule }) => rule === 'send-decided')).toHaveLength(1);
    expect(workers.got()).toHaveLength(1);
    // the store knows of a decision before history does
    await house.client.workflow.getHandle(dead.workflowId).result();
    expect(await replayAll(house.client, [dead.workflowId])).toEqual([trace]);
    expect(await place.reconcile()).toEqual([]);
  });

  test('§7.2 given it dies before Temporal hears of it, and the goal is met meanwhile, then the decided send does not go', async () => {
    const place = await house.place('real');
    await place.publish(WELCOME);
    const killed = workers.start('decided:1');
    await killed.ready;
    await place.tell({ traits: ANA }, { name: 'Signed Up' });
    await killed.ended;
    await place.track('ana', 'Bought');

    await house.start({ adapters: workers.adapters });
    const ended = await place.until('ana', { status: 'ended' });
    expect(ended.exit).toEqual({ reason: 'goal', goal: 'bought' });
    await soon(async () =>
      expect((await place.messages(ended.id)).map(({ outcome }) => outcome)).toEqual(['withheld']),
    );
    expect(workers.got()).toEqual([]);
    expect(await place.reconcile()).toEqual([]);
  });
});

describe('§12 a fault of the engine holds one instance and no other', () => {
  /** Its wait leads nowhere, which validation refuses: the engine finds it out when the time has passed. */
  const broken = (start: 'wait' | 'nowhere'): JourneyInput => ({
    ...WAIT,
    id: 'broken',
    start,
    nodes: { wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'nowhere' } },
  });
  const MENDED: JourneyInput = { ...WAIT, id: 'broken' };
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  /** As only a deploy, or an accident, can: versions never change. */
  const setDocument = (workspace: string, journey: string, document: object) =>
    house.database.transaction(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update versions set document = ${JSON.stringify(document)} where workspace = ${workspace}
        and journey = ${journey}`;
    });

  test.each([
    { start: 'wait', node: 'wait', step: 1 },
    { start: 'nowhere', node: null, step: 0 },
  ] as const)(
    '§12 given it is stuck at "$node" (step $step), then it says why, its workflow lives, others go on, and the start of a fixed worker frees it',
    async ({ start, node, step }) => {
      const place = await house.place();
      await place.publish(broken(start), WAIT);
      const server = await house.start();
      await place.track('ana', 'Signed Up');
      const of = (journey: string) => passOf(place, journey);
      await soon(async () => expect((await of('waiting')).node).toBe('wait'));
      if (node !== null) await soon(async () => expect((await of('broken')).node).toBe(node));
      await place.moveClock(later(2 * HOUR + 1));
      if (node !== null) await house.fire((await of('broken')).workflowId);
      const stuck = await soon(async () => {
        const pass = await of('broken');
        expect(pass).toMatchObject({ stuck: expect.stringContaining('engineError'), node, step, status: 'live' });
        return pass;
      });
      expect(stuck.stuck).toContain('no node "nowhere"');
      expect(await statusOf(stuck.workflowId)).toBe('RUNNING');

      await house.fire((await of('waiting')).workflowId);
      await soon(async () => expect((await of('waiting')).exit).toEqual({ reason: 'completed' }));
      await place.track('ana', 'Opened');
      if (node !== null) await soon(async () => expect(await place.nudges(stuck.workflowId)).toBe(1));
      expect((await of('broken')).stuck).toContain('no node "nowhere"');

      await server.close();
      await setDocument(place.workspace, 'broken', Journey.parse(MENDED));
      const fixed = await house.start();
      await soon(async () => expect(await of('broken')).toMatchObject({ stuck: null, exit: { reason: 'completed' } }));
      expect(await place.reconcile()).toEqual([]);
      await fixed.close();
    },
  );

  test.each([
    { step: 1, freed: 'an event' },
    { step: 1, freed: 'retry' },
    { step: 0, freed: 'retry' },
  ] as const)(
    '§12 given a document that this code cannot read, at step $step, then the instance is stuck and says so, and when it can be read $freed frees it',
    async ({ step, freed }) => {
      const place = await house.place();
      await place.publish(WAIT);
      await place.track('ana', 'Signed Up');
      await house.forwarder().drain();
      if (step === 1) await decidedByAWorker(place);
      await setDocument(place.workspace, 'waiting', { schema: 2 });
      const server = await house.start();
      const { workflowId } = await place.last();
      if (step === 1) await place.track('ana', 'Opened');
      const stuck = await place.until('ana', { stuck: expect.stringContaining('cannot be read'), step });
      expect(await statusOf(workflowId)).toBe('RUNNING');

      await setDocument(place.workspace, 'waiting', Journey.parse(WAIT));
      if (freed === 'an event') await place.track('ana', 'Opened');
      else await place.order('ana', { name: 'retry' });
      const freedOne = await place.until('ana', { stuck: null, status: step === 1 ? 'ended' : 'live' });
      expect(freedOne.step).toBeGreaterThan(stuck.step);
      expect(await place.reconcile()).toEqual([]);
      await server.close();
    },
  );

  async function decidedByAWorker(place: Place) {
    const server = await house.start();
    await place.atRest('ana', 'wait');
    await server.close();
  }

  async function passOf(place: Place, journey: string) {
    const pass = (await place.passes()).find((each) => each.journey === journey);
    if (!pass) throw new Error(`not inside ${journey}`);
    return pass;
  }

  const statusOf = async (workflowId: string) =>
    (await house.client.workflow.getHandle(workflowId).describe()).status.name;
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLaunch } from '../forwarding/launch.ts';
import type { JourneyInput } from '../journey/document/document.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { createClosedCheck, createUnheardCheck } from '../worker/jobs/patrol.ts';
import { type House, openHouse, type Place, SILENT, soon } from './house.ts';

const THREE_DAYS: JourneyInput = {
  id: 'three-days',
  name: 'Three days',
  entry: { type: 'event', event: 'Began' },
  start: 'wait',
  nodes: {
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '3d', then: 'on' },
    on: { type: 'delay', for: '3d', then: 'done' },
    done: { type: 'exit' },
  },
};

describe('operations in Temporal, or a restore of its database, are found without an event and without a deadline', () => {
  let house: House;
  let place: Place;
  beforeAll(async () => {
    house = await openHouse();
    await house.start();
    place = await house.place();
    await place.publish(THREE_DAYS);
  });
  afterAll(() => house.close());

  const waiting = async (userId: string) => {
    await place.track(userId, 'Began');
    return place.atRest(userId, 'wait');
  };
  const lookAtClosed = (others: Partial<Parameters<typeof createClosedCheck>[0]> = {}) =>
    createClosedCheck({
      ...{ database: house.database, store: house.store, client: house.client, log: SILENT },
      versions: createVersions(house.database),
      launch: createLaunch(house.client, house.taskQueue, { isEager: false }),
      ...others,
    });
  /** Temporal's list of these closed workflows after `before` that no store knows. */
  const listOf = (before: number, workflowIds: readonly string[]) => ({
    workflow: {
      async *list() {
        for (let n = 0; n < before; n += 1) yield { workflowId: `journey/elsewhere/j/u${n}/1`, runId: `other-${n}` };
        for (const workflowId of workflowIds) yield { workflowId, runId: `run-${workflowId}` };
      },
    },
  });

  test('C42 an instance that waits three days ends within a minute when its workflow is terminated; others wait on', async () => {
    const { workflowId } = await waiting('ana');
    await waiting('bea');
    await house.client.workflow.getHandle(workflowId).terminate('by hand');
    // by the worker's own job, which looks every 20 s
    await place.until('ana', { status: 'ended', exit: { reason: 'terminated' } });
    expect(await place.last('bea')).toMatchObject({ status: 'live', node: 'wait' });
    expect(await place.reconcile()).toEqual([]);
  });

  test('C42 a workflow that was reset continues in another run: its instance lives', async () => {
    const { workflowId } = await waiting('cid');
    const first = await soon(async () => {
      const { events } = await house.client.workflow.getHandle(workflowId).fetchHistory();
      const completed = events?.find((event) => event.workflowTaskCompletedEventAttributes);
      expect(completed).toBeDefined(); // the decision is in the store a moment before it is in the history
      return completed?.eventId;
    });
    await house.client.workflowService.resetWorkflowExecution({
      ...{ namespace: 'default', workflowExecution: { workflowId }, workflowTaskFinishEventId: first ?? null },
      ...{ requestId: `reset-${workflowId}`, reason: 'by hand' },
    });
    await lookAtClosed()();
    expect(await place.last('cid')).toMatchObject({ status: 'live', node: 'wait', stuck: null });
  });

  test('C42 however many workflows were closed at once, all are inspected, in several rounds if one is too short', async () => {
    const { workflowId } = await waiting('eve');
    const asked: string[] = [];
    const launch = {
      ...createLaunch(house.client, house.taskQueue, { isEager: false }),
      closedAs: async (id: string) => {
        asked.push(id);
        return undefined;
      },
    };
    const many = listOf(2_500, [workflowId]);
    await lookAtClosed({ client: many, launch })();
    expect(asked).toEqual([workflowId]);

    const look = lookAtClosed({ client: many, launch, lookMs: 0 });
    await look();
    await look();
    expect(asked).toEqual([workflowId]); // a page each
    const patient = 30;
    for (let n = 0; n < patient && asked.length === 1; n += 1) await look();
    expect(asked).toEqual([workflowId, workflowId]);
  });

  test('C42 a closed workflow that cannot be looked at holds no other, and is tried again', async () => {
    const { workflowId: first } = await waiting('fay');
    const { workflowId: second } = await waiting('gus');
    const asked: string[] = [];
    const launch = {
      ...createLaunch(house.client, house.taskQueue, { isEager: false }),
      closedAs: async (id: string) => {
        asked.push(id);
        if (id === first && asked.length <= 2) throw new Error('Temporal does not say');
        return undefined;
      },
    };
    const look = lookAtClosed({ client: listOf(0, [first, second]), launch });
    await look();
    expect(new Set(asked)).toEqual(new Set([first, second]));
    asked.push('the next look');
    await look();
    expect(asked.slice(3)).toContain(first);
  });

  test('C43 a nudge that Temporal has lost is found by two looks in a row, though nothing else happens', async () => {
    const { id } = await waiting('dan');
    await house.database.sql`update instances set nudged_to = read_to + 1000000
      where id = ${id}`; // as after a restore of Temporal's database
    await place.track('dan', 'Opened');
    const look = createUnheardCheck(house.database);
    await look();
    await look();
    await place.until('dan', { node: 'on' });
  });
});

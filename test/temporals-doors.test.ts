import type { WorkflowHandle } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyInput } from '../journey/document/document.ts';
import { flawInOrder } from '../journey/engine/order-flaw.ts';
import { type House, openHouse, type PassSeen, type Place, soon } from './house.ts';

const WAITS: JourneyInput = {
  id: 'waits',
  name: 'Waits',
  entry: { type: 'event', event: 'Began' },
  start: 'wait',
  nodes: {
    wait: { type: 'waitFor', events: { opened: { event: 'Opened' } }, timeout: '2h', then: 'on' },
    on: { type: 'delay', for: '3d', then: 'done' },
    done: { type: 'exit' },
  },
};

/** What arrives from Temporal's UI or CLI, and what its sender reads. */
const WRONG: readonly { readonly given: string; readonly args: readonly unknown[]; readonly says: RegExp }[] = [
  {
    given: 'a name that is nearly right',
    args: [{ name: 'skipp' }],
    says: /Unknown command "skipp": did you mean "skip"\?/,
  },
  { given: 'a name that is like none', args: [{ name: 'launch' }], says: /use one of "pause", "resume"/ },
  { given: 'a text instead of an object', args: ['pause'], says: /not "pause"\. Send \{"name":"pause"\}/ },
  { given: 'no input', args: [], says: /The command is missing/ },
  { given: 'null', args: [null], says: /not null/ },
  { given: 'a list', args: [[{ name: 'pause' }]], says: /not a list/ },
  { given: 'no name', args: [{ command: 'pause' }], says: /has no "name"/ },
  { given: 'a name that is a number', args: [{ name: 7 }], says: /"name" is 7/ },
  { given: 'an exit without a reason', args: [{ name: 'exit' }], says: /"exit" needs "reason", for example/ },
  { given: 'the reason of a goal', args: [{ name: 'exit', reason: 'goal' }], says: /not "goal"/ },
  {
    given: 'a reason in words',
    args: [{ name: 'exit', reason: 'No longer wanted!' }],
    says: /"reason" is "No longer wanted!"/,
  },
  { given: 'a move to nowhere', args: [{ name: 'move' }], says: /"move" needs "to"/ },
  { given: 'a move to a number', args: [{ name: 'move', to: 5 }], says: /"to" is 5/ },
  { given: 'a version in words', args: [{ name: 'migrate', version: '2', how: 'keep' }], says: /"version" is "2"/ },
  {
    given: 'a version beyond integers',
    args: [{ name: 'migrate', version: 1e12, how: 'keep' }],
    says: /"version" is 1000000000000/,
  },
  { given: 'an unknown way to migrate', args: [{ name: 'migrate', version: 2, how: 'now' }], says: /"how" is "now"/ },
  { given: 'a field too many', args: [{ name: 'pause', untill: 'Monday' }], says: /no field "untill"/ },
  { given: 'a visit that is none', args: [{ name: 'skip', visit: -1 }], says: /"visit" is -1/ },
  { given: '100,000 characters', args: [{ name: 'x'.repeat(100_000) }], says: /^.{0,200}$/ },
];

describe('C13 commands through Temporal: one that can’t be applied is rejected, and nothing else changes', () => {
  let house: House;
  let place: Place;
  beforeAll(async () => {
    house = await openHouse();
    await house.start();
    place = await house.place();
    await place.publish(WAITS);
  });
  afterAll(() => house.close());

  async function waiting(userId: string): Promise<PassSeen & { readonly workflow: WorkflowHandle }> {
    await place.track(userId, 'Began');
    const pass = await place.atRest(userId, 'wait');
    const workflow = house.client.workflow.getHandle(pass.workflowId);
    await soon(async () => {
      const { events = [] } = await workflow.fetchHistory();
      expect(events?.some(({ timerStartedEventAttributes: timer }) => timer)).toBe(true);
    });
    return { ...pass, workflow };
  }
  const stored = async () => {
    const [row] = await house.database.sql<{ n: number }>`
      select (select count(*) from commands where workspace = ${place.workspace}) + (select count(*) from outbox
        where workspace = ${place.workspace}) as n`;
    return row?.n;
  };
  /** Without the tasks themselves: asking a worker may cost one where it is busy. */
  const eventsOf = async (workflow: WorkflowHandle) =>
    (await workflow.fetchHistory()).events?.filter(
      (event) =>
        !event.workflowTaskScheduledEventAttributes &&
        !event.workflowTaskStartedEventAttributes &&
        !event.workflowTaskCompletedEventAttributes,
    ).length;
  const refusalOf = async (workflow: WorkflowHandle, args: readonly unknown[]): Promise<string> => {
    const failure = await workflow
      .executeUpdate<unknown, [unknown]>('command', { args: [...args] as unknown as [unknown] })
      .catch((cause: unknown) => cause);
    if (!(failure instanceof WorkflowUpdateFailedError)) throw new Error(`it was not rejected: ${failure}`);
    return failure.cause?.message ?? '';
  };

  test('C13 rejects each with its reason and the nearest name, stores nothing, and leaves nothing in the history', async () => {
    const { workflow, id } = await waiting('ana');
    const before = { events: await eventsOf(workflow), stored: await stored(), trace: await place.trace(id) };
    for (const { given, args, says } of WRONG) expect(await refusalOf(workflow, args), given).toMatch(says);
    expect({ events: await eventsOf(workflow), stored: await stored(), trace: await place.trace(id) }).toEqual(before);

    await workflow.executeUpdate('command', { args: [{ name: 'exit', reason: 'by-hand' }] });
    await place.until('ana', { exit: { reason: 'by-hand' } });
  });

  test('C13 rejects a command to an instance that is ending, with why it ended', async () => {
    const { workflow, id } = await waiting('bea');
    await house.database
      .sql`update instances set ended_at = entered_at, exit_reason = 'stopped', status = 'ended' where id = ${id}`;
    expect(await refusalOf(workflow, [{ name: 'pause' }])).toContain('has ended: stopped');
    expect(await house.database.sql`select from commands where instance = ${id}`).toEqual([]);
  });

  test('C13 signals and queries with bytes that cannot be read fail no workflow task', async () => {
    const { workflow, workflowId } = await waiting('cid');
    const at = { namespace: 'default', workflowExecution: { workflowId } };
    const payload = (encoding: string, data: string) => ({
      payloads: [{ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(data) }],
    });
    const unreadable = [
      payload('json/plain', '{oops'),
      payload('binary/protobuf', 'x'),
      payload('binary/encrypted', 'x'),
    ];
    for (const input of unreadable) {
      await house.client.workflowService.signalWorkflowExecution({ ...at, signalName: 'nudge', input });
      await house.client.workflowService.signalWorkflowExecution({ ...at, signalName: 'nobody-knows-it', input });
      const asked = { namespace: 'default', execution: { workflowId } };
      await house.client.workflowService.queryWorkflow({ ...asked, query: { queryType: 'state', queryArgs: input } });
      const unknown = { ...asked, query: { queryType: 'nobody-knows-it', queryArgs: input } };
      await expect(house.client.workflowService.queryWorkflow(unknown)).rejects.toThrow('nobody-knows-it');
    }
    await workflow.signal('nudge', 7);
    await workflow.signal('nudge');

    await place.track('cid', 'Opened');
    await place.atRest('cid', 'on');
    const { events = [] } = await workflow.fetchHistory();
    expect(events?.filter(({ workflowTaskFailedEventAttributes: failed }) => failed)).toEqual([]);
  });

  test('C13 the store and the table refuse commands that no validator has checked', async () => {
    const { id } = await waiting('dan');
    const order = { name: 'skipp' } as never;
    const ordered = await place.commands.order({ workspace: place.workspace, instance: id, actor: 'test', order });
    expect(ordered).toMatchObject({
      ok: false,
      refusal: { code: 'request-invalid', message: expect.stringContaining('"skip"') },
    });
    for (const command of ['"pause"', '{"name":"skipp"}', '{"name":"exit"}', '{}', 'null', '[]'])
      await expect(insert(id, command), command).rejects.toThrow('commands_applicable');
  });

  test('C13 a row that was stored before is refused by the next decision, and holds up nothing behind it', async () => {
    const { id } = await waiting('eve');
    const { sql } = house.database;
    const [constraint] = await sql<{ is: string }>`
      select pg_get_constraintdef(oid) as is from pg_constraint where conname = 'commands_applicable'`;
    await sql`alter table commands drop constraint commands_applicable`;
    for (const command of ['"pause"', '{"name":"skipp"}', '{"name":"exit"}', '{"name":"migrate"}', 'null'])
      await insert(id, command);
    await house.database.pool.query(`alter table commands add constraint commands_applicable ${constraint?.is}`);
    await place.order('eve', { name: 'exit', reason: 'by-hand' });
    await place.until('eve', { exit: { reason: 'by-hand' }, stuck: null });
    const refused = await house.database.sql`select state from commands where instance = ${id} and state = 'refused'`;
    expect(refused).toHaveLength(5);
  });

  const insert = (instance: string, command: string) => house.database.sql`
    insert into commands (workspace, id, instance, actor, command, accepted_at, position)
    values (${place.workspace}, ${`${instance}.${command}`.slice(0, 60)}, ${instance}, 'test', ${command}::text::jsonb,
      0, nextval('positions'))`;
});

test('C13 whatever arrives, the check answers in a few words or lets an order through that the engine can apply', () => {
  const names = fc.constantFrom('pause', 'resume', 'retry', 'skip', 'move', 'exit', 'migrate', 'Skip', '');
  const field = fc.oneof(fc.jsonValue(), fc.constantFrom('wait', 'goal', 'keep', 1, 2));
  const object = fc.record(
    { name: names, to: field, reason: field, version: field, how: field, visit: field },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), object), (value) => {
      const flaw = flawInOrder(value);
      if (flaw !== undefined) expect(flaw.length).toBeLessThan(400);
      else expect(value).toMatchObject({ name: expect.any(String) });
    }),
  );
});

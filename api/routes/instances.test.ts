import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NodeId } from '../../journey/base/ids.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ patienceMs: 150 });
  await api.as().put('/v1/journeys/welcome').send(journeyDocument());
});
afterAll(() => api.close());

const enter = (userId: string, more: object = {}) =>
  api
    .as()
    .post('/v1/journeys/welcome/enter')
    .send({ userId, ...more });
const entered = async (userId: string): Promise<string> => (await enter(userId)).body.instance;

describe('POST /v1/journeys/:id/enter: answered immediately', () => {
  test('→ 201 with the instance, which is starting', async () => {
    const answer = await enter('ada', { properties: { product: 'book' } });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ instance: expect.any(String), status: 'entered' });
    const one = await api.as().get(`/v1/instances/${answer.body.instance}`);
    expect(one.body).toMatchObject({
      userId: 'ada',
      journey: 'welcome',
      version: 1,
      status: 'starting',
      node: null,
      exit: null,
      waitsFor: null,
      contextKeys: ['entry'],
      messages: [],
    });
    expect(one.body.workflowId).toMatch(/^journey\/main\/welcome\/ada\/1$/);
  });

  test('inside already → 409 with that instance', async () => {
    const instance = await entered('bob');
    const answer = await enter('bob');
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'instance-already-live', about: { instance } });
  });

  test('a second start with the same Idempotency-Key → the same answer, one instance', async () => {
    const start = () => enter('eve').set('Idempotency-Key', 'start-eve');
    const first = await start();
    const second = await start();
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await api.database.sql`select id from instances where user_id = 'eve'`).toHaveLength(1);
  });

  test('ten at once with one key → one instance; the others learn that it is in progress, or its result', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => enter('zoe').set('Idempotency-Key', 'start-zoe')),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201, ...(answers.some(({ status }) => status === 409) ? [409] : [])]),
    );
    for (const { status, body } of answers) if (status === 409) expect(body.code).toBe('idempotency-in-flight');
    expect(await api.database.sql`select id from instances where user_id = 'zoe'`).toHaveLength(1);
  });

  test('the same key with another body → 422', async () => {
    await enter('kim', { properties: { a: 1 } }).set('Idempotency-Key', 'start-kim');
    const answer = await enter('kim', { properties: { a: 2 } }).set('Idempotency-Key', 'start-kim');
    expect([answer.status, answer.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  test('the same messageId → 200, the same instance', async () => {
    const first = await enter('lee', { messageId: 'lee-1' });
    const second = await enter('lee', { messageId: 'lee-1' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual({ instance: first.body.instance, status: 'already' });
  });

  test('a refusal isn’t stored: once the request is possible, the same key does it', async () => {
    const start = () => enter('ned').set('Idempotency-Key', 'start-ned');
    await api.database.sql`update journeys set state = 'paused'`;
    const refused = await start();
    expect([refused.status, refused.body.code]).toEqual([409, 'journey-not-running']);
    await api.database.sql`update journeys set state = 'running'`;
    expect((await start()).status).toBe(201);
  });

  test('a key whose process died before it answered is free after a minute', async () => {
    const start = () => enter('ron').set('Idempotency-Key', 'start-ron');
    await start();
    await api.database.sql`update idempotency set status = 0 where key = 'start-ron'`;
    expect((await start()).body.code).toBe('idempotency-in-flight');
    await api.database.sql`update idempotency set created_at = now() - interval '61 seconds' where key = 'start-ron'`;
    const again = await start();
    expect([again.status, again.body.status]).toEqual([200, 'already']);
  });

  test('a user who may not enter → 409 with the reason, and GET refusals shows it', async () => {
    await api
      .as()
      .put('/v1/journeys/vip')
      .send(
        journeyDocument({ id: 'vip', entry: { type: 'api', where: { path: 'profile.plan', op: '=', value: 'vip' } } }),
      );
    const answer = await api.as().post('/v1/journeys/vip/enter').send({ userId: 'ada' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'entry-refused', about: { reason: 'filter-not-met' } });
    const page = await api.as().get('/v1/journeys/vip/refusals');
    expect(page.body).toMatchObject({
      refusals: [{ userId: 'ada', version: 1, key: '', reason: 'filter-not-met', read: { 'profile.plan': null } }],
      next: null,
    });
    const [listed] = (await api.as().get('/v1/journeys?id=vip')).body.journeys;
    expect(listed.counts).toEqual({
      qualifying: 0,
      queued: 0,
      qualified: 1,
      refused: 1,
      control: 0,
      entered: 0,
      inside: 0,
      exits: {},
      goals: {},
    });
  });
});

describe('GET /v1/instances: users at their nodes', () => {
  const at: Record<string, string> = {};
  beforeAll(async () => {
    for (const user of ['l-1', 'l-2', 'l-3', 'l-4', 'l-5']) at[user] = await entered(user);
    const { sql } = api.database;
    await sql`update instances set status = 'live', node = 'pause', visit = 2, arrived_at = 1000, until = 172801000
      where user_id in ('l-1', 'l-2', 'l-3')`;
    await sql`update instances set paused_at = 2000 where user_id = 'l-2'`;
    await sql`update instances set stuck = 'engineError: broken' where user_id = 'l-3'`;
    await sql`update instances
      set status = 'ended', node = 'end', ended_at = 5000, exit_reason = 'goal', exit_goal = 'bought'
      where user_id = 'l-4'`;
  });
  const users = async (query: string) =>
    (await api.as().get(`/v1/instances?${query}`)).body.instances
      .map(({ userId }: { userId: string }) => userId)
      .filter((id: string) => id.startsWith('l-'));

  test.each([
    { query: 'status=live', found: ['l-3', 'l-2', 'l-1'] },
    { query: 'status=paused', found: ['l-2'] },
    { query: 'status=stuck', found: ['l-3'] },
    { query: 'status=ended', found: ['l-4'] },
    { query: 'status=starting', found: ['l-5'] },
    { query: 'reason=goal', found: ['l-4'] },
    { query: 'journey=welcome&node=pause', found: ['l-3', 'l-2', 'l-1'] },
    { query: 'userId=l-1', found: ['l-1'] },
    { query: 'journey=vip', found: [] },
    { query: 'version=2', found: [] },
  ])('$query → $found', async ({ query, found }) => {
    expect(await users(query)).toEqual(found);
  });

  test('pages by cursor, latest entry first', async () => {
    const all = (await api.as().get('/v1/instances?limit=200')).body.instances.map(({ id }: { id: string }) => id);
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null && page < 50; page += 1) {
      const answer = await api
        .as()
        .get('/v1/instances')
        .query({ limit: 3, ...(cursor && { cursor }) });
      seen.push(...answer.body.instances.map(({ id }: { id: string }) => id));
      cursor = answer.body.next;
    }
    expect(seen).toEqual(all);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });

  test('one of them: where, since when, for what, until when', async () => {
    const { body } = await api.as().get(`/v1/instances/${at['l-1']}`);
    expect(body).toMatchObject({
      status: 'live',
      node: 'pause',
      arrivedAt: '1970-01-01T00:00:01.000Z',
      until: '1970-01-03T00:00:01.000Z',
      waitsFor: { sentence: 'Wait up to 2 days for Ordered', events: ['Ordered'], until: '1970-01-03T00:00:01.000Z' },
    });
  });

  test('while it is paused its deadline moves', async () => {
    const { body } = await api.as().get(`/v1/instances/${at['l-2']}`);
    expect(body.pausedAt).toBe('1970-01-01T00:00:02.000Z');
    expect(Date.parse(body.until) - Date.now()).toBeGreaterThan(172_799_000 - 60_000);
    expect(Date.parse(body.until) - Date.now()).toBeLessThan(172_799_000 + 1);
  });

  test('a user: profile, instances and messages', async () => {
    await api
      .as()
      .post('/v1/identify')
      .send({ userId: 'l-1', traits: { plan: 'free' } });
    await api.database.sql`
      insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, attempts,
        outcome, claimed_at, settled_at, position)
      select workspace, id || '.hello.1', id, person, journey, version, 'hello', 1, 'email', 'settled', 1, 'sent', 10,
        20, 99999 from instances where user_id = 'l-1'`;
    const { body } = await api.as().get('/v1/users/l-1');
    expect(body).toMatchObject({
      userId: 'l-1',
      profile: { plan: 'free' },
      instances: [{ id: at['l-1'], journey: 'welcome', node: 'pause' }],
      messages: [
        {
          instance: at['l-1'],
          node: 'hello',
          channel: 'email',
          outcome: 'sent',
          claimedAt: '1970-01-01T00:00:00.010Z',
        },
      ],
    });
    expect((await api.as().get('/v1/users/l-4')).body.instances).toEqual([]);
    expect((await api.as().get('/v1/users/l-5')).body.instances).toMatchObject([{ status: 'starting' }]);
  });
});

describe('GET /v1/instances/:id/timeline: its steps with reasons', () => {
  test('every line in words, with the values read; pages of decisions', async () => {
    const instance = await entered('tim');
    const line = (move: string, rule: string, more: object = {}) => ({
      at: 1000,
      node: 'pause',
      visit: 2,
      move,
      rule,
      ...more,
    });
    const step = (n: number, trace: object[], read: object[]) => api.database.sql`
      insert into transitions (workspace, instance, step, decided_at, decision, read)
      values ('main', ${instance}, ${n}, 2000, ${JSON.stringify({ delta: {}, effects: [], trace })},
        ${JSON.stringify(read)})`;
    await step(0, [line('wait', 'waiting-for-events')], [{ timeout: '2d' }]);
    await step(1, [], []);
    await step(
      2,
      [line('leave', 'timed-out', { port: 'timeout', lateMs: 61_000 }), line('exit', 'path-ended')],
      [{ after: '2d' }, { reason: 'completed' }],
    );

    const first = await api.as().get(`/v1/instances/${instance}/timeline?limit=1`);
    expect(first.body).toEqual({
      lines: [
        {
          step: 0,
          at: '1970-01-01T00:00:01.000Z',
          decidedAt: '1970-01-01T00:00:02.000Z',
          node: 'pause',
          visit: 2,
          move: 'wait',
          rule: 'waiting-for-events',
          words: 'Waiting for an event, for at most 2d',
          read: { timeout: '2d' },
        },
      ],
      next: '0',
    });
    const second = await api.as().get(`/v1/instances/${instance}/timeline?limit=1&cursor=${first.body.next}`);
    expect(second.body.lines).toMatchObject([
      { step: 2, port: 'timeout', lateMs: 61_000, words: 'None of the awaited events happened within 2d' },
      { step: 2, move: 'exit', words: 'The path ends here: completed' },
    ]);
    expect(second.body.next).toBeNull();
  });
});

describe('POST /v1/instances/:id/commands', () => {
  const command = (instance: string, body: object) => api.as().post(`/v1/instances/${instance}/commands`).send(body);

  /** As the instance's next decision does. */
  const obey = async (instance: string, state: 'done' | 'refused', detail: string | null) => {
    for (;;) {
      const done = await api.database.sql`
        update commands set state = ${state}, detail = ${detail} where instance = ${instance} and state = 'waiting'
          returning command`;
      if (done.length > 0) return done[0]?.command;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  test.each([
    { body: { command: 'pause' }, order: { name: 'pause' } },
    { body: { command: 'resume' }, order: { name: 'resume' } },
    { body: { command: 'retry' }, order: { name: 'retry' } },
    { body: { command: 'skip' }, order: { name: 'skip' } },
    { body: { command: 'move', to: 'end' }, order: { name: 'move', to: NodeId.parse('end') } },
    { body: { command: 'migrate', version: 2 }, order: { name: 'migrate', version: 2, how: 'keep' } },
    {
      body: { command: 'migrate', version: 2, how: 'restart' },
      order: { name: 'migrate', version: 2, how: 'restart' },
    },
    {
      body: { command: 'migrate', version: 2, to: 'end' },
      order: { name: 'migrate', version: 2, how: { to: NodeId.parse('end') } },
    },
    { body: { command: 'exit', reason: 'test' }, order: { name: 'exit', reason: 'test' } },
    { body: { command: 'exit' }, order: { name: 'exit', reason: 'ended-by-operator' } },
  ])('$body → 200 once it is obeyed', async ({ body, order }) => {
    const instance = await entered(`c-${JSON.stringify(body)}`);
    const [answer, ordered] = await Promise.all([command(instance, body), obey(instance, 'done', null)]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ instance, state: 'done' });
    expect(ordered).toEqual(order);
    expect((await api.as().get(`/v1/commands/${answer.body.id}`)).body).toEqual(answer.body);
  });

  test.each([
    { body: { command: 'pause' }, before: { paused: false }, after: { paused: true } },
    { body: { command: 'move', to: 'end' }, before: { node: null }, after: { node: 'end' } },
    { body: { command: 'migrate', version: 2 }, before: { version: 1 }, after: { version: 2 } },
    { body: { command: 'exit', reason: 'left' }, before: { exit: null }, after: { exit: 'left' } },
    { body: { command: 'skip' }, before: { node: null }, after: null },
  ])(
    'S9 a command to an instance leaves what it changes in the audit: $body.command',
    async ({ body, before, after }) => {
      const instance = await entered(`audited-${body.command}`);
      await Promise.all([command(instance, body), obey(instance, 'done', null)]);
      const { entries } = (await api.as().get('/v1/audit?limit=1')).body;
      expect(entries[0]).toMatchObject({ action: `instance.${body.command}`, before, after });
    },
  );

  test('refused by the engine → 409 with why', async () => {
    const instance = await entered('refuser');
    const [answer] = await Promise.all([
      command(instance, { command: 'resume' }),
      obey(instance, 'refused', 'it is not paused'),
    ]);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: 'command-refused',
      message: expect.stringContaining('it is not paused'),
    });
  });

  test('not applied in time → 202, and GET /v1/commands/:id shows it later', async () => {
    const instance = await entered('slow');
    const answer = await command(instance, { command: 'pause' });
    expect([answer.status, answer.body.state]).toEqual([202, 'waiting']);
    await obey(instance, 'done', null);
    expect((await api.as().get(`/v1/commands/${answer.body.id}`)).body).toMatchObject({ state: 'done' });
  });

  test('the same Idempotency-Key again → one command', async () => {
    const instance = await entered('once');
    const send = () => command(instance, { command: 'pause' }).set('Idempotency-Key', 'pause-once');
    const first = await send();
    const second = await send();
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.id).toBe(first.body.id);
    expect(await api.database.sql`select id from commands where instance = ${instance}`).toHaveLength(1);
  });

  test('to one that has ended → 409 with its exit', async () => {
    const instance = await entered('gone');
    await api.database
      .sql`update instances set status = 'ended', ended_at = 1, exit_reason = 'completed' where id = ${instance}`;
    const answer = await command(instance, { command: 'pause' });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'instance-ended', about: { exit: 'completed' } });
  });

  test.each([
    { body: { command: 'dance' }, path: 'command' },
    { body: { command: 'move' }, path: 'to' },
    { body: { command: 'exit', reason: 'goal' }, path: 'reason' },
    { body: { command: 'pause', to: 'end' }, path: 'to' },
    { body: { command: 'migrate' }, path: 'version' },
    { body: { command: 'migrate', version: 2, how: 'at-once' }, path: 'how' },
    { body: { command: 'migrate', version: 2, how: 'keep', to: 'end' }, path: '' },
    { body: {}, path: 'command' },
  ])('$body → 400 that names $path', async ({ body, path }) => {
    const answer = await command('whatever', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ path }]);
  });
});

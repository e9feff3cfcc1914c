import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JourneyId, type PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { appendCounts } from '../../store/base/counts.ts';
import { journeyDocument, startApi, type TestApi } from '../../test/api.ts';

let api: TestApi;
const DAY = 86_400_000;
/** Monday, 2 March 2026, 10:00 in Amsterdam. */
const MONDAY = Date.parse('2026-03-02T09:00:00Z');
const PATH = '/v1/journeys/shop/report';

interface Pass {
  readonly nr: number;
  readonly at: number;
  /** Where their path ended, or where they wait. */
  readonly does: 'waits at pause' | 'ordered' | 'leaves by the goal' | 'is control';
}

/**
 * Seven who qualified: one refused, one in the control group, five entered. Of these one waits, two came to the end by
 * `ordered`, two met the goal at `pause`, one of them after the mail had been clicked.
 */
const PASSES: readonly Pass[] = [
  { nr: 1, at: MONDAY, does: 'ordered' },
  { nr: 2, at: MONDAY, does: 'leaves by the goal' },
  { nr: 3, at: MONDAY + 2 * DAY, does: 'ordered' },
  { nr: 4, at: MONDAY + 8 * DAY, does: 'leaves by the goal' },
  { nr: 5, at: MONDAY + 8 * DAY, does: 'waits at pause' },
  { nr: 6, at: MONDAY, does: 'is control' },
];

const workspace = WorkspaceId.parse('main');
const journey = JourneyId.parse('shop');
const counted = (enteredAt: number, node: string, ...measures: readonly string[]) =>
  appendCounts(
    api.database.sql,
    { workspace, person: 'p' as PersonId, journey, version: 1, enteredAt },
    measures.map((measure) => ({ node, measure })),
  );

/** How each kind of pass stands: its status, its exit, and how many nodes it came to. */
const STANDS = {
  'waits at pause': { status: 'live', reason: null, node: 'pause', visit: 2 },
  ordered: { status: 'ended', reason: 'completed', node: null, visit: 3 },
  'leaves by the goal': { status: 'ended', reason: 'goal', node: null, visit: 2 },
  'is control': { status: 'control', reason: null, node: null, visit: 0 },
} as const;

/** What it did after it had come to `pause`. */
const AFTER = {
  'waits at pause': [],
  ordered: [
    { node: 'pause', visit: 2, move: 'leave', port: 'ordered', rule: 'event' },
    { node: 'end', visit: 3, move: 'exit', rule: 'exit' },
  ],
  'leaves by the goal': [{ node: 'pause', visit: 2, move: 'exit', rule: 'goal' }],
} as const;

/** As decisions would write it: the pass, its trace, its message and what was counted. */
async function enter({ nr, at, does }: Pass) {
  const { status, reason, node, visit } = STANDS[does];
  const end = { live: null, ended: at + 1000, control: at }[status];
  await api.database.sql`
    insert into instances (workspace, id, person, user_id, journey, version, pass, entry_position, entered_at, status,
      read_to, node, visit, exit_reason, ended_at)
    values ('main', ${`i${nr}`}, ${`p${nr}`}, ${`u${nr}`}, 'shop', 1, 1, ${nr}, ${at}, ${status}, ${nr}, ${node},
      ${visit}, ${reason}, ${end})`;
  await counted(at, '', 'qualified', status === 'control' ? 'control' : 'entered');
  if (does === 'is control') return;
  await travel(nr, at, does);
  if (does === 'ordered') await order(at);
  if (does === 'leaves by the goal') await convert(nr, at);
}

/** Through `hello`, where a mail goes out, to `pause`. */
async function travel(nr: number, at: number, does: keyof typeof AFTER) {
  const { sql } = api.database;
  const steps = [
    [
      { node: 'hello', visit: 1, move: 'wait', rule: 'sending' },
      { node: 'hello', visit: 1, move: 'leave', port: 'sent', rule: 'sent' },
    ],
    [{ node: 'pause', visit: 2, move: 'wait', rule: 'waiting' }],
    AFTER[does],
  ];
  for (const [step, lines] of steps.entries()) {
    const trace = lines.map((line) => ({ at, ...line }));
    await sql`
      insert into transitions (workspace, instance, step, decided_at, decision)
      values ('main', ${`i${nr}`}, ${step}, ${at}, ${JSON.stringify({ delta: {}, effects: [], trace })})`;
  }
  await sql`
    insert into messages (workspace, key, instance, person, journey, version, node, visit, channel, state, outcome,
      template, claimed_at, settled_at, position, delivered_at, clicked_at)
    values ('main', ${`i${nr}/hello/1`}, ${`i${nr}`}, ${`p${nr}`}, 'shop', 1, 'hello', 1, 'email', 'settled', 'sent',
      'hello', ${at}, ${at}, ${nr}, ${at}, ${nr === 2 ? at : null})`;
  await counted(at, 'hello', 'arrived', 'left:sent', 'message:sent');
  await counted(at, 'pause', 'arrived');
}

async function order(at: number) {
  await counted(at, 'pause', 'left:ordered');
  await counted(at, 'end', 'arrived', 'exited');
  await counted(at, '', 'exited:completed');
}

async function convert(nr: number, at: number) {
  await api.database.sql`
    insert into conversions (workspace, instance, goal, person, journey, version, is_control, entered_at, at, position,
      node, visit, place, message_node, message_visit)
    values ('main', ${`i${nr}`}, 'buy', ${`p${nr}`}, 'shop', 1, false, ${at}, ${at + 1000}, ${nr}, 'pause', 2, 'at',
      'hello', 1)`;
  await counted(at, 'pause', 'exited', 'goal:buy');
  await counted(at, 'hello', 'goal-by:buy');
  await counted(at, '', 'exited:goal', 'goal:buy');
}

beforeAll(async () => {
  api = await startApi();
  await api.database.sql`update workspaces set virtual_now = ${MONDAY + 10 * DAY} where id = 'main'`;
  const goals = [{ id: 'buy', event: 'Bought' }];
  await api
    .as()
    .put('/v1/journeys/shop')
    .send(journeyDocument({ id: 'shop', goals, timeZone: 'Europe/Amsterdam' }))
    .expect(201);
  for (const pass of PASSES) await enter(pass);
  await api.database.sql`
    insert into refusals (workspace, journey, person, position, version, refused_at, reason)
      values ('main', 'shop', 'p7', 7, 1, ${MONDAY}, 'filter')`;
  await counted(MONDAY, '', 'qualified', 'refused');
});
afterAll(() => api.close());

const report = async (query = '') => {
  const { status, body } = await api.as().get(`${PATH}${query}`);
  expect([status, body.code]).toEqual([200, undefined]);
  return body;
};

describe('GET /v1/journeys/:id/report', () => {
  test('every figure, by hand', async () => {
    const body = await report();
    expect(body).toMatchObject({ basis: 'counts', from: null, to: null, zone: 'Europe/Amsterdam', by: 'day' });
    expect(body.figures).toEqual({
      qualified: 7,
      refused: 1,
      control: 1,
      queued: 0,
      entered: 5,
      movedIn: 0,
      movedOut: 0,
      inside: 1,
      completed: 2,
      exited: 4,
    });
    expect(body.exits).toEqual({ completed: 2, goal: 2 });
    expect(body.goals).toEqual([
      {
        id: 'buy',
        met: 2,
        rate: 0.4,
        medianMs: 1000,
        lift: expect.objectContaining({ persons: 5, controlPersons: 1 }),
      },
    ]);
    expect(body.funnel).toMatchObject([
      { node: 'hello', type: 'message', arrived: 5, inside: 0, left: { sent: 5 }, exited: 0, goals: {} },
      { node: 'pause', arrived: 5, inside: 1, left: { ordered: 2 }, exited: 2, goals: { buy: { before: 0, at: 2 } } },
      { node: 'end', arrived: 2, inside: 0, left: {}, exited: 2, goals: {} },
    ]);
    expect(body.messages).toEqual([
      {
        node: 'hello',
        name: 'hello',
        channel: 'email',
        template: 'hello',
        underWay: 0,
        sent: 5,
        delivered: 5,
        viewed: 0,
        clicked: 1,
        machineViewed: 0,
        machineClicked: 0,
        replied: 0,
        bounced: 0,
        complained: 0,
        unsubscribed: 0,
        failed: 0,
        failedLater: 0,
        confirmed: 0,
        unreachable: 0,
        suppressed: 0,
        unknown: 0,
        expired: 0,
        withheld: 0,
        converted: { buy: 2 },
      },
    ]);
    expect(body.versions).toMatchObject([{ version: 1, entered: 5, inside: 1, goals: [{ met: 2, difference: null }] }]);
  });

  test('they are those of GET /v1/journeys/:id and of GET …/goals', async () => {
    const [one, { body: journeyView }, { body: goals }] = await Promise.all([
      report(),
      api.as().get('/v1/journeys/shop'),
      api.as().get('/v1/journeys/shop/goals'),
    ]);
    const { qualifying: _, exits, goals: met, ...counts } = journeyView.counts;
    expect(one.figures).toMatchObject(counts);
    expect(one.exits).toEqual(exits);
    expect(Object.fromEntries(one.goals.map((goal: { id: string; met: number }) => [goal.id, goal.met]))).toEqual(met);
    expect(one.goals[0].lift).toEqual(goals.goals[0].lift);
  });

  test('7.12 each sum is shown with its terms, and holds', async () => {
    const { reconciliation } = await report();
    expect(reconciliation.holds).toBe(true);
    const inShort = reconciliation.sums.map(
      ({ about, of, n, terms }: { about: string; of: string; n: number; terms: { name: string; n: number }[] }) =>
        `${about} ${of}: ${n} = ${terms.map((term) => `${term.name} ${term.n}`).join(' + ')}`,
    );
    expect(inShort).toEqual([
      'qualified : 7 = refused 1 + control 1 + queued 0 + entered 5',
      'entered : 5 = inside 1 + exited:completed 2 + exited:goal 2',
      'trend : 5 = trend 5',
      'node hello: 5 = inside 0 + left:sent 5 + exited 0',
      'node pause: 5 = inside 1 + left:ordered 2 + exited 2',
      'node end: 2 = inside 0 + exited 2',
      'messages hello: 5 = sent 5',
    ]);
  });

  test('given a lost count, then that sum fails and is reported, and the others hold', async () => {
    await api.database.sql`insert into count_deltas (workspace, journey, version, node, measure, n)
        values ('main', 'shop', 1, 'pause', 'arrived', 1)`;
    const { reconciliation } = await report();
    await api.database.sql`insert into count_deltas (workspace, journey, version, node, measure, n)
        values ('main', 'shop', 1, 'pause', 'arrived', -1)`;
    expect(reconciliation.holds).toBe(false);
    expect(reconciliation.sums.filter(({ holds }: { holds: boolean }) => !holds)).toMatchObject([
      { about: 'node', of: 'pause', n: 6 },
    ]);
  });
});

describe('a range', () => {
  test('as wide as everything, it finds by rows what was counted', async () => {
    const [all, ranged] = [await report(), await report('?from=2026-01-01&to=2026-12-31')];
    expect(ranged.basis).toBe('rows');
    for (const part of ['figures', 'goals', 'exits', 'funnel', 'messages', 'versions', 'reconciliation'])
      expect([part, ranged[part]]).toEqual([part, all[part]]);
  });

  test('covers users who entered in it, including all of its last day, on the zone’s calendar', async () => {
    const body = await report('?from=2026-03-10&to=2026-03-10');
    expect([body.from, body.to]).toEqual(['2026-03-09T23:00:00.000Z', '2026-03-10T23:00:00.000Z']);
    expect(body.figures).toMatchObject({ qualified: 2, refused: 0, control: 0, entered: 2, inside: 1, exited: 1 });
    expect(body.exits).toEqual({ goal: 1 });
    expect(body.reconciliation.holds).toBe(true);
    expect(body.trend).toMatchObject([{ day: '2026-03-10', entered: 2, goals: 1, exits: 1, isUnfinished: false }]);
    expect((await report('?to=2026-03-09')).figures.entered).toBe(3);
  });

  test('starts at the midnight of another zone if one is requested', async () => {
    const body = await report('?from=2026-03-02&to=2026-03-02&zone=Pacific/Auckland');
    expect(body.from).toBe('2026-03-01T11:00:00.000Z');
    expect(body.figures.entered).toBe(2);
  });

  test('no user entered in it: zeros, which add up', async () => {
    const body = await report('?from=2026-02-01&to=2026-02-02');
    expect(body.figures).toMatchObject({ qualified: 0, entered: 0, inside: 0 });
    expect(body.goals).toMatchObject([{ met: 0, rate: null, lift: null }]);
    expect(body.reconciliation.holds).toBe(true);
  });
});

describe('the trend', () => {
  const inShort = (body: { trend: { day: string; entered: number; goals: number; exits: number }[] }) =>
    body.trend.map(({ day, entered, goals, exits }) => `${day} ${entered} ${goals} ${exits}`);

  test('by day, including days without events; the current day is marked', async () => {
    const body = await report();
    expect(inShort(body)).toEqual([
      '2026-03-02 2 1 2',
      '2026-03-03 0 0 0',
      '2026-03-04 1 0 1',
      '2026-03-05 0 0 0',
      '2026-03-06 0 0 0',
      '2026-03-07 0 0 0',
      '2026-03-08 0 0 0',
      '2026-03-09 0 0 0',
      '2026-03-10 2 1 1',
      '2026-03-11 0 0 0',
      '2026-03-12 0 0 0',
    ]);
    expect(body.trend.map(({ isUnfinished }: { isUnfinished: boolean }) => isUnfinished).lastIndexOf(false)).toBe(9);
  });

  test('by week from Monday, and by month', async () => {
    expect(inShort(await report('?by=week'))).toEqual(['2026-03-02 3 1 3', '2026-03-09 2 1 1']);
    expect(inShort(await report('?by=month'))).toEqual(['2026-03-01 5 2 4']);
  });

  test('when clocks go forward, a day has 23 hours', async () => {
    const { trend } = await report('?from=2026-02-01&to=2026-02-03&by=day');
    expect(trend).toHaveLength(3);
    await api.database.sql`update workspaces set virtual_now = ${Date.parse('2026-04-02T00:00:00Z')} where id = 'main'`;
    const days = (await report('?from=2026-03-28&to=2026-03-30')).trend.map(
      ({ from, to }: { from: string; to: string }) => (Date.parse(to) - Date.parse(from)) / 3_600_000,
    );
    await api.database.sql`update workspaces set virtual_now = ${MONDAY + 10 * DAY} where id = 'main'`;
    expect(days).toEqual([24, 23, 24]);
  });
});

describe('as CSV', () => {
  const linesOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];

  test('by format or by Accept, the numbers of the JSON', async () => {
    const [json, asked, accepted] = [
      await report(),
      await api.as().get(`${PATH}?format=csv`),
      await api.as().get(PATH).set('Accept', 'text/csv'),
    ];
    expect(asked.type).toBe('text/csv');
    expect(asked.headers['content-disposition']).toBe('attachment; filename="shop-report.csv"');
    expect(accepted.text).toBe(asked.text);
    const lines = linesOf(asked.text);
    const figures = lines
      .filter(({ panel }) => panel === 'figures')
      .map(({ measure, value }) => [measure, Number(value)]);
    expect(Object.fromEntries(figures)).toEqual(json.figures);
    expect(lines.filter(({ panel, measure }) => panel === 'trend' && measure === 'entered')).toHaveLength(11);
    expect(lines).toContainEqual({ panel: 'funnel', of: 'pause', detail: 'ordered', measure: 'left', value: '2' });
    expect(lines).toContainEqual({
      panel: 'messages',
      of: 'hello',
      detail: 'hello',
      measure: 'converted buy',
      value: '2',
    });
  });

  test('one panel; texts that a spreadsheet would run are escaped', async () => {
    await api.database.sql`update messages set template = '=cmd|"x"' where key = 'i1/hello/1'`;
    const { text } = await api.as().get(`${PATH}?format=csv&panel=messages`);
    await api.database.sql`update messages set template = 'hello' where key = 'i1/hello/1'`;
    const lines = linesOf(text);
    expect(new Set(lines.map(({ panel }) => panel))).toEqual(new Set(['messages']));
    expect(lines.map(({ detail }) => detail)).toContain(`'=cmd|"x"`);
  });
});

describe('invalid requests', () => {
  test.each([
    { query: '?from=soon', path: 'from' },
    { query: '?to=2026-02-30', path: 'to' },
    { query: '?from=2026-03-02&to=2026-03-01', path: 'to' },
    { query: '?from=1971-01-01&by=day', path: 'by' },
    { query: '?by=hour', path: 'by' },
    { query: '?zone=Mars', path: 'zone' },
    { query: '?version=0', path: 'version' },
  ])('$query → 400 for $path', async ({ query, path }) => {
    const { status, body } = await api.as().get(`${PATH}${query}`);
    expect([status, body.code]).toEqual([400, 'request-invalid']);
    expect(body.errors).toMatchObject([{ path }]);
  });

  test('no such journey, no such version → 404', async () => {
    expect((await api.as().get('/v1/journeys/none/report')).body.code).toBe('journey-not-found');
    expect((await api.as().get(`${PATH}?version=9`)).body.code).toBe('version-not-found');
    expect((await report('?version=1')).figures.entered).toBe(5);
  });
});

test('a journey without entries: no trend, zeros that add up', async () => {
  await api
    .as()
    .put('/v1/journeys/empty')
    .send(journeyDocument({ id: 'empty' }))
    .expect(201);
  const { body } = await api.as().get('/v1/journeys/empty/report');
  expect(body).toMatchObject({ trend: [], messages: [], figures: { entered: 0 }, reconciliation: { holds: true } });
});

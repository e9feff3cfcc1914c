import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeWall } from '../../../channels/liquid/wall.ts';
import { createRenderer } from '../../../channels/templates.ts';
import { createWrite } from '../../../channels/write.ts';
import { instant } from '../../time/time.ts';
import { rehearsable, UNFINISHED } from './rehearsable.ts';
import { type Act, type RehearsalOf, rehearse } from './rehearsal.ts';

const BEGINS = instant(Date.parse('2026-03-02T09:00:00Z'));
const MINUTE = 60_000;
const HOUR = 3_600_000;
const write = createWrite(createRenderer(nodeWall));
const ANA = { email: 'ana@example.com', phone: '+31612345678', pushToken: 'token', firstName: 'Ana' };

const example = (id: string) =>
  JSON.parse(readFileSync(new URL(`../../../examples/${id}/journey.json`, import.meta.url), 'utf8'));

function cart(acts: readonly Act[], traits: RehearsalOf['traits'] = ANA): RehearsalOf {
  const read = rehearsable(example('abandoned-cart'));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return { document: read.document, segments: [], begins: BEGINS, user: 'ana', traits, acts };
}
const CART = { cartId: 'c1', price: 40, url: 'https://shop.example/c1' };
const ENTER: Act = { type: 'enter', properties: CART };
const until = (ms: number): Act => ({ type: 'until', at: instant(BEGINS + ms) });
const bought: Act = { type: 'event', event: 'Charged', properties: { cartId: 'c1' } };

describe('a rehearsal', () => {
  test('plays an entry, and shows what would follow if nothing else happened', async () => {
    const { moments, lines, delivered, wrong } = await rehearse(cart([ENTER]), write);
    expect(moments).toHaveLength(2);
    expect(moments[1]).toMatchObject({ at: BEGINS, lines: 0, delivered: 0, next: BEGINS + 2 * MINUTE });
    expect(delivered.map(({ channel, at }) => [channel, at - BEGINS])).toEqual([
      ['push', 2 * MINUTE],
      ['sms', 2 * MINUTE + 2 * HOUR],
      ['email', 2 * MINUTE + 4 * HOUR],
    ]);
    expect(lines.at(-1)).toMatchObject({ move: 'exit' });
    expect(wrong).toEqual([]);
  });

  test('7.1 a goal exactly at a deadline wins, and the reason says so', async () => {
    const acts = [ENTER, until(2 * MINUTE + 1), until(2 * MINUTE + 2 * HOUR), bought];
    const { moments, lines, delivered } = await rehearse(cart(acts), write);
    expect(delivered.map(({ channel }) => channel)).toEqual(['push']);
    expect(moments.at(-1)?.passes[0]?.exit).toMatchObject({ reason: 'goal' });
    expect(lines.at(-1)?.words).toContain('Charged');
  });

  test('a channel without consent is skipped, and the reason says so', async () => {
    const { lines, delivered } = await rehearse(cart([ENTER], { ...ANA, consent: { sms: false } }), write);
    expect(delivered.map(({ channel }) => channel)).toEqual(['push', 'email']);
    expect(lines.find(({ port }) => port === 'suppressed')).toMatchObject({ node: 'sms' });
  });

  test('a held message is shown at its send time, even if it ends its own instance', async () => {
    const nodes = {
      mail: { type: 'message', channel: 'email', content: { subject: 'Hello', text: '.' }, then: 'rest' },
      rest: { type: 'delay', for: '1h', then: 'end' },
      end: { type: 'exit' },
    };
    const read = rehearsable({
      ...{ id: 'held', name: 'Held', entry: { type: 'event', event: 'Began' }, start: 'mail', nodes },
      exits: [{ event: '$message.sent', reason: 'told' }],
      quietHours: [{ from: '08:00', to: '11:00', channels: ['email'], policy: 'hold' }],
    });
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    const { delivered, lines } = await rehearse({ ...cart([ENTER]), document: read.document }, write);
    expect(delivered.map(({ channel, at }) => [channel, at - BEGINS])).toEqual([['email', 2 * HOUR]]);
    expect(lines.at(-1)).toMatchObject({ move: 'exit', at: BEGINS + 2 * HOUR + 1 });
  });

  test('every moment is kept: an earlier one stays the same when later acts differ', async () => {
    const short = await rehearse(cart([ENTER, until(HOUR)]), write);
    const long = await rehearse(cart([ENTER, until(HOUR), bought]), write);
    expect(long.moments.slice(0, 3)).toEqual(short.moments);
    expect(long.lines.slice(0, long.moments[2]?.lines)).toEqual(short.lines.slice(0, short.moments[2]?.lines));
  });

  test('an event that lets no user in is shown with its reason', async () => {
    const { refused } = await rehearse(cart([ENTER, until(HOUR), ENTER, until(2 * HOUR)]), write);
    expect(refused).toEqual(['already-inside']);
  });
});

describe('a draft that is not whole', () => {
  test('an unfinished step and a missing link stop only users who reach them', async () => {
    const { sms, ...nodes } = example('abandoned-cart').nodes;
    const draft = { ...example('abandoned-cart'), nodes: { ...nodes, sms: { type: 'message', channel: 'sms' } } };
    const read = rehearsable(draft);
    expect(read).toMatchObject({ ok: true, unfinished: ['sms'] });
    if (!read.ok) return;
    const { delivered, lines } = await rehearse({ ...cart([ENTER]), document: read.document }, write);
    expect(delivered.map(({ channel }) => channel)).toEqual(['push']);
    expect(lines.at(-1)).toMatchObject({ move: 'exit', node: 'sms' });
    expect(sms).toBeDefined();
  });

  test('without a start, entering users end immediately', async () => {
    const read = rehearsable({ ...example('abandoned-cart'), start: '', nodes: {} });
    expect(read).toMatchObject({ ok: true, document: { start: UNFINISHED } });
  });

  test('an unfinished entry and a loop without a wait are reported, and nothing starts', () => {
    expect(rehearsable({ ...example('abandoned-cart'), entry: { type: 'event' } })).toMatchObject({
      ok: false,
      errors: [{ path: 'entry.event' }],
    });
    const nodes = {
      a: { type: 'update', set: { x: 1 }, then: 'b' },
      b: { type: 'update', set: { x: 2 }, then: 'a' },
    };
    expect(rehearsable({ ...example('abandoned-cart'), start: 'a', nodes })).toMatchObject({ ok: false });
  });
});

import { describe, expect, test } from 'vitest';
import { live, SECOND, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { webhook } from './webhook.ts';

type Webhook = Partial<Extract<JourneyInput['nodes'][string], { readonly type: 'webhook' }>>;

const calling = (node: Webhook = {}) => {
  const life = live(
    versionOf({
      call: { type: 'webhook', url: 'https://example.com', links: { ok: 'fine', failed: 'bad' }, ...node },
      fine: { type: 'exit', reason: 'fine' },
      bad: { type: 'exit', reason: 'bad' },
      gone: { type: 'exit', reason: 'gone' },
    }),
  );
  life.decide(0);
  return life;
};

describe('it continues by the answer', () => {
  const all = { ok: 'fine', failed: 'bad' };
  test.each([
    { links: all, outcome: 'sent', status: 200, reason: 'fine' },
    { links: all, outcome: 'failed', status: 404, reason: 'bad' },
    { links: all, outcome: 'failed', status: null, reason: 'bad' },
    { links: all, outcome: 'unknown', status: null, reason: 'bad' },
    { links: { ...all, '404': 'gone' }, outcome: 'failed', status: 404, reason: 'gone' },
    { links: { ...all, '404': 'gone' }, outcome: 'failed', status: 410, reason: 'bad' },
    { links: { ...all, '4xx': 'gone' }, outcome: 'failed', status: 410, reason: 'gone' },
    { links: { ...all, '404': 'gone', '4xx': 'bad' }, outcome: 'failed', status: 404, reason: 'gone' },
    { links: { ...all, '5xx': 'gone' }, outcome: 'failed', status: 503, reason: 'gone' },
    { links: { ...all, '5xx': 'bad', '500': 'gone' }, outcome: 'failed', status: 500, reason: 'gone' },
    { links: { ...all, '4xx': 'gone' }, outcome: 'failed', status: 429, reason: 'gone' },
    { links: { ...all, '2xx': 'gone' }, outcome: 'sent', status: 204, reason: 'fine' },
  ] as const)('$outcome with $status, links $links → $reason', ({ links, outcome, status, reason }) => {
    const life = calling({ links });
    expect(life.sent).toEqual([{ type: 'send', channel: 'webhook', node: 'call', visit: 1 }]);
    life.settle(SECOND, outcome, { status });
    life.decide(SECOND);
    expect(life.instance.exit).toEqual({ reason });
  });

  test('its answer is stored as `as`, whatever the status', () => {
    for (const [outcome, status] of [
      ['sent', 200],
      ['failed', 404],
    ] as const) {
      const life = calling({ as: 'score' });
      life.settle(SECOND, outcome, { status, response: { points: 7 } });
      life.decide(SECOND);
      expect(life.context).toEqual({ entry: {}, score: { points: 7 } });
    }
  });
});

test.each([
  { url: 'https://example.com/{{ profile.id }}', isFine: true },
  { url: '{{ profile.callback }}', isFine: true },
  { url: 'ftp://example.com', isFine: false },
  { url: 'example.com', isFine: false },
])('$url is an address: $isFine', ({ url, isFine }) => {
  expect(webhook.flaws?.(webhook.schema.parse({ type: 'webhook', url }))).toHaveLength(isFine ? 0 : 1);
});

test('every template is found, wherever it is', () => {
  const node = webhook.schema.parse({
    type: 'webhook',
    url: 'https://u',
    headers: { 'X-Id': 'h' },
    body: { list: [{ deep: 'b' }, 1, null], text: 't' },
  });
  expect(webhook.texts?.(node)).toEqual([
    { where: 'url', text: 'https://u' },
    { where: 'headers.X-Id', text: 'h' },
    { where: 'body.list.0.deep', text: 'b' },
    { where: 'body.text', text: 't' },
  ]);
});

test('C25 an answer that would make the context larger than 50 KB isn’t stored, and the trace says so', () => {
  const call = { type: 'webhook', url: 'https://example.com', as: 'crm', then: 'wait' } as const;
  const wait = {
    type: 'waitFor',
    events: { done: { event: 'Done', as: 'done' } },
    timeout: '1d',
    refreshOn: { event: 'Seen', as: 'seen' },
    then: 'end',
  } as const;
  const entry = { cart: 'x'.repeat(40_000) };
  const life = live(versionOf({ call, wait, end: { type: 'exit' } }), { entry });
  life.decide(0);
  life.settle(SECOND, 'sent', { status: 200, response: { text: 'y'.repeat(16_000) } });
  const decided = life.decide(SECOND);
  expect(life.context).toEqual({ entry });
  expect(decided.decision.trace.map(({ rule }) => rule)).toContain('context-full');
  expect(decided.read[0]).toEqual({ names: ['crm'], bytes: 56_039, most: 51_200 });
  expect(life.instance.at).toBe('wait');

  life.track(2 * SECOND, ['Seen', { text: 'z'.repeat(16_000) }]);
  expect(life.decide(2 * SECOND).decision.trace.map(({ rule }) => rule)).toContain('context-full');
  life.track(3 * SECOND, ['Seen', { text: 'small' }]);
  life.decide(3 * SECOND);
  expect(life.context).toEqual({ entry, seen: { text: 'small' } });
});

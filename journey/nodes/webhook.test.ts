import { describe, expect, test } from 'vitest';
import type { JourneyInput } from '../document.ts';
import { live, SECOND, versionOf } from '../engine/sample-instance.ts';
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

describe('it goes on by the answer', () => {
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

  test('what it answers is remembered by `as`, whatever the status', () => {
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

test('every text that is filled in is known, wherever it stands', () => {
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

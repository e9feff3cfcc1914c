import { describe, expect, test } from 'vitest';
import { HOUR, live, MINUTE, SECOND, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';
import { OUTCOMES } from '../delivery/channel.ts';
import type { JourneyInput } from '../document/document.ts';
import { message } from './message.ts';

type Message = Extract<JourneyInput['nodes'][string], { readonly type: 'message' }>;
const CONTENT = { subject: 's', title: 't', text: 'x', html: 'h' };
const ANA = {
  email: 'ana@example.com',
  phone: '+31612345678',
  pushToken: 'tok',
  webPushSubscription: { endpoint: 'https://p' },
};

const sending = (node: Partial<Message> = {}, profile: JsonObject = ANA) => {
  const life = live(
    versionOf({
      message: {
        type: 'message',
        channel: 'email',
        content: CONTENT,
        links: { sent: 'wait', failed: 'failed', unreachable: 'unreachable', suppressed: 'suppressed' },
        ...node,
      },
      wait: { type: 'delay', for: '2h', then: 'sent' },
      sent: { type: 'exit', reason: 'sent' },
      failed: { type: 'exit', reason: 'failed' },
      unreachable: { type: 'exit', reason: 'unreachable' },
      suppressed: { type: 'exit', reason: 'suppressed' },
    }),
    { profile },
  );
  life.decide(0);
  return life;
};

describe('the gates before a send: consent, then address (design.md §8)', () => {
  test.each<{
    readonly channel: Message['channel'];
    readonly profile: JsonObject;
    readonly reason: string | undefined;
  }>([
    { channel: 'email', profile: ANA, reason: undefined },
    { channel: 'email', profile: {}, reason: 'unreachable' },
    { channel: 'email', profile: { email: 'nobody' }, reason: 'unreachable' },
    { channel: 'email', profile: { email: ' ' }, reason: 'unreachable' },
    { channel: 'email', profile: { email: 5 }, reason: 'unreachable' },
    { channel: 'sms', profile: { phone: '+31600000000' }, reason: undefined },
    { channel: 'sms', profile: { phone: '' }, reason: 'unreachable' },
    { channel: 'whatsapp', profile: { phone: '+31600000000' }, reason: 'suppressed' },
    { channel: 'whatsapp', profile: { phone: '+31600000000', consent: { whatsapp: true } }, reason: undefined },
    { channel: 'push', profile: { pushToken: 'tok' }, reason: undefined },
    { channel: 'push', profile: {}, reason: 'unreachable' },
    { channel: 'webPush', profile: ANA, reason: undefined },
    { channel: 'webPush', profile: {}, reason: 'unreachable' },
    { channel: 'inApp', profile: {}, reason: undefined },
    { channel: 'email', profile: { ...ANA, consent: { email: false } }, reason: 'suppressed' },
    { channel: 'email', profile: { consent: { email: false } }, reason: 'suppressed' },
    { channel: 'email', profile: { ...ANA, consent: { sms: false } }, reason: undefined },
    { channel: 'email', profile: { ...ANA, consent: false }, reason: 'suppressed' },
    { channel: 'sms', profile: { ...ANA, consent: { sms: false } }, reason: 'suppressed' },
  ])('$channel to $profile → $reason', ({ channel, profile, reason }) => {
    const life = sending({ channel }, profile);
    expect(life.instance.exit?.reason).toBe(reason);
    expect(life.sent).toHaveLength(reason === undefined ? 1 : 0);
  });

  test('transactional messages go without consent, but not without an address', () => {
    expect(sending({ transactional: true }, { ...ANA, consent: { email: false } }).sent).toHaveLength(1);
    expect(sending({ transactional: true }, { consent: { email: false } }).instance.exit?.reason).toBe('unreachable');
  });
});

describe('it waits for its outcome, and continues by it', () => {
  test.each([
    { outcome: 'sent', reason: undefined, rule: 'sent' },
    { outcome: 'failed', reason: 'failed', rule: 'send-failed' },
    { outcome: 'unknown', reason: 'failed', rule: 'send-unknown' },
    { outcome: 'unreachable', reason: 'unreachable', rule: 'unreachable' },
    { outcome: 'suppressed', reason: 'suppressed', rule: 'suppressed' },
    { outcome: 'expired', reason: 'failed', rule: 'expired' },
  ] as const)('$outcome → $reason', ({ outcome, reason, rule }) => {
    const life = sending();
    life.settle(SECOND, outcome, { detail: 'why' });
    const { decision, read } = life.decide(SECOND);
    expect(life.instance.exit?.reason).toBe(reason);
    expect(decision.trace[0]).toMatchObject({ node: 'message', move: 'leave', rule });
    expect(read[0]).toEqual({ detail: 'why' });
  });

  test('these are all outcomes, except those that only an ended instance gets', () => {
    expect(OUTCOMES.filter((outcome) => outcome !== 'withheld')).toHaveLength(6);
  });

  test('only its outcome moves it: it has no deadline, and events have no effect', () => {
    const life = sending();
    life.track(SECOND, 'Anything');
    life.decide(999 * HOUR);
    expect(life.instance).toMatchObject({ at: 'message', until: null, exit: null });
    expect(life.sent).toHaveLength(1);
  });

  test.each([
    { settledAfter: SECOND, waitsUntil: 2 * HOUR },
    { settledAfter: MINUTE, waitsUntil: 2 * HOUR },
    { settledAfter: MINUTE + 1, waitsUntil: 2 * HOUR + MINUTE + 1 },
  ])(
    'settled after $settledAfter ms, what follows ends at $waitsUntil ms (docs/decisions/0003)',
    ({ settledAfter, waitsUntil }) => {
      const life = sending();
      life.settle(settledAfter);
      life.decide(settledAfter);
      expect(life.instance).toMatchObject({ at: 'wait', until: life.instance.enteredAt + waitsUntil });
    },
  );
});

describe('handed back by the claim, it passes the checks again', () => {
  test.each<{ readonly given: string; readonly traits: JsonObject; readonly reason: string | undefined }>([
    { given: 'nothing has changed', traits: {}, reason: undefined },
    { given: 'consent has been withdrawn', traits: { consent: { email: false } }, reason: 'suppressed' },
    { given: 'the address has gone', traits: { email: '' }, reason: 'unreachable' },
  ])('$given → $reason', ({ traits, reason }) => {
    const life = sending();
    life.profile(traits);
    life.settle(HOUR, 'look-again');
    const { decision } = life.decide(HOUR);
    expect(life.instance.exit?.reason).toBe(reason);
    expect(decision.effects).toEqual(
      reason === undefined ? [{ type: 'send', channel: 'email', node: 'message', visit: 1 }] : [],
    );
  });
});

test.each([
  { channel: 'sms', own: { image: 'https://shop.example/a.png' }, where: ['variants.de.image'] },
  { channel: 'inApp', own: { badge: '1', title: 'Hallo' }, where: ['variants.de.badge'] },
  {
    channel: 'email',
    own: { whatsappTemplate: { name: 'a', language: 'de', parameters: [] } },
    where: ['variants.de.whatsappTemplate'],
  },
  { channel: 'push', own: { image: 'https://shop.example/a.png' }, where: [] },
  {
    channel: 'push',
    own: { whatsappTemplate: { name: 'a', language: 'de', parameters: [] } },
    where: ['variants.de.whatsappTemplate'],
  },
])('a variant of $channel has only fields of its channel: $where', ({ channel, own, where }) => {
  const content = { subject: 's', title: 't', text: 'x' };
  const node = message.schema.parse({ type: 'message', channel, content, variants: { de: own } });
  expect(message.flaws?.(node).map((flaw) => flaw.where)).toEqual(where);
});

test.each<{
  readonly channel: Message['channel'];
  readonly content: Message['content'];
  readonly where: readonly string[];
}>([
  { channel: 'email', content: { subject: 's', html: 'h' }, where: [] },
  { channel: 'email', content: { subject: 's', text: 'x' }, where: [] },
  { channel: 'email', content: { text: 'x' }, where: ['content.subject'] },
  { channel: 'email', content: {}, where: ['content.subject', 'content.html'] },
  { channel: 'sms', content: { html: 'h' }, where: ['content.text'] },
  { channel: 'whatsapp', content: { text: 'x' }, where: [] },
  {
    ...{ channel: 'whatsapp', where: [] },
    content: { whatsappTemplate: { name: 'welcome', language: 'en_US', parameters: ['x'] } },
  },
  { channel: 'whatsapp', content: {}, where: ['content.text'] },
  { channel: 'push', content: { title: 't' }, where: [] },
  { channel: 'push', content: {}, where: ['content.title'] },
  { channel: 'webPush', content: { text: 'x' }, where: [] },
  { channel: 'inApp', content: { html: 'x' }, where: [] },
  { channel: 'inApp', content: { url: 'x' }, where: ['content.title'] },
])('$channel with $content lacks $where', ({ channel, content, where }) => {
  const node = message.schema.parse({ type: 'message', channel, content });
  expect(message.flaws?.(node).map((flaw) => flaw.where)).toEqual(where);
});

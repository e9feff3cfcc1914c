import { describe, expect } from 'vitest';
import { Journey } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

/** An e-mail; users who click within a day get a thank-you, the others an SMS. */
const NEWS = Journey.parse({
  id: 'news',
  name: 'News',
  entry: { type: 'event', event: 'Joined' },
  start: 'mail',
  nodes: {
    mail: {
      type: 'message',
      channel: 'email',
      template: 'news',
      content: { subject: 'News', text: '.' },
      engagement: { within: '24h' },
      links: { clicked: 'thanks', timeout: 'sms' },
      then: 'end',
    },
    thanks: { type: 'message', channel: 'push', content: { text: 'Thanks' }, then: 'end' },
    sms: { type: 'message', channel: 'sms', content: { text: 'Have you seen it?' }, then: 'end' },
    end: { type: 'exit' },
  },
});
const ANA = { email: 'ana@example.com', phone: '+31612345678', pushToken: 'token' };

describe('engagement ports, three ways', () => {
  scenario('clicked within the window', NEWS, async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.engage('news', 'viewed');
    await t.at('2h');
    await t.engage('news', 'clicked');
    await t.advance('2d');
    expect(t.trace().slice(0, 3)).toEqual([
      '+0 mail wait: send-decided',
      '+0 mail wait: engagement-awaited',
      '+2h mail → clicked: engaged',
    ]);
    expect(t.sent()).toEqual([
      { channel: 'email', template: 'news', after: '0' },
      { channel: 'push', template: 'thanks', after: '2h' },
    ]);
  });

  scenario('clicked at the end of the window', NEWS, async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.at('24h');
    await t.engage('news', 'clicked');
    expect(t.sent().map(({ template }) => template)).toEqual(['news', 'thanks']);
  });

  scenario('clicked after the window', NEWS, async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('24h');
    await t.engage('news', 'clicked');
    expect(t.sent().map(({ template, after }) => [template, after])).toEqual([
      ['news', '0'],
      ['sms', '1d'],
    ]);
    expect(t.exit()).toEqual({ reason: 'completed' });
  });

  scenario('refused by the provider, it waits for nothing', NEWS, async (t) => {
    await t.identify(ANA);
    await t.provider('email', { type: 'rejected', reason: 'no such mailbox' });
    await t.track('Joined');
    expect(t.exit()).toEqual({ reason: 'completed' });
    expect(t.trace()).toContain('+0 mail → failed: send-failed');
  });
});

/** Hears of its own message on the one road (design.md §8): sent or failed. */
const ECHO = Journey.parse({
  id: 'echo',
  name: 'Echo',
  goals: [{ id: 'seen', event: '$message.viewed', where: { path: 'event.template', op: '=', value: 'hello' } }],
  exits: [{ event: '$message.failed', reason: 'undelivered', where: { path: 'event.node', op: '=', value: 'sms' } }],
  entry: { type: 'event', event: 'Joined' },
  start: 'mail',
  nodes: {
    mail: { type: 'message', channel: 'email', template: 'hello', content: { subject: 'Hi', text: '.' }, then: 'wait' },
    wait: {
      type: 'waitFor',
      events: { sent: { event: '$message.sent', where: { path: 'event.channel', op: '=', value: 'email' } } },
      timeout: '1d',
      links: { sent: 'sms', timeout: 'end' },
    },
    sms: { type: 'message', channel: 'sms', content: { text: '.' }, then: 'rest' },
    rest: { type: 'delay', for: '2d', then: 'end' },
    end: { type: 'exit' },
  },
});

describe('message results are events, three ways', () => {
  scenario('a wait hears that a message was sent, a goal that it was viewed', ECHO, async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    expect(t.node()).toBe('rest');
    expect(t.trace()).toContain('+0 wait → sent: event-happened');
    await t.engage('hello', 'viewed');
    expect(t.exit()).toEqual({ reason: 'goal', goal: 'seen' });
  });

  scenario('an exit hears that a message failed', ECHO, async (t) => {
    await t.identify(ANA);
    await t.provider('sms', { type: 'rejected', reason: 'no such number' });
    await t.track('Joined');
    expect(t.exit()).toEqual({ reason: 'undelivered' });
  });
});

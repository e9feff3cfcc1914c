import { describe, expect, test } from 'vitest';
import { errorsOf, journeyWith, sms, warningsOf } from '../../test/samples/journey.ts';

const hello = { hello: { ...sms, tags: ['promotion'], then: 'end' } };
const night = { from: '21:00', to: '09:00' };
const quiet = (...quietHours: readonly object[]) => journeyWith(hello, { quietHours });
const capped = (...frequencyCaps: readonly object[]) => journeyWith(hello, { frequencyCaps });

describe('quiet hours that cannot be kept are refused', () => {
  test.each([
    {
      check: 'without length',
      wrong: quiet({ from: '21:00', to: '21:00' }),
      told: [
        'quietHours.0 | the quiet hours 21:00–21:00 have no duration | set a later end; for a whole day, add two rows, 00:00–12:00 and 12:00–00:00',
      ],
      right: quiet({ from: '00:00', to: '12:00', weekdays: [7] }, { from: '12:00', to: '00:00', weekdays: [7] }),
    },
    {
      check: 'that overlap with different policies, across midnight and the end of the week',
      wrong: quiet({ ...night, weekdays: [7] }, { from: '08:00', to: '10:00', weekdays: [1], policy: 'drop' }),
      told: [
        'quietHours.1 | the quiet hours 21:00–09:00 ("hold") and 08:00–10:00 ("drop") overlap | end one where the other starts, or give both the same policy',
      ],
      right: quiet({ ...night, weekdays: [7] }, { from: '09:00', to: '10:00', weekdays: [1], policy: 'drop' }),
    },
    {
      check: 'that overlap on a channel',
      wrong: quiet({ ...night, channels: ['sms'] }, { ...night, policy: 'drop' }),
      told: [
        'quietHours.1 | the quiet hours 21:00–09:00 ("hold") and 21:00–09:00 ("drop") overlap | end one where the other starts, or give both the same policy',
      ],
      right: quiet({ ...night, channels: ['sms'] }, { ...night, channels: ['push'], policy: 'drop' }),
    },
    {
      check: 'that never end',
      wrong: quiet({ ...night, channels: ['sms', 'push'] }, { from: '09:00', to: '21:00', channels: ['sms'] }),
      told: [
        'quietHours | quiet hours cover the whole week for sms, so nothing would ever be sent | leave some hours without quiet hours',
      ],
      right: quiet({ ...night, channels: ['sms', 'push'] }, { from: '09:00', to: '20:59', channels: ['sms'] }),
    },
  ])('$check', ({ wrong, told, right }) => {
    expect(errorsOf(wrong)).toEqual(told);
    expect(errorsOf(right)).toEqual([]);
  });
});

const waiting = (date: object, message: object = sms, row: object = night) =>
  journeyWith(
    { wait: { type: 'waitUntil', date, then: 'hello' }, hello: { ...message, then: 'end' } },
    { quietHours: [row], timeZone: 'Europe/Amsterdam' },
  );

describe('a message scheduled inside quiet hours is warned of', () => {
  const told = (policy: string) => [
    `nodes.hello | node "wait" waits until a time when node "hello" can't send: quiet hours 21:00–09:00, and all are ${policy} | choose another time, or change the quiet hours`,
  ];
  test.each([
    { given: 'a fixed date', document: waiting({ at: '2026-12-24T22:00' }), warned: told('held to their end') },
    { given: 'a time of day', document: waiting({ time: '08:59' }), warned: told('held to their end') },
    {
      given: 'a time of day, dropped',
      document: waiting({ time: '22:00' }, sms, { ...night, policy: 'drop' }),
      warned: told('dropped'),
    },
    { given: 'a time that is not quiet', document: waiting({ time: '09:00' }), warned: [] },
    {
      given: 'a time that is quiet on some days',
      document: waiting({ time: '22:00' }, sms, { ...night, weekdays: [5] }),
      warned: [],
    },
    {
      given: 'another channel',
      document: waiting({ time: '22:00' }, sms, { ...night, channels: ['email'] }),
      warned: [],
    },
    {
      given: 'a transactional message',
      document: waiting({ time: '22:00' }, { ...sms, transactional: true }),
      warned: [],
    },
  ])('$given', ({ document, warned }) => {
    expect(errorsOf(document)).toEqual([]);
    expect(warningsOf(document)).toEqual(warned);
  });
});

describe('frequency caps without effect get a warning', () => {
  test.each([
    {
      check: 'that binds no message',
      wrong: capped({ max: 1, per: '1d', tags: ['promotoin'] }),
      told: [
        "frequencyCaps.0 | the cap of 1 in 1d doesn't apply to any message in this journey: no message has its channel, tags and topics | correct its channels, tags or topics, or give a message the tag",
      ],
      right: capped({ max: 1, per: '1d', tags: ['promotion'] }),
    },
    {
      check: 'twice',
      wrong: capped({ max: 1, per: '1d' }, { max: 1, per: '24h' }),
      told: ['frequencyCaps.1 | the cap of 1 in 24h is listed twice | remove one of the two'],
      right: capped({ max: 1, per: '1d' }, { max: 3, per: '7d' }),
    },
    {
      check: 'that is never reached',
      wrong: capped({ max: 3, per: '7d' }, { max: 3, per: '1d' }),
      told: [
        'frequencyCaps.1 | the cap of 3 in 1d is never reached: the cap of 3 in 7d fills up first | remove it, or correct one of the two',
      ],
      right: capped({ max: 3, per: '7d' }, { max: 3, per: '1d', channels: ['sms'] }),
    },
  ])('$check', ({ wrong, told, right }) => {
    expect(errorsOf(wrong)).toEqual([]);
    expect(warningsOf(wrong)).toEqual(told);
    expect(warningsOf(right)).toEqual([]);
  });
});

describe('engagement ports need a length of waiting', () => {
  const webhook = (links: object) => journeyWith({ hello: { type: 'webhook', url: 'https://example.com', links } });
  const sent = (more: object) => journeyWith({ hello: { ...sms, ...more, then: 'end' } });
  test.each([
    {
      check: 'drawn without a window',
      wrong: sent({ links: { clicked: 'end', viewed: 'end' } }),
      told: [
        'nodes.hello.engagement | node "hello": it waits for "viewed" or "clicked", but has no time limit | add "engagement": {"within": "1d"}, and link "timeout"',
      ],
      right: sent({ links: { clicked: 'end', viewed: 'end', timeout: 'end' }, engagement: { within: '1d' } }),
    },
    {
      check: 'a window for nothing',
      wrong: sent({ engagement: { within: '1d' } }),
      told: [
        'nodes.hello.engagement | node "hello": it has a time limit, but nothing to wait for | link one of delivered, viewed, clicked, replied, bounced, complained, unsubscribed, or remove "engagement"',
      ],
      right: sent({}),
    },
    {
      check: '`sent` beside them',
      wrong: sent({ links: { clicked: 'end', sent: 'end' }, engagement: { within: '1d' } }),
      told: [
        'nodes.hello.links.sent | port "sent" of node "hello" is never taken: it waits for "clicked" once it has been sent | link "timeout"',
      ],
      right: sent({ links: { clicked: 'end', timeout: 'end' }, engagement: { within: '1d' } }),
    },
    {
      check: 'C33 a link for a message that is too late, and never is',
      wrong: sent({ links: { expired: 'end' } }),
      told: [
        'nodes.hello.links.expired | port "expired" of node "hello" is never taken: the message may go at any time | add "expiresAfter", such as "2h", or remove the link',
      ],
      right: sent({ links: { expired: 'end' }, expiresAfter: '2h' }),
    },
    {
      check: 'C33 links of a webhook that no answer takes',
      wrong: webhook({ ok: 'end', failed: 'end', '204': 'end', '1xx': 'end', '600': 'end' }),
      told: [
        'nodes.hello.links.204 | port "204" of node "hello" is never taken: every answer of 2xx leaves by "ok", and none has 1xx | link "ok"',
        'nodes.hello.links.600 | node "hello" has no port "600" | use one of "ok", "failed"',
        'nodes.hello.links.1xx | port "1xx" of node "hello" is never taken: every answer of 2xx leaves by "ok", and none has 1xx | link "ok"',
      ],
      right: webhook({
        ok: 'end',
        failed: 'end',
        '500': 'end',
        '5xx': 'end',
        '429': 'end',
        '408': 'end',
        '302': 'end',
      }),
    },
    {
      check: 'left out of caps, and not transactional',
      wrong: sent({ counts: false }),
      told: [
        'nodes.hello.counts | node "hello": only a transactional message can be exempt from frequency caps | remove "counts", or set "transactional": true',
      ],
      right: sent({ counts: false, transactional: true }),
    },
  ])('$check', ({ wrong, told, right }) => {
    expect(errorsOf(wrong)).toEqual(told);
    expect(errorsOf(right)).toEqual([]);
  });
});

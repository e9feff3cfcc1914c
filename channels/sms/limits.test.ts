import { expect, test } from 'vitest';
import type { Adapter, MessageContent, Parcel } from '../port.ts';
import { limitSms, type SmsAlert, type SmsLimits } from './limits.ts';

const NOW = Date.parse('2026-03-02T23:30:00Z');

/** An adapter with limits, and a budget in memory. */
function place(limits: Partial<SmsLimits>) {
  const sent: string[] = [];
  const alerts: SmsAlert[] = [];
  let total = 0;
  let held = 0;
  const adapter: Adapter<'sms'> = {
    ...{ channel: 'sms', provider: 'test', delivery: 'at-most-once' },
    async deliver({ to }) {
      sent.push(to);
      return { type: 'accepted', providerId: '1' };
    },
  };
  const limited = limitSms(
    adapter,
    { segmentsPerDay: 0, ...limits },
    {
      now: () => NOW,
      alert: (alert) => alerts.push(alert),
      async charge({ segments, limit }) {
        if (total + segments > limit) return { total, held: ++held };
        total += segments;
        return { total };
      },
    },
  );
  const send = (to: string, text = 'Hi', content: Partial<MessageContent> = {}) =>
    limited.deliver({
      ...{ channel: 'sms', key: 'k', workspace: 'main', journey: 'j', to, attempt: 1 },
      content: { template: 't', text, ...content },
    } as Parcel<'sms'>);
  return { send, sent, alerts, limited };
}

test.each([
  { to: '+31612345678', given: { type: 'accepted' } },
  { to: '+4915112345678', given: { type: 'accepted' } },
  { to: '+18095550123', given: { type: 'rejected', reason: 'SMS to DO is not in SMS_COUNTRIES' } },
  {
    to: '+883510000000',
    given: { type: 'rejected', reason: 'SMS to numbers without a country is not in SMS_COUNTRIES' },
  },
])('S13 with NL and DE allowed, $to is $given.type', async ({ to, given }) => {
  const { send, sent } = place({ countries: ['NL', 'DE'] });
  expect(await send(to)).toMatchObject(given);
  expect(sent).toEqual(given.type === 'accepted' ? [to] : []);
});

test('S13 without a list, every country is allowed', async () => {
  const { send } = place({});
  expect(await send('+18095550123')).toMatchObject({ type: 'accepted' });
});

test('S13 over the budget, a message is held until the next day at the latest, and operators are told once', async () => {
  const { send, sent, alerts } = place({ segmentsPerDay: 5 });
  await send('+31612345678', 'x'.repeat(161)); // two segments
  expect(alerts).toEqual([]);
  await send('+31612345678', 'ж'.repeat(71)); // two more
  expect(alerts).toMatchObject([{ type: 'near', segments: 4, limit: 5, day: '2026-03-02' }]);
  const held = {
    ...{ type: 'busy', retryAfterMs: 30 * 60_000 },
    reason: 'held: 4 of 5 segments of SMS are used on 2026-03-02 (SMS_SEGMENTS_PER_DAY)',
  };
  expect(await send('+31612345678', 'x'.repeat(161))).toEqual(held);
  expect(await send('+31612345678', 'x'.repeat(161))).toEqual(held);
  expect(alerts.map(({ type }) => type)).toEqual(['near', 'held']);
  expect(await send('+31612345678')).toMatchObject({ type: 'accepted' }); // one still fits
  expect(sent).toHaveLength(3);
});

test('S13 a budget that can’t be charged sends nothing, and the hand-over hasn’t begun', async () => {
  const { limited } = place({});
  const broken = limitSms(
    limited,
    { segmentsPerDay: 1 },
    { now: () => NOW, alert: () => {}, charge: () => Promise.reject(new Error('the database is gone')) },
  );
  let hasBegun = false;
  const content = { template: 't', text: 'Hi' };
  const parcel = { channel: 'sms', key: 'k', workspace: 'main', journey: 'j', to: '+31612345678', attempt: 1, content };
  const begin = async () => {
    hasBegun = true;
  };
  await expect(broken.deliver(parcel as Parcel<'sms'>, begin)).rejects.toThrow('the database is gone');
  expect(hasBegun).toBe(false);
});

import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

/** Entered at 10:00 in Amsterdam: an SMS at 22:00, in quiet hours that end 23 hours after the entry. */
const reminder = (row: Partial<NonNullable<JourneyInput['quietHours']>[number]> = {}): Journey =>
  Journey.parse({
    id: 'evening',
    name: 'Evening reminder',
    goals: [{ id: 'opened', event: 'App Opened' }],
    entry: { type: 'event', event: 'Joined' },
    timeZone: 'Europe/Amsterdam',
    quietHours: [{ from: '21:00', to: '09:00', channels: ['sms'], ...row }],
    start: 'wait',
    nodes: {
      wait: { type: 'delay', for: '12h', then: 'sms' },
      sms: {
        type: 'message',
        channel: 'sms',
        content: { text: 'Hello' },
        links: { sent: 'rest', suppressed: 'dropped' },
        then: 'end',
      },
      rest: { type: 'delay', for: '1h', then: 'mail' },
      mail: { type: 'message', channel: 'email', content: { subject: 'Hello', text: '.' }, then: 'end' },
      dropped: { type: 'exit', reason: 'no-sms' },
      end: { type: 'exit' },
    },
  });
const ANA = { phone: '+31612345678', email: 'ana@example.com' };

describe('7.8 quiet hours, three ways', () => {
  scenario('held to their end; later steps count from then, and other channels send', reminder(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('22h59m');
    expect(t.sent()).toEqual([]);
    expect(t.trace().at(-1)).toBe('+12h sms hold: quiet-hours');
    await t.advance('30h');
    expect(t.sent()).toEqual([
      { channel: 'sms', template: 'sms', after: '23h' },
      { channel: 'email', template: 'mail', after: '1d' },
    ]);
    expect(t.exit()).toEqual({ reason: 'completed' });
  });

  scenario('held, and the goal is met meanwhile: no SMS', reminder(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('22h');
    await t.track('App Opened');
    await t.advance('2d');
    expect(t.exit()).toEqual({ reason: 'goal', goal: 'opened' });
    expect(t.sent()).toEqual([]);
  });

  scenario('held, and the goal is met at their very end: no SMS', reminder(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('22h');
    await t.at('23h');
    await t.track('App Opened');
    await t.advance('2d');
    expect(t.trace().at(-1)).toBe('+23h sms exit: goal-before-send');
    expect(t.sent()).toEqual([]);
  });

  scenario('held, and consent is withdrawn meanwhile: no SMS, and the trace shows why', reminder(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('22h');
    await t.identify({ consent: { sms: false } });
    await t.advance('2d');
    expect(t.exit()).toEqual({ reason: 'no-sms' });
    expect(t.trace()).toContain('+23h sms → suppressed: no-consent');
    expect(t.sent()).toEqual([]);
  });

  scenario('held for a user who moves west meanwhile: until morning there', reminder(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('22h');
    await t.identify({ timezone: 'America/New_York' });
    await t.advance('2d');
    expect(t.sent().map(({ after }) => after)).toEqual(['1d5h', '1d6h']);
  });

  scenario('held for a user who moves to a zone where it is day: sent immediately', reminder(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.at('20h');
    await t.identify({ timezone: 'Asia/Tokyo' });
    await t.advance('1s');
    expect(t.trace().slice(-4, -1)).toEqual([
      '+20h sms note: zone-moved',
      '+20h sms wait: quiet-hours-over',
      '+20h sms → sent: sent',
    ]);
  });

  const mondays = reminder({ weekdays: [1], policy: 'next-day' });
  scenario('moved to the same clock time on the next allowed day', mondays, async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('3d');
    expect(t.sent().map(({ after }) => after)).toEqual(['1d12h', '1d13h']);
  });

  scenario('dropped', reminder({ policy: 'drop' }), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('3d');
    expect(t.trace().at(-2)).toBe('+12h sms → suppressed: quiet-hours-dropped');
    expect(t.exit()).toEqual({ reason: 'no-sms' });
  });
});

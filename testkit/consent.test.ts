import { describe, expect } from 'vitest';
import type { MessageChannel } from '../journey/delivery/channel.ts';
import { Journey } from '../journey/document/document.ts';
import type { Undelivered } from '../journey/people/report-effects.ts';
import { instant } from '../journey/time/time.ts';
import type { Answering } from '../journey/world/world.ts';
import { BEGINNING } from './play.ts';
import { scenario } from './scenario.ts';

/** Sends news every day, by a channel and about a topic. */
const news = (channel: MessageChannel = 'email', more: object = {}) =>
  Journey.parse({
    id: 'news',
    name: 'News',
    entry: { type: 'event', event: 'Joined' },
    start: 'mail',
    nodes: {
      mail: {
        type: 'message',
        channel,
        topic: 'news',
        content: { subject: 'News', text: '.' },
        links: { sent: 'day', failed: 'day', suppressed: 'day', unreachable: 'day' },
        ...more,
      },
      day: { type: 'delay', for: '1d', then: 'mail', maxVisits: 6 },
    },
  });
/** A provider's refusal because of the recipient. */
const refusal = (undelivered: Undelivered): Answering => ({ type: 'rejected', reason: 'no such user', undelivered });
const ANA = { email: 'ana@example.com', phone: '+31612345678' };

const PAUSED_UNTIL = instant(BEGINNING + 36 * 3_600_000);
/** Quiet when the scenario begins. */
const QUIET = Journey.parse({
  id: 'quiet',
  name: 'Quiet',
  timeZone: 'Europe/Amsterdam',
  quietHours: [{ from: '09:00', to: '12:00' }],
  entry: { type: 'event', event: 'Joined' },
  start: 'sms',
  nodes: { sms: { type: 'message', channel: 'sms', content: { text: '.' }, then: 'end' }, end: { type: 'exit' } },
});

describe('M2 a report changes what is sent next, three ways', () => {
  scenario('M2 a hard bounce suppresses the address, also for another user of it', news(), async (t) => {
    await t.identify(ANA);
    await t.identify({ email: ' ANA@Example.com' }, 'other');
    await t.track('Joined');
    await t.engage('mail', 'bounced', 'ana', { permanent: true });
    await t.track('Joined', {}, 'other');
    await t.advance('1d');
    expect(t.sent()).toHaveLength(1);
    expect(t.sent('other')).toEqual([]);
    expect(t.trace()).toContain('+1d mail → suppressed: address-suppressed');
    expect(t.trace('other')).toContain('+0 mail → suppressed: address-suppressed');
  });

  scenario('M2 a temporary bounce bars nothing; five within thirty days bar for ninety', news(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    for (let nr = 1; nr <= 5; nr += 1) {
      expect(t.sent()).toHaveLength(nr);
      await t.engage('mail', 'bounced');
      await t.advance('1d');
    }
    expect(t.sent()).toHaveLength(5);
    expect(t.trace()).toContain('+5d mail → suppressed: address-suppressed');
  });

  scenario('M2 an answer that the address is dead suppresses it, as a callback would', news(), async (t) => {
    await t.identify(ANA);
    await t.identify({ email: ' ANA@Example.com' }, 'other');
    await t.provider('email', refusal({ status: 'bounced', isPermanent: true }));
    await t.track('Joined');
    await t.provider('email', { type: 'accepted' });
    await t.track('Joined', {}, 'other');
    expect(t.sent()).toEqual([]);
    expect(t.trace('other')).toContain('+0 mail → suppressed: address-suppressed');
  });

  scenario('M2 five answers that the mailbox is full bar the address', news(), async (t) => {
    await t.identify(ANA);
    await t.provider('email', refusal({ status: 'bounced', isPermanent: false }));
    await t.track('Joined');
    await t.advance('4d');
    expect(t.trace()).not.toContain('address-suppressed');
    await t.advance('1d');
    expect(t.trace()).toContain('+5d mail → suppressed: address-suppressed');
  });

  scenario('M2 an answer that the user has unsubscribed is a no', news(), async (t) => {
    await t.identify(ANA);
    await t.provider('email', refusal({ status: 'unsubscribed' }));
    await t.track('Joined');
    await t.provider('email', { type: 'accepted' });
    await t.advance('1d');
    expect(t.sent()).toEqual([]);
    expect(t.trace()).toContain('+1d mail → suppressed: no-consent');
  });

  scenario('M2 an answer that rejects the message suppresses no address', news(), async (t) => {
    await t.identify(ANA);
    await t.provider('email', { type: 'rejected', reason: 'the text is spam' });
    await t.track('Joined');
    await t.provider('email', { type: 'accepted' });
    await t.advance('1d');
    expect(t.sent()).toHaveLength(1);
  });

  scenario('M2 a complaint bars marketing', news(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.engage('mail', 'complained');
    await t.advance('1d');
    expect(t.sent()).toHaveLength(1);
  });

  scenario('M2 a complaint bars no receipt', news('email', { transactional: true }), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.engage('mail', 'complained');
    await t.advance('1d');
    expect(t.sent()).toHaveLength(2);
  });

  scenario('M2 an unsubscription is a no to the topic, until the user says yes again', news(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.engage('mail', 'unsubscribed');
    await t.advance('1d');
    expect(t.sent()).toHaveLength(1);
    expect(t.trace()).toContain('+1d mail → suppressed: no-consent');
    await t.consent({ channel: 'email', topic: 'news', state: 'yes' });
    await t.advance('1d');
    expect(t.sent()).toHaveLength(2);
  });
});

describe('consent by channel and topic, three ways', () => {
  scenario('a no to the channel becomes the trait, and a yes lifts it', news('sms'), async (t) => {
    await t.identify(ANA);
    await t.consent({ channel: 'sms', state: 'no' });
    expect(t.profile()).toMatchObject({ consent: { sms: false } });
    await t.track('Joined');
    await t.consent({ channel: 'sms', state: 'yes' });
    expect(t.profile()).toMatchObject({ consent: { sms: true } });
    await t.advance('1d');
    expect(t.sent().map(({ after }) => after)).toEqual(['1d']);
  });

  scenario('a profile that says yes again does not undo what the user said by link', news('sms'), async (t) => {
    await t.identify(ANA);
    await t.consent({ channel: 'sms', state: 'no' });
    await t.identify({ consent: { sms: true } });
    await t.track('Joined');
    expect(t.sent()).toEqual([]);
    expect(t.trace()).toContain('+0 mail → suppressed: no-consent');
  });

  scenario('a channel that is opt-in needs a plain yes', news('sms'), async (t) => {
    await t.policies({ consent: { sms: 'opt-in' } });
    await t.identify(ANA);
    await t.track('Joined');
    await t.identify({ consent: { sms: true } });
    await t.advance('1d');
    expect(t.sent().map(({ after }) => after)).toEqual(['1d']);
  });

  scenario('M1 a consent that cannot be read is a no', news('sms'), async (t) => {
    await t.identify({ ...ANA, consent: { sms: 'yes' } });
    await t.track('Joined');
    expect(t.sent()).toEqual([]);
    expect(t.trace()).toContain('+0 mail → suppressed: consent-malformed');
  });

  scenario('a pause ends by itself', news('sms'), async (t) => {
    await t.identify(ANA);
    await t.consent({ channel: 'sms', pausedUntil: PAUSED_UNTIL });
    await t.track('Joined');
    await t.advance('2d');
    expect(t.sent().map(({ after }) => after)).toEqual(['2d']);
    expect(t.trace()).toContain('+1d mail → suppressed: consent-paused');
  });

  scenario('an address that an operator suppressed gets nothing', news('sms'), async (t) => {
    await t.suppress('sms', '0031 6 12345678');
    await t.identify(ANA);
    await t.track('Joined');
    expect(t.sent()).toEqual([]);
  });

  scenario('M1 a time zone that is none is reported, and the journey’s is used', QUIET, async (t) => {
    await t.identify({ ...ANA, timezone: 'Mars/Olympus' });
    await t.track('Joined');
    expect(t.trace().slice(0, 2)).toEqual(['+0 sms note: zone-malformed', '+0 sms hold: quiet-hours']);
    await t.advance('1d');
    expect(t.sent()).toHaveLength(1);
  });
});

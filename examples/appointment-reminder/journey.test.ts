import { expect } from 'vitest';
import { NodeId } from '../../journey/base/ids.ts';
import { Journey } from '../../journey/document/document.ts';
import { loadExample, scenario } from '../../testkit/scenario.ts';

const ANA = { email: 'ana@example.com', firstName: 'Ana', phone: '+31612345678', timezone: 'Europe/Amsterdam' };
/** 12 March, 15:30 on Ana's clock: ten days and five and a half hours after the scenario begins. */
const DENTIST = { appointmentId: 'a1', what: 'dentist', startsAt: '2026-03-12T15:30:00+01:00' };
/** The day on which clocks go forward at 02:00. */
const SUNDAY = { appointmentId: 'a2', what: 'rowing', startsAt: '2026-03-29T10:00:00+02:00' };

scenario('H the reminder comes one day before, and a thank-you after confirming', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.at('9d12h');
  await t.track('Appointment Confirmed', { appointmentId: 'a1' });
  await t.advance('9w');
  expect(t.sent()).toEqual([
    { channel: 'email', template: 'appointment-tomorrow', after: '9d5h30m' },
    { channel: 'email', template: 'thank-you', after: '9d12h' },
  ]);
  expect(t.messages()[0]?.content.subject).toBe('Tomorrow at 15:30: dentist');
  expect(t.exit()).toEqual({ reason: 'completed' });
});

scenario('H not confirmed: no thank-you', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.advance('9w');
  expect(t.sent().map(({ template }) => template)).toEqual(['appointment-tomorrow']);
  expect(t.trace()).toContain('+10d5h30m answer → timeout: timed-out');
});

scenario('H cancelled: no reminder', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.at('9d5h30m');
  await t.track('Appointment Cancelled', { appointmentId: 'a1' });
  await t.advance('9w');
  expect(t.sent()).toEqual([]);
  expect(t.exit()).toEqual({ reason: 'cancelled' });
});

scenario('H another appointment is cancelled: nothing changes', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.advance('1d');
  await t.track('Appointment Cancelled', { appointmentId: 'b7' });
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'appointment-tomorrow', after: '9d5h30m' }]);
});

scenario(
  'H cancelled without an appointment ID: nothing changes, and the trace says so',
  'appointment-reminder',
  async (t) => {
    await t.identify(ANA);
    await t.track('Appointment Booked', DENTIST);
    await t.advance('1d');
    await t.track('Appointment Cancelled');
    expect(t.trace().at(-1)).toBe('+1d1ms day-before note: unmatched-exit');
    expect(t.exit()).toBeNull();
  },
);

scenario('H booked two hours ahead: the port past, an SMS immediately', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', { ...DENTIST, startsAt: '2026-03-02T12:00:00+01:00' });
  expect(t.sent()).toEqual([{ channel: 'sms', template: 'see-you-soon', after: '0' }]);
  expect(t.messages()[0]?.content.text).toBe('See you at 12:00: dentist.');
  expect(t.trace()).toContain('+0 day-before → past: date-has-passed');
});

scenario('H rescheduled to a later day: the reminder comes a day before that', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.at('9d5h30m'); // in the same millisecond as the reminder is due
  await t.track('Appointment Rescheduled', { ...DENTIST, startsAt: '2026-03-19T11:00:00+01:00' });
  expect(t.trace().at(-1)).toBe('+9d5h30m day-before wait: date-moved');
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'appointment-tomorrow', after: '16d1h' }]);
  expect(t.messages()[0]?.content.subject).toBe('Tomorrow at 11:00: dentist');
});

scenario('H rescheduled to an earlier day: the reminder comes earlier', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.at('1d');
  await t.track('Appointment Rescheduled', { ...DENTIST, startsAt: '2026-03-05T15:30:00+01:00' });
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'appointment-tomorrow', after: '2d5h30m' }]);
});

scenario('H rescheduled twice: the latest date counts', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.at('1d');
  await t.track('Appointment Rescheduled', { ...DENTIST, startsAt: '2026-03-05T15:30:00+01:00' });
  await t.at('2d');
  await t.track('Appointment Rescheduled', { ...DENTIST, startsAt: '2026-03-10T15:30:00+01:00' });
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'appointment-tomorrow', after: '7d5h30m' }]);
});

scenario('H rescheduled to within a day: the port past, an SMS immediately', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.at('1d');
  await t.track('Appointment Rescheduled', { ...DENTIST, startsAt: '2026-03-03T16:00:00+01:00' });
  expect(t.trace()).toContain('+1d day-before → past: date-has-passed');
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'sms', template: 'see-you-soon', after: '1d' }]);
  expect(t.messages()[0]?.content.text).toBe('See you at 16:00: dentist.');
});

scenario('H another appointment is rescheduled: nothing changes', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', DENTIST);
  await t.at('1d');
  await t.track('Appointment Rescheduled', { ...SUNDAY, appointmentId: 'b7' });
  expect(t.trace()).toEqual(['+0 day-before wait: waiting-until']);
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'appointment-tomorrow', after: '9d5h30m' }]);
  expect(t.messages()[0]?.content.subject).toBe('Tomorrow at 15:30: dentist');
});

scenario('H two appointments at once: two instances, each cancelled on its own', 'appointment-reminder', async (t) => {
  await t.identify(ANA);
  await t.batch([
    { event: 'Appointment Booked', properties: DENTIST },
    { event: 'Appointment Booked', properties: SUNDAY },
  ]);
  expect(t.passes().map(({ key }) => key)).toEqual(['a1', 'a2']);
  await t.advance('1d');
  await t.track('Appointment Cancelled', { appointmentId: 'a1' });
  await t.advance('9w');
  expect(t.passes().map(({ exit }) => exit?.reason)).toEqual(['cancelled', 'completed']);
  expect(t.messages().map(({ content }) => content.subject)).toEqual(['Tomorrow at 10:00: rowing']);
});

scenario(
  'H a calendar day before, across a clock change: 10:00, 23 hours before',
  'appointment-reminder',
  async (t) => {
    await t.identify(ANA);
    await t.track('Appointment Booked', SUNDAY); // 28 March, 10:00 winter time
    await t.advance('9w');
    expect(t.sent()).toEqual([{ channel: 'email', template: 'appointment-tomorrow', after: '26d' }]);
  },
);

scenario('H 24 hours before, across a clock change: 09:00', withOffset('24h'), async (t) => {
  await t.identify(ANA);
  await t.track('Appointment Booked', SUNDAY);
  await t.advance('9w');
  expect(t.sent()).toEqual([{ channel: 'email', template: 'appointment-tomorrow', after: '25d23h' }]);
});

function withOffset(by: string): Journey {
  const document = loadExample('appointment-reminder');
  const dayBefore = document.nodes[NodeId.parse('day-before')];
  const date = { path: 'context.entry.startsAt', offset: { by, direction: 'before' } };
  return Journey.parse({ ...document, nodes: { ...document.nodes, 'day-before': { ...dayBefore, date } } });
}

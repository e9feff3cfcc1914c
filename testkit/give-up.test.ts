import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

const journey = (nodes: JourneyInput['nodes'], more: Partial<JourneyInput> = {}): Journey =>
  Journey.parse({
    id: 'out',
    name: 'Out',
    entry: { type: 'event', event: 'Joined' },
    start: 'call',
    ...more,
    nodes: {
      ...nodes,
      end: { type: 'exit' },
      late: { type: 'exit', reason: 'late' },
      lost: { type: 'exit', reason: 'lost' },
    },
  });

const webhook = {
  type: 'webhook',
  url: 'https://crm.example/',
  links: { '5xx': 'lost', failed: 'late' },
  then: 'end',
} as const;
const BUSY = { type: 'busy', reason: 'answered 503', status: 503 } as const;

describe('C33 a call out has an end, three ways', () => {
  scenario(
    'C33 a webhook that is busy for as long as it is tried leaves by the class of its last answer',
    journey({ call: webhook }),
    async (t) => {
      await t.provider('webhook', BUSY);
      await t.track('Joined');
      await t.advance('59m');
      expect(t.trace()).toEqual(['+0 call wait: send-decided']);
      await t.advance('2m');
      expect(t.exit()).toEqual({ reason: 'lost' });
    },
  );

  scenario(
    'C33 a webhook whose receiver comes back is called once more, and continues',
    journey({ call: webhook }),
    async (t) => {
      await t.provider('webhook', BUSY);
      await t.track('Joined');
      await t.advance('30m');
      await t.provider('webhook', { type: 'accepted' });
      await t.advance('1h');
      expect(t.exit()).toEqual({ reason: 'completed' });
    },
  );

  scenario(
    'C33 a message that its provider can’t accept in time isn’t sent late',
    journey({
      call: {
        type: 'message',
        channel: 'email',
        content: { subject: 'Hello', text: '.' },
        expiresAfter: '2h',
        links: { expired: 'late' },
        then: 'end',
      },
    }),
    async (t) => {
      await t.identify({ email: 'ana@example.com' });
      await t.provider('email', { type: 'busy', reason: 'later' });
      await t.track('Joined');
      await t.at('2h');
      expect(t.exit()).toBeNull();
      await t.provider('email', { type: 'busy', reason: 'later' });
      await t.advance('1s');
      expect(t.exit()).toEqual({ reason: 'late' });
      await t.provider('email', { type: 'accepted' });
      await t.advance('1d');
      expect(t.sent()).toEqual([]);
    },
  );

  scenario(
    'C33 a message that quiet hours would hold until it is too late is not held',
    journey(
      {
        call: {
          type: 'message',
          channel: 'sms',
          content: { text: 'Today only' },
          expiresAfter: '2h',
          links: { expired: 'late' },
          then: 'end',
        },
      },
      { timeZone: 'Europe/Amsterdam', quietHours: [{ from: '09:00', to: '13:00' }] },
    ),
    async (t) => {
      await t.identify({ phone: '+31612345678' });
      await t.track('Joined');
      expect(t.exit()).toEqual({ reason: 'late' });
    },
  );

  scenario(
    'C33 one that is skipped by an operator leaves by its last resort',
    journey({ call: webhook }),
    async (t) => {
      await t.provider('webhook', BUSY);
      await t.track('Joined');
      await t.command({ name: 'skip' });
      expect(t.exit()).toEqual({ reason: 'late' });
    },
  );
});

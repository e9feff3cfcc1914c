import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

/** Sends a message at entry, at 10:00 in Amsterdam, and every 12 hours. Has no policies of its own. */
const nagging = (more: object = {}, policies: Partial<JourneyInput> = {}): Journey =>
  Journey.parse({
    id: 'nag',
    name: 'Nag',
    entry: { type: 'event', event: 'Joined' },
    ...policies,
    start: 'sms',
    nodes: {
      sms: { type: 'message', channel: 'sms', topic: 'offers', content: { text: 'Hi' }, then: 'wait', ...more },
      wait: { type: 'delay', for: '12h', then: 'sms', maxVisits: 4, links: { limit: 'end' } },
      end: { type: 'exit' },
    },
  });
const ANA = { phone: '+31612345678' };
const NIGHT = { timeZone: 'Europe/Amsterdam', quietHours: [{ from: '21:00', to: '09:00' }] } as const;

describe('8 policies of the workspace bind every journey, three ways', () => {
  scenario('8 a policy that is set while users are inside binds their next message', nagging(), async (t) => {
    await t.identify(ANA);
    await t.track('Joined');
    await t.policies({ ...NIGHT, quietHours: [...NIGHT.quietHours] });
    await t.advance('23h');
    expect(t.trace()).toContain('+12h sms hold: quiet-hours');
    expect(t.sent().map(({ after }) => after)).toEqual(['0', '23h']);
  });

  scenario('8 a transactional message goes all the same', nagging({ transactional: true }), async (t) => {
    await t.policies({ ...NIGHT, quietHours: [...NIGHT.quietHours], frequencyCaps: [{ max: 1, per: '7d' }] });
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('12h');
    expect(t.sent().map(({ after }) => after)).toEqual(['0', '12h']);
  });

  scenario('8 a held message keeps its time, and is checked again by the policies of then', nagging(), async (t) => {
    await t.policies({ ...NIGHT, quietHours: [...NIGHT.quietHours] });
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('13h');
    await t.policies({ quietHours: [{ from: '07:00', to: '12:00' }] });
    await t.advance('13h');
    expect(t.trace()).toContain('+23h sms hold: quiet-hours');
    expect(t.sent().map(({ after }) => after)).toEqual(['0', '1d2h']);
    await t.policies({ quietHours: [] });
    await t.advance('12h');
    expect(t.sent()).toHaveLength(3);
  });

  scenario('8 a user who moves to another zone is held by the hours there', nagging(), async (t) => {
    await t.policies({ ...NIGHT, quietHours: [...NIGHT.quietHours] });
    await t.identify(ANA);
    await t.track('Joined');
    await t.advance('13h');
    await t.identify({ timezone: 'America/New_York' });
    await t.advance('9h');
    expect(t.trace().some((line) => line.includes('zone-moved'))).toBe(true);
    expect(t.sent()).toHaveLength(2);
  });

  scenario(
    '8 the workspace’s caps bind a journey without any, and one whose own caps are laxer',
    [nagging(), Journey.parse({ ...nagging({}, { frequencyCaps: [{ max: 9, per: '1d' }] }), id: 'own' })],
    async (t) => {
      await t.policies({ frequencyCaps: [{ max: 2, per: '20h', topics: ['offers'] }] });
      await t.identify(ANA);
      await t.track('Joined');
      await t.advance('12h');
      expect(t.sent()).toHaveLength(2);
      expect(t.trace()).toContain('+12h sms → suppressed: capped');
    },
  );

  scenario(
    '8 a stricter journey stays stricter',
    nagging({}, { frequencyCaps: [{ max: 1, per: '7d' }] }),
    async (t) => {
      await t.policies({ frequencyCaps: [{ max: 5, per: '7d' }] });
      await t.identify(ANA);
      await t.track('Joined');
      await t.advance('12h');
      expect(t.sent()).toHaveLength(1);
    },
  );

  scenario('8 a topic that needs a yes is sent only with a yes to the topic', nagging(), async (t) => {
    await t.policies({ topics: [{ id: 'offers', default: 'opt-in' }] });
    await t.identify({ ...ANA, consent: { sms: true } });
    await t.track('Joined');
    expect(t.trace()).toContain('+0 sms → suppressed: no-consent');
    await t.consent({ channel: 'sms', topic: 'offers', state: 'yes' });
    await t.advance('12h');
    expect(t.sent()).toHaveLength(1);
  });
});

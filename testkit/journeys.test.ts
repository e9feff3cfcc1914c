import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

const journey = (document: Partial<JourneyInput> & Pick<JourneyInput, 'id' | 'entry' | 'nodes'>): Journey =>
  Journey.parse({ name: document.id, start: Object.keys(document.nodes)[0] ?? '', ...document });
const HOUR = { type: 'delay', for: '1h', then: 'end' } as const;
const END = { type: 'exit' } as const;

const TRIAL = journey({
  id: 'trial',
  entry: { type: 'event', event: 'Trial', key: 'event.plan', reentry: { policy: 'always' } },
  goals: [{ id: 'paid', event: 'Paid' }],
  nodes: { wait: { type: 'delay', for: '1h', then: 'rest' }, rest: HOUR, end: END },
});
const WINBACK = (entry: JourneyInput['entry']) => journey({ id: 'winback', entry, nodes: { wait: HOUR, end: END } });
const traceOf = (passes: readonly { readonly journey: string }[], id: string) =>
  passes.filter((pass) => pass.journey === id).length;

describe('8 what a journey does lets users into other journeys', () => {
  scenario(
    'reached: at the node, with the key of the first journey',
    [TRIAL, WINBACK({ type: 'journey', journey: 'trial', reached: 'rest', key: 'event.key' })],
    async (t) => {
      await t.track('Trial', { plan: 'pro' });
      await t.advance('59m');
      expect(traceOf(t.passes(), 'winback')).toBe(0);
      await t.advance('1m');
      expect(t.passes().at(-1)).toMatchObject({
        journey: 'winback',
        key: 'pro',
        context: { entry: { journey: 'trial', key: 'pro', node: 'rest' } },
      });
      await t.advance('3h');
      expect(traceOf(t.passes(), 'winback')).toBe(1);
    },
  );

  scenario(
    'exited: for the named reason, and no other',
    [TRIAL, WINBACK({ type: 'journey', journey: 'trial', exited: 'completed' })],
    async (t) => {
      await t.track('Trial', { plan: 'a' });
      await t.track('Paid', { plan: 'a' });
      expect(t.passes()).toHaveLength(1);
      await t.track('Trial', { plan: 'b' });
      await t.advance('3h');
      expect(t.passes().map((pass) => pass.journey)).toEqual(['trial', 'trial', 'winback']);
      expect(t.passes().at(-1)?.context).toEqual({ entry: { journey: 'trial', key: 'b', reason: 'completed' } });
    },
  );

  scenario(
    'a wait hears that another journey was entered',
    [
      TRIAL,
      journey({
        id: 'watch',
        entry: { type: 'event', event: 'Watched' },
        nodes: {
          wait: {
            type: 'waitFor',
            events: { tried: { event: '$journey.entered', where: { path: 'event.journey', op: '=', value: 'trial' } } },
            timeout: '1h',
            links: { tried: 'saw', timeout: 'end' },
          },
          saw: { type: 'exit', reason: 'saw-it' },
          end: END,
        },
      }),
    ],
    async (t) => {
      await t.track('Watched');
      await t.track('Trial', { plan: 'pro' });
      expect(t.passes()[0]?.exit).toEqual({ reason: 'saw-it' });
    },
  );
});

describe('8 a node sends its user into another journey', () => {
  const sender = (more: Partial<JourneyInput> = {}) =>
    journey({
      id: 'sender',
      entry: { type: 'event', event: 'Go', reentry: { policy: 'always' } },
      nodes: {
        send: {
          type: 'enterJourney',
          journey: 'winback',
          properties: { plan: { path: 'context.entry.plan' }, offer: 'spring' },
          then: 'end',
        },
        end: END,
      },
      ...more,
    });

  scenario(
    'under any entry: with the properties, and refused by the other journey’s rules',
    [sender(), WINBACK({ type: 'api', key: 'event.plan' })],
    async (t) => {
      await t.track('Go', { plan: 'pro' });
      expect(t.passes().at(-1)).toMatchObject({ key: 'pro', context: { entry: { plan: 'pro', offer: 'spring' } } });
      await t.track('Go', { plan: 'pro' });
      await t.track('Go', {});
      expect(t.refused().map(({ reason }) => reason)).toEqual(['already-inside', 'no-entry-key']);
      expect(t.passes().map(({ exit }) => exit?.reason ?? null)).toEqual(['completed', null, 'completed', 'completed']);
    },
  );

  scenario(
    'a journey that enters itself ends after twenty hops, with the reason',
    sender({
      nodes: { send: { type: 'enterJourney', journey: 'sender', then: 'end' }, end: END } as JourneyInput['nodes'],
    }),
    async (t) => {
      await t.track('Go');
      expect(t.passes()).toHaveLength(20);
      expect(t.refused()).toEqual([{ user: 'ana', reason: 'too-many-hops' }]);
    },
  );
});

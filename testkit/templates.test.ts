import { describe, expect } from 'vitest';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { scenario } from './scenario.ts';

const ANA = { email: 'ana@example.com', phone: '+31612345678' };

const MJML =
  '<mjml><mj-body><mj-section><mj-column><mj-text>Hi {{ profile.name }}</mj-text></mj-column></mj-section></mj-body></mjml>';

const saying = (content: object, channel = 'email', variants: object = {}): Journey =>
  Journey.parse({
    id: 'says',
    name: 'Says',
    entry: { type: 'event', event: 'Joined' },
    start: 'say',
    nodes: {
      say: {
        type: 'message',
        channel,
        content,
        variants,
        links: { failed: 'lost', suppressed: 'left' },
        then: 'end',
      } as JourneyInput['nodes'][string],
      end: { type: 'exit' },
      lost: { type: 'exit', reason: 'lost' },
      left: { type: 'exit', reason: 'left' },
    },
  });

describe('MJML, three ways', () => {
  scenario(
    'it becomes HTML, its values are escaped once, and a variant’s own HTML replaces it',
    saying({ subject: 'Hi', mjml: MJML }, 'email', { de: { html: '<p>Hallo</p>' } }),
    async (t) => {
      await t.identify({ ...ANA, name: '<Ana>' });
      await t.identify({ ...ANA, name: 'Ben', locale: 'de' }, 'ben');
      await t.track('Joined');
      await t.track('Joined', {}, 'ben');
      const contents = [t.messages(), t.messages('ben')].map(([message]) => message?.content);
      expect(contents).toMatchObject([
        { html: expect.stringMatching(/<table[\s\S]*Hi &lt;Ana&gt;/) },
        { html: '<p>Hallo</p>' },
      ]);
      expect(contents[0]).not.toHaveProperty('mjml');
    },
  );
});

describe('what a template prints is there, or the message isn’t sent, three ways', () => {
  scenario(
    'M7 a missing value without a default takes `failed`, and the reason names it',
    saying({ subject: '{{ profile.nope }}', text: 'Hello {{ profile.nope }}' }),
    async (t) => {
      await t.identify(ANA);
      await t.track('Joined');
      expect(t.sent()).toEqual([]);
      expect(t.exit()).toEqual({ reason: 'lost' });
      expect(t.trace()).toContain('+0 say → failed: send-failed');
    },
  );

  scenario(
    'M7 a default is printed instead, and conditions may read what is missing',
    saying({
      subject: '{{ profile.nope | default: "Hello" }}',
      text: '{% if profile.nope %}{{ profile.nope }}{% endif %}.',
    }),
    async (t) => {
      await t.identify(ANA);
      await t.track('Joined');
      expect(t.messages().map(({ content }) => content)).toMatchObject([{ subject: 'Hello', text: '.' }]);
    },
  );

  scenario(
    'M7 content that its channel needs must not render to nothing',
    saying({ subject: '{% if profile.nope %}x{% endif %}', text: 'x' }),
    async (t) => {
      await t.identify(ANA);
      await t.track('Joined');
      expect(t.sent()).toEqual([]);
      expect(t.exit()).toEqual({ reason: 'lost' });
    },
  );

  scenario(
    'a template that aborts takes `suppressed`, and its user continues',
    saying({ text: '{% if context.entry.stock == 0 %}{% abort_message("sold out") %}{% endif %}Buy' }, 'sms'),
    async (t) => {
      await t.identify(ANA);
      await t.track('Joined', { stock: 0 });
      expect(t.sent()).toEqual([]);
      expect(t.exit()).toEqual({ reason: 'left' });
      expect(t.trace()).toContain('+0 say → suppressed: suppressed');
    },
  );
});

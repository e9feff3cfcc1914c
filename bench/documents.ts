import { Journey, type JourneyInput } from '../journey/document.ts';

/** What happens to somebody in every journey here: they come in, open the push and click the text message. */
export const ENTRY = 'Trial Started';
export const FIRST = 'Push Opened';
export const SECOND = 'Link Clicked';

export const TRAITS = { email: 'ada@example.com', phone: '+31600000000', pushToken: 'token', firstName: 'Ada' };

/** Three messages and two awaited events: the shape of the baseline's `journeyLocal`. Every wait looks back to the entry, as that one counts. */
const path = (tooLate: string): JourneyInput['nodes'] => ({
  push: { type: 'message', channel: 'push', content: { title: 'Hello {{ profile.firstName }}' }, then: 'wait-a' },
  'wait-a': {
    type: 'waitFor',
    events: { opened: { event: FIRST } },
    since: 'entry',
    timeout: '2h',
    links: { opened: 'sms', timeout: tooLate },
  },
  sms: { type: 'message', channel: 'sms', content: { text: 'Still there, {{ profile.firstName }}?' }, then: 'wait-b' },
  'wait-b': {
    type: 'waitFor',
    events: { clicked: { event: SECOND } },
    since: 'entry',
    timeout: '2h',
    links: { clicked: 'email', timeout: tooLate },
  },
  email: {
    type: 'message',
    channel: 'email',
    content: { subject: 'Your trial, {{ profile.firstName }}', html: '<p>It goes well.</p>' },
    then: 'done',
  },
  done: { type: 'exit' },
});

export const threeMessages = (): Journey => Journey.parse(document('three-messages', path('done')));

/** The same path in a document of 200 nodes: those who are too late go a long way. The id is as long, so that histories can be compared. */
export function threeMessagesOfMany(): Journey {
  const others = Array.from({ length: 194 }, (_, nr) => nr);
  return Journey.parse(
    document('three-messages'.replace('three', 'large'), {
      ...path('late-0'),
      ...Object.fromEntries(
        others.map((nr) => [
          `late-${nr}`,
          {
            type: 'delay',
            name: `A name of some length, for node ${nr}`,
            for: '1d',
            links: { done: nr === 193 ? 'done' : `late-${nr + 1}` },
          },
        ]),
      ),
    }),
  );
}

const document = (id: string, nodes: JourneyInput['nodes']): JourneyInput => ({
  id: id as never, // branded when it is parsed
  name: 'Three messages',
  entry: { type: 'event', event: ENTRY },
  start: 'push' as never,
  nodes,
});

import { Journey, type JourneyInput } from '../journey/document/document.ts';

/** Events of a user in every journey here: the user enters, opens the push and clicks the text message. */
export const ENTRY = 'Trial Started';
export const FIRST = 'Push Opened';
export const SECOND = 'Link Clicked';

export const TRAITS = { email: 'ada@example.com', phone: '+31600000000', pushToken: 'token', firstName: 'Ada' };

/**
 * Three messages and two awaited events, as in the baseline's `journeyLocal`. Every wait counts events from the entry
 * on, as the baseline does.
 */
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

export const threeMessages = (): Journey => Journey.parse(document(path('done')));

/** The same path in a document of 200 reachable nodes: users who are too late take a long way. */
export function threeMessagesOfMany(): Journey {
  const others = Array.from({ length: 194 }, (_, nr) => [
    `late-${nr}`,
    {
      type: 'delay' as const,
      name: `A name of some length, for node ${nr}`,
      for: '1d',
      links: { done: nr === 193 ? 'done' : `late-${nr + 1}` },
    },
  ]);
  return Journey.parse(document({ ...path('late-0'), ...Object.fromEntries(others) }));
}

const document = (nodes: JourneyInput['nodes']): JourneyInput => ({
  id: 'three-messages' as never, // parsing brands it
  name: 'Three messages',
  entry: { type: 'event', event: ENTRY },
  start: 'push' as never,
  nodes,
});

import { describe, expect, test } from 'vitest';
import { journey } from './index.ts';

const about = { id: 'welcome', name: 'Welcome', entry: { type: 'event', event: 'Signed Up' } } as const;
const sms = { type: 'message', channel: 'sms', content: { text: 'Hello' } } as const;

/** Lines marked so must not compile: that is the test. */
describe('journey(): links are checked while they are written', () => {
  test('a document yields the same as its JSON, with defaults filled in', () => {
    const document = journey({
      ...about,
      start: 'hello',
      nodes: {
        hello: { ...sms, links: { failed: 'end' }, then: 'day' },
        day: { type: 'delay', for: '1d', then: 'end' },
        end: { type: 'exit' },
      },
    });
    expect(document).toMatchObject({ schema: 1, labels: [], nodes: { end: { type: 'exit', reason: 'completed' } } });
  });

  test('a start, a default or a link to a node that is not there does not compile', () => {
    journey({
      ...about,
      // @ts-expect-error: no node has this name
      start: 'helo',
      nodes: { hello: { ...sms, then: 'end' }, end: { type: 'exit' } },
    });
    journey({
      ...about,
      start: 'hello',
      nodes: {
        // @ts-expect-error: no node has this name
        hello: { ...sms, then: 'ende' },
        end: { type: 'exit' },
      },
    });
    journey({
      ...about,
      start: 'hello',
      nodes: {
        hello: {
          ...sms,
          then: 'end',
          // @ts-expect-error: no node has this name
          links: { failed: 'ende' },
        },
        end: { type: 'exit' },
      },
    });
  });

  test('an unknown type, or a field that its type lacks, doesn’t compile', () => {
    expect(() =>
      journey({
        ...about,
        start: 'end',
        // @ts-expect-error: there is no such type
        nodes: { end: { type: 'exite' } },
      }),
    ).toThrow('type');
    expect(() =>
      journey({
        ...about,
        start: 'day',
        // @ts-expect-error: a delay has no `until`
        nodes: { day: { type: 'delay', for: '1d', until: 'noon', then: 'end' }, end: { type: 'exit' } },
      }),
    ).toThrow('until');
  });
});

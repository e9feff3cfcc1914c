import { describe, expect, test } from 'vitest';
import { errorsOf, journeyWith } from '../../test/samples/journey.ts';
import { nodeTypes } from '../nodes/index.ts';

describe('a wrong shape is described in an author’s words', () => {
  const exits = (where: unknown) => journeyWith({}, { exits: [{ event: 'Left', reason: 'left', where }] });
  test.each<{ readonly wrong: unknown; readonly told: readonly string[] }>([
    {
      wrong: journeyWith({ hello: { type: 'mesage' } }),
      told: ['nodes.hello.type | node "hello": "mesage" is no type that there is | did you mean "message"?'],
    },
    {
      wrong: journeyWith({ hello: { type: 'teleport', then: 'end' } }),
      told: [
        `nodes.hello.type | node "hello": "teleport" is no type that there is | use one of ${nodeTypes.map(({ type }) => `"${type}"`).join(', ')}`,
      ],
    },
    {
      wrong: journeyWith({}, { entry: { event: 'A' } }),
      told: [
        'entry.type | "entry": "type" is missing | use one of "event", "inaction", "segment", "schedule", "date", "journey", "list", "api"',
      ],
    },
    {
      wrong: journeyWith({ pause: { type: 'delay', fro: '1h', thne: 'end' } }),
      told: [
        'nodes.pause.for | node "pause": "for" is missing | add it: a text (How long to wait. "24h" is 24 hours, "1d" is the same local time tomorrow.)',
        'nodes.pause.fro | node "pause" has no "fro" | did you mean "for"?',
        'nodes.pause.thne | node "pause" has no "thne" | did you mean "then"?',
      ],
    },
    { wrong: journeyWith({}, { goal: [] }), told: ['goal | the journey has no "goal" | did you mean "goals"?'] },
    {
      wrong: journeyWith({}, { goals: [{ id: 'g', event: 'G', exit: true }] }),
      told: ['goals.0.exit | goal "g" has no "exit" | did you mean "exits"?'],
    },
    {
      wrong: journeyWith({ 'Push 1': { type: 'exit' } }),
      told: [
        'start | the journey: "start" is "Push 1", which has the wrong format | use lower-case letters, digits and hyphens, such as "push-1"',
        'nodes.Push 1 | "nodes": "Push 1" isn\'t a valid name here | use lower-case letters, digits and hyphens, such as "push-1"',
      ],
    },
    {
      wrong: journeyWith({}, { name: '', labels: Array(21).fill('x'), priority: 9, timeZone: 'Mars/Olympus' }),
      told: [
        'name | the journey: "name" has 0 characters | at least 1 characters',
        'labels | the journey: "labels" has 21 members | at most 20 members',
        'timeZone | the journey: "timeZone" is "Mars/Olympus": there is no such time zone | use an IANA name, such as "Europe/Amsterdam"',
        'priority | the journey: "priority" is 9 | at most 5',
      ],
    },
    {
      wrong: journeyWith({ pause: { type: 'delay', for: '2 hours', then: 'end' } }),
      told: [
        'nodes.pause.for | node "pause": "for" is "2 hours", which has the wrong format | write whole numbers with w, d, h, m or s, such as "2h" or "1d12h"',
      ],
    },
    {
      wrong: journeyWith({ wait: { type: 'waitFor', events: {}, timeout: 5, then: 'end' } }),
      told: [
        'nodes.wait.events | node "wait": "events": it waits for no event | add one, or use a delay',
        'nodes.wait.timeout | node "wait": "timeout" is 5 | write a text or "never"',
      ],
    },
    {
      wrong: journeyWith({ date: { type: 'waitUntil', date: { pth: 'profile.x' }, then: 'end' } }),
      told: [
        'nodes.date.date.at | node "date", date: "at" is missing | add it: a text (ISO 8601: `2026-12-24T09:00` on the local clock, `2026-12-24T09:00Z` at one instant)',
        'nodes.date.date.pth | node "date", date has no "pth" | did you mean "path"?',
      ],
    },
    {
      wrong: exits({ path: 'event.a', op: '>', value: true }),
      told: ['exits.0.where.value | exit "left", where: "value" is true | write a number, a text or an object'],
    },
    {
      wrong: exits({
        all: [{ path: 'evt.a', op: '=', valu: 1 }, { not: { path: 'event.a', op: 'equals', value: 1 } }],
      }),
      told: [
        'exits.0.where.all.0.path | exit "left", where.all.0: "path" is "evt.a", which has the wrong format | begin with profile, event or context, such as "profile.plan" or event["utm.source"]',
        'exits.0.where.all.0.value | exit "left", where.all.0: "value" is missing | add it: a text, a number, true or false, null or an object',
        'exits.0.where.all.0.valu | exit "left", where.all.0 has no "valu" | did you mean "value"?',
        'exits.0.where.all.1.not.op | exit "left", where.all.1.not: "equals" is no op that there is | use one of "=", "!=", ">", ">=", "<", "<=", "in", "not-in", "contains", "not-contains", "starts-with", "ends-with", "before", "after", "exists", "missing", …',
      ],
    },
    {
      wrong: exits({
        not: {
          not: {
            not: { not: { not: { not: { not: { not: { not: { not: { path: 'event.a', op: 'exists' } } } } } } } },
          },
        },
      }),
      told: [
        'exits.0.where.not.not.not.not.not.not.not.not.not.not | exit "left", where.not.not.not.not.not.not.not.not.not: "not": a condition is nested at most 10 deep | say it with fewer of all, any and not',
      ],
    },
    { wrong: null, told: [' | the journey: it is null | write an object'] },
    { wrong: [], told: [' | the journey: it is a list | write an object'] },
  ])('$told', ({ wrong, told }) => {
    expect(errorsOf(wrong)).toEqual(told);
  });
});

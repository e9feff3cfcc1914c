import { describe, expect, test } from 'vitest';
import { day, errorsOf, journeyWith, sms, waitFor } from '../../test/samples/journey.ts';

interface Case {
  readonly check: string;
  readonly wrong: unknown;
  readonly told: readonly string[];
  readonly right: unknown;
}

describe('the path makes sense: each check, with a journey that it refuses and one that it accepts', () => {
  test.each<Case>([
    {
      check: 'a link to no node',
      wrong: journeyWith({ hello: { ...sms, links: { failed: 'ent' }, then: 'end' } }),
      told: [
        `nodes.hello.links.failed | port "failed" of node "hello" leads to "ent", which doesn't exist | did you mean "end"?`,
      ],
      right: journeyWith({ hello: { ...sms, links: { failed: 'end' }, then: 'end' } }),
    },
    {
      check: 'a node behind a `then` that no outcome takes: what is optional takes it neither',
      wrong: journeyWith({
        hello: { ...sms, links: { sent: 'end', failed: 'end', unreachable: 'end', suppressed: 'end' }, then: 'wait' },
        wait: { ...day, then: 'end' },
      }),
      told: ['nodes.wait | node "wait" can\'t be reached from "hello" | link a port to it, or remove it'],
      right: journeyWith({ hello: { ...sms, links: { sent: 'end' }, then: 'wait' }, wait: { ...day, then: 'end' } }),
    },
    {
      check: 'a default link to no node',
      wrong: journeyWith({ hello: { ...sms, then: 'constructor' } }),
      told: [
        `nodes.hello.then | node "hello" leads by "then" to "constructor", which doesn't exist | use one of "hello", "end"`,
      ],
      right: journeyWith({ hello: { ...sms, then: 'end' } }),
    },
    {
      check: 'a port that the node does not have',
      wrong: journeyWith({ hello: { ...sms, links: { faild: 'end', opened: 'end' }, then: 'end' } }),
      told: [
        'nodes.hello.links.faild | node "hello" has no port "faild" | did you mean "failed"?',
        'nodes.hello.links.opened | node "hello" has no port "opened" | use one of "sent", "failed", "unreachable", "suppressed"',
      ],
      right: journeyWith({
        hook: { type: 'webhook', url: 'https://example.com', links: { '404': 'end', '5xx': 'end' }, then: 'end' },
      }),
    },
    {
      check: 'a start that is not there',
      wrong: journeyWith({}, { start: 'ende' }),
      told: [`start | the journey starts at "ende", which doesn't exist | did you mean "end"?`],
      right: journeyWith(),
    },
    {
      check: 'a node that cannot be reached',
      wrong: journeyWith({ hello: { ...sms, then: 'end' }, lost: { ...day, then: 'end' } }),
      told: ['nodes.lost | node "lost" can\'t be reached from "hello" | link a port to it, or remove it'],
      right: journeyWith({ hello: { ...sms, then: 'lost' }, lost: { ...day, then: 'end' } }),
    },
    {
      check: 'a port without a link',
      wrong: journeyWith({ wait: { ...waitFor, links: { came: 'end' } } }),
      told: [
        `nodes.wait.links.timeout | port "timeout" of node "wait" isn't linked | link it to a node, or give "wait" a "then" for ports without their own link`,
      ],
      right: journeyWith({ wait: { ...waitFor, links: { came: 'end' }, then: 'end' } }),
    },
    {
      check: 'a wait for ever in a journey that nothing ends',
      wrong: journeyWith({ wait: { ...waitFor, timeout: 'never', then: 'end' } }),
      told: [
        'nodes.wait.timeout | users at node "wait" may stay forever: neither the node nor the journey times out | give the wait or the journey a timeout, or the journey a goal or an exit',
      ],
      right: journeyWith({ wait: { ...waitFor, timeout: 'never', then: 'end' } }, { timeout: '30d' }),
    },
    {
      check: 'a round that leads to no end',
      wrong: journeyWith(
        { a: { ...day, then: 'b' }, b: { ...day, then: 'a' } },
        { nodes: { a: { ...day, then: 'b' }, b: { ...day, then: 'a' } } },
      ),
      told: [
        'nodes.a | no path from node "a" leads to an end, and the journey has no timeout | link one of its ports to a node of type "exit", or give the journey a timeout',
      ],
      right: journeyWith(
        {},
        {
          start: 'a',
          nodes: { a: { ...day, then: 'b' }, b: { ...day, then: 'a' } },
          exits: [{ event: 'Left', reason: 'left' }],
        },
      ),
    },
    {
      check: 'a round without a wait',
      wrong: journeyWith({
        hello: { ...sms, links: { failed: 'check' }, then: 'end' },
        check: {
          type: 'branch',
          rules: [{ port: 'again', when: { path: 'profile.x', op: 'exists' } }],
          links: { again: 'hello' },
          then: 'end',
        },
      }),
      told: [
        'nodes.hello.links.failed | nodes "hello" → "check" → "hello" loop without a wait | add a delay to the loop: sends, checks and waits that look back to entry take no time',
      ],
      right: journeyWith({
        hello: { ...sms, then: 'rest' },
        rest: { ...waitFor, links: { came: 'hello', timeout: 'end' } },
      }),
    },
    {
      check: 'a round whose wait is satisfied by the same event each time',
      wrong: journeyWith({
        rest: { ...waitFor, since: 'entry', links: { came: 'hello', timeout: 'end' } },
        hello: { ...sms, then: 'rest' },
      }),
      told: [
        'nodes.rest.links.came | nodes "rest" → "hello" → "rest" loop without a wait | add a delay to the loop: sends, checks and waits that look back to entry take no time',
      ],
      right: journeyWith({
        rest: { ...waitFor, since: 'entry', links: { came: 'end', timeout: 'hello' } },
        hello: { ...sms, then: 'rest' },
      }),
    },
    {
      check: 'a round by the port of a date that has passed',
      wrong: journeyWith({
        date: { type: 'waitUntil', date: { at: '2026-12-24' }, links: { done: 'end', past: 'date' } },
      }),
      told: [
        'nodes.date.links.past | nodes "date" → "date" loop without a wait | add a delay to the loop: sends, checks and waits that look back to entry take no time',
      ],
      right: journeyWith({
        date: { type: 'waitUntil', date: { time: '09:00' }, links: { done: 'date', past: 'end' } },
      }),
    },
    {
      check: 'two fixed dates out of order along a straight path',
      wrong: journeyWith({
        eve: { type: 'waitUntil', date: { at: '2026-12-24T18:00' }, then: 'hello' },
        hello: { ...sms, then: 'advent' },
        advent: {
          type: 'waitUntil',
          date: { at: '2026-12-25', offset: { by: '1d', direction: 'before' } },
          then: 'end',
        },
      }),
      told: [
        'nodes.advent.date.at | node "advent" waits for a date earlier than node "eve" before it, so everyone takes "past" | swap the two waits, or correct one of the dates',
      ],
      right: journeyWith({
        eve: { type: 'waitUntil', date: { at: '2026-12-24T18:00' }, then: 'hello' },
        hello: { ...sms, then: 'advent' },
        advent: { type: 'waitUntil', date: { at: '2026-12-25' }, then: 'end' },
      }),
    },
    {
      check: 'two fixed dates, before the first of which some come in by another way',
      wrong: journeyWith({
        eve: { type: 'waitUntil', date: { at: '2026-12-24' }, then: 'first' },
        first: { type: 'waitUntil', date: { at: '2026-12-23T23:59:59.999' }, then: 'end' },
      }),
      told: [
        'nodes.first.date.at | node "first" waits for a date earlier than node "eve" before it, so everyone takes "past" | swap the two waits, or correct one of the dates',
      ],
      right: journeyWith({
        fork: { type: 'split', experiment: 'e', paths: { a: 1, b: 1 }, links: { a: 'eve', b: 'first' } },
        eve: { type: 'waitUntil', date: { at: '2026-12-24' }, then: 'same' },
        same: { type: 'waitUntil', date: { at: '2026-12-24' }, links: { done: 'end', past: 'first' } },
        first: { type: 'waitUntil', date: { at: '2026-12-01' }, then: 'end' },
      }),
    },
  ])('$check', ({ wrong, told: expected, right }) => {
    expect(errorsOf(wrong)).toEqual(expected);
    expect(errorsOf(right)).toEqual([]);
  });
});

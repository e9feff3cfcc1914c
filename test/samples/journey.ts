import type { Flaw } from '../../journey/base/refusal.ts';
import { validate } from '../../journey/validate/index.ts';

/** For tests: small journeys and their events. */

export const end = { end: { type: 'exit' } } as const;
export const sms = {
  type: 'message',
  channel: 'sms',
  content: { text: 'Hello {{ profile.firstName | default: "you" }}' },
} as const;
export const day = { type: 'delay', for: '1d' } as const;
export const waitFor = { type: 'waitFor', events: { came: { event: 'Came' } }, timeout: '1d' } as const;

/** A journey that is as it should be, but for what is given: it starts at the first of `nodes`. */
export const journeyWith = (nodes: object = {}, more: object = {}): unknown => ({
  id: 'sample',
  name: 'Sample',
  entry: { type: 'event', event: 'Signed Up' },
  start: Object.keys(nodes)[0] ?? 'end',
  nodes: { ...nodes, ...end },
  ...more,
});

/** Each flaw in one line, with what an author needs: where, what, what to do. */
const told = (flaws: readonly Flaw[]) => flaws.map(({ path, message, fix }) => `${path} | ${message} | ${fix}`);
export const errorsOf = (document: unknown): readonly string[] => {
  const validation = validate(document);
  return validation.ok ? [] : told(validation.errors);
};
export const warningsOf = (document: unknown): readonly string[] => told(validate(document).warnings);

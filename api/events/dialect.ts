import type { IncomingHttpHeaders } from 'node:http';
import { keyInHeader } from '../auth.ts';
import type { Problem } from '../problem.ts';

/** The parts of a request that may hold the key, apart from its body. */
export interface KeyedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
}

/** Describes how one vendor's clients write requests: where the key and the events are, and which errors they read. */
export interface Dialect {
  /** Returns the key that a request gives outside of its body. */
  readonly findKey: (request: KeyedRequest) => string | undefined;
  /** Returns the key in a body. Left out: the body holds none. */
  readonly findKeyInBody?: (body: unknown) => string | undefined;
  /**
   * Set if its clients put the key in the body alone, so that a body may be as large without a key in its headers as
   * with one.
   */
  readonly isKeyAlwaysInBody?: true;
  /** Names of the members that hold the events of a batch. */
  readonly lists: readonly string[];
  /** Members of an event that are IDs. A number in them is a name: its digits are kept. */
  readonly ids: readonly string[];
  /** Returns the JSON of a body that is wrapped, such as in a form. */
  readonly unwrap?: (body: Buffer) => Buffer;
  /** Returns members that its clients look for in an error. They replace members of the problem document. */
  readonly describeProblem?: (problem: Problem) => Readonly<Record<string, unknown>>;
}

/** Segment's dialect, which RudderStack's clients and all routes of our own share. */
export const SEGMENT: Dialect = {
  findKey: ({ headers }) => keyInHeader(headers.authorization),
  // browsers and older mobile SDKs send the key only in the body
  findKeyInBody: (body) => textIn(body, 'writeKey'),
  lists: ['batch'],
  ids: ['userId', 'anonymousId', 'messageId', 'previousId', 'groupId'],
};

/** Returns a member of a JSON value, if it is a text that isn't empty. */
export function textIn(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const member = (value as Readonly<Record<string, unknown>>)[name];
  return typeof member === 'string' && member !== '' ? member : undefined;
}

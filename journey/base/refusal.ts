import type { JsonValue } from './json.ts';

/** Why something was not done: a value, not an exception. Each code has one HTTP status, in api/problem.ts. */
export type RefusalCode =
  | 'request-invalid'
  | 'document-invalid'
  | 'journey-not-found'
  | 'journey-not-running'
  | 'journey-state'
  | 'draft-not-found'
  | 'draft-conflict'
  | 'version-not-found'
  | 'version-conflict'
  | 'instance-not-found'
  | 'instance-ended'
  | 'instance-already-live'
  | 'entry-refused'
  | 'experiment-not-found'
  | 'experiment-refused'
  | 'user-not-found'
  | 'segment-not-found'
  | 'segment-in-use'
  | 'command-refused'
  | 'idempotency-key-reused';

/** One thing that is wrong, where it is, and what to do about it. `path` is dotted: `nodes.push-1.then`. */
export interface Flaw {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** What a schema's own rule says when it is broken: `refine(isFree, broken('it is taken', 'choose another'))`. */
export const broken = (error: string, fix: string) => ({ error, params: { fix } });

/** What was given, as much of it as a message needs. */
export const cut = (given: string, most = 80): string => (given.length > most ? `${given.slice(0, most)}…` : given);

export interface Refusal {
  readonly code: RefusalCode;
  /** Names the thing and the value. */
  readonly message: string;
  /** What the caller can do about it. */
  readonly fix: string;
  readonly errors?: readonly Flaw[];
  /** What already is, where that helps: the live instance, the exit reason. */
  readonly about?: Readonly<Record<string, JsonValue>>;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (
  code: RefusalCode,
  message: string,
  fix: string,
  more: Pick<Refusal, 'errors' | 'about'> = {},
): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal: { code, message, fix, ...more } });

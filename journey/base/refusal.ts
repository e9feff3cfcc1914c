import type { JsonValue } from './json.ts';

/**
 * Codes for refused requests. A refusal is a value, not an exception. `api/problem.ts` maps each code to one HTTP
 * status.
 */
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
  | 'template-not-found'
  | 'template-in-use'
  | 'catalog-not-found'
  | 'catalogs-full'
  | 'user-has-history'
  | 'too-many-test-users'
  | 'coupon-list-not-found'
  | 'coupons-full'
  | 'topic-in-use'
  | 'command-refused'
  | 'idempotency-key-reused';

/** One problem: what is wrong, where, and how to fix it. `path` is dotted: `nodes.push-1.then`. */
export interface Flaw {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** Returns the message and fix of a schema rule: `refine(isFree, broken('it is taken', 'choose another'))`. */
export const broken = (error: string, fix: string) => ({ error, params: { fix } });

/** Shortens a given text for a message. */
export const cut = (given: string, most = 80): string => (given.length > most ? `${given.slice(0, most)}…` : given);

export interface Refusal {
  readonly code: RefusalCode;
  /** Names the subject and the value. */
  readonly message: string;
  /** The fix, in the caller's terms. */
  readonly fix: string;
  readonly errors?: readonly Flaw[];
  /** Existing state that helps the caller, such as the live instance or the exit reason. */
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

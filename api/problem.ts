import type { Refusal, RefusalCode, Result } from '../journey/base/refusal.ts';

/** Codes for what is wrong with the call itself, as opposed to what the domain refuses. */
type CallCode =
  | 'url-malformed'
  | 'body-malformed'
  | 'body-too-deep'
  | 'body-too-large'
  | 'body-encoding'
  | 'content-type'
  | 'key-missing'
  | 'key-wrong'
  | 'token-wrong'
  | 'code-wrong'
  | 'session-over'
  | 'cross-site'
  | 'scope-missing'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'message-not-found'
  | 'provider-not-found'
  | 'signature-wrong'
  | 'callback-unreadable'
  | 'item-not-found'
  | 'suppression-not-found'
  | 'erasure-not-found'
  | 'dead-letter-not-found'
  | 'command-not-found'
  | 'key-not-found'
  | 'key-last-admin'
  | 'idempotency-in-flight'
  | 'rate-limited'
  | 'request-slow'
  | 'busy'
  | 'query-timeout'
  | 'store-full'
  | 'document-unreadable'
  | 'unavailable'
  | 'internal';

export type ProblemCode = RefusalCode | CallCode;

/** HTTP status of each code. A new code without a status does not compile. */
const STATUS = {
  'request-invalid': 400,
  'document-invalid': 422,
  'journey-not-found': 404,
  'journey-not-running': 409,
  'journey-state': 409,
  'draft-not-found': 404,
  'draft-conflict': 412,
  'version-not-found': 404,
  'version-conflict': 412,
  'instance-not-found': 404,
  'instance-ended': 409,
  'instance-already-live': 409,
  'entry-refused': 409,
  'experiment-not-found': 404,
  'experiment-refused': 409,
  'user-not-found': 404,
  'segment-not-found': 404,
  'segment-in-use': 409,
  'template-not-found': 404,
  'template-in-use': 409,
  'catalog-not-found': 404,
  'catalogs-full': 409,
  'user-has-history': 409,
  'too-many-test-users': 409,
  'coupon-list-not-found': 404,
  'coupons-full': 409,
  'topic-in-use': 409,
  'command-refused': 409,
  'idempotency-key-reused': 422,
  'url-malformed': 400,
  'body-malformed': 400,
  'body-too-deep': 400,
  'body-too-large': 413,
  'body-encoding': 415,
  'content-type': 415,
  'key-missing': 401,
  'key-wrong': 401,
  'token-wrong': 401,
  'code-wrong': 401,
  'session-over': 401,
  'cross-site': 403,
  'scope-missing': 403,
  'route-not-found': 404,
  'method-not-allowed': 405,
  'message-not-found': 404,
  'provider-not-found': 404,
  'signature-wrong': 401,
  'callback-unreadable': 400,
  'item-not-found': 404,
  'suppression-not-found': 404,
  'erasure-not-found': 404,
  'dead-letter-not-found': 404,
  'command-not-found': 404,
  'key-not-found': 404,
  'key-last-admin': 409,
  'idempotency-in-flight': 409,
  'rate-limited': 429,
  'request-slow': 408,
  busy: 503,
  'query-timeout': 504,
  'store-full': 503,
  'document-unreadable': 500,
  unavailable: 503,
  internal: 500,
} satisfies Record<ProblemCode, number>;

export const statusOf = (code: ProblemCode): number => STATUS[code];

/** Why a call was denied: a refusal of the domain or an error of the call, plus response headers. */
export interface Denial extends Omit<Refusal, 'code'> {
  readonly code: ProblemCode;
  readonly headers?: Readonly<Record<string, string>>;
}

export const deny = (
  code: ProblemCode,
  message: string,
  fix: string,
  more: Pick<Denial, 'errors' | 'about' | 'headers'> = {},
): Denial => ({ code, message, fix, ...more });

/** Thrown to end a call before its handler runs. Answered through api/errors.ts. */
export class Denied extends Error {
  override readonly name = 'Denied';
  readonly denial: Denial;

  constructor(denial: Denial) {
    super(denial.message);
    this.denial = denial;
  }
}

/** @throws Denied for a refused result, which also rolls back the transaction that it is thrown in */
export function denyRefused(result: Result<unknown>): void {
  if (!result.ok) throw new Denied(result.refusal);
}

/** A problem document (RFC 9457). `message` repeats `detail`, for clients that read that name. */
export interface Problem extends Omit<Denial, 'headers'> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Id of the request, also found in the API's log. */
  readonly instance: string;
}

export const toProblem = ({ headers: _, ...denial }: Denial, requestId: string): Problem => ({
  type: `/problems/${denial.code}`,
  title: denial.code.replaceAll('-', ' '),
  status: STATUS[denial.code],
  detail: denial.message,
  instance: requestId,
  ...denial,
});

/** A state that must not occur. Nothing has been written, and Temporal retries until the cause is fixed. */
export class Fault extends Error {
  readonly code: 'store-behind' | 'step-taken' | 'no-such-instance' | 'no-such-version';

  constructor(code: Fault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.code = code;
  }
}

/** Returns whether PostgreSQL refuses the values: SQLSTATE classes 22 (data), 23 (constraints) and 54 (size). */
export const isOfTheData = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && /^(22|23|54)/.test(String(cause.code));

/** A state that must not occur. Nothing has been written, and Temporal retries until the cause is fixed. */
export class Fault extends Error {
  readonly code: 'store-behind' | 'step-taken' | 'no-such-instance' | 'no-such-version';

  constructor(code: Fault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.code = code;
  }
}

/** What must not happen: nothing has been written, and Temporal asks again until it has been mended. */
export class Fault extends Error {
  readonly code: 'store-behind' | 'step-taken' | 'no-such-instance' | 'no-such-version';

  constructor(code: Fault['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = code;
    this.code = code;
  }
}

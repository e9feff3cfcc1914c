/**
 * Faults of a stored document that validation would refuse today. An older release published it, or someone edited the
 * database by hand.
 */
export type DocumentFaultCode =
  | 'version-missing'
  | 'version-unreadable'
  | 'node-missing'
  | 'loop-without-wait'
  | 'sends-nothing'
  | 'engagement-without-time'
  | 'segment-unreadable';

/**
 * A stored document that the engine can't run. Retrying doesn't help until the document or the code changes.
 * JavaScript's own errors are never used for this: they are bugs (see `isBug`).
 *
 * @example
 * throw new DocumentFault('node-missing', 'nodes.wait', 'welcome v2 has no node "wait"');
 */
export class DocumentFault extends Error {
  readonly code: DocumentFaultCode;
  /** Path in the document, such as `nodes.wait`. Empty for the whole document. */
  readonly path: string;

  constructor(code: DocumentFaultCode, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DocumentFault';
    this.code = code;
    this.path = path;
  }
}

/** JavaScript's own errors. No code throws these for bad documents, users or databases. */
const OWN_ERRORS = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/**
 * Returns whether the cause is a bug in the code, such as reading a property of undefined. A bug is never a reason to
 * give up on data.
 */
export const isBug = (cause: unknown): boolean => OWN_ERRORS.some((kind) => cause instanceof kind);

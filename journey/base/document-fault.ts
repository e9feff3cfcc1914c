/** What is wrong with a document that was published all the same: by an older release, or by hand in the database. */
export type DocumentFaultCode =
  | 'version-missing'
  | 'version-unreadable'
  | 'node-missing'
  | 'loop-without-wait'
  | 'sends-nothing'
  | 'engagement-without-time';

/**
 * A stored document that can't be followed. Asking again doesn't help until the document, or the code that reads it,
 * changes. Only this says so: JavaScript's own errors are bugs (`isBug`).
 *
 * @example
 * throw new DocumentFault('node-missing', 'nodes.wait', 'welcome v2 has no node "wait"');
 */
export class DocumentFault extends Error {
  readonly code: DocumentFaultCode;
  /** The place in the document, such as `nodes.wait`; empty where the whole document is meant. */
  readonly path: string;

  constructor(code: DocumentFaultCode, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DocumentFault';
    this.code = code;
    this.path = path;
  }
}

/** JavaScript's own errors. Nothing throws them for what a document, a user or a database may do wrong. */
const OWN_ERRORS = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

/**
 * Returns whether the cause is a bug in the code, such as reading a property of undefined: never a reason to give up on
 * data.
 */
export const isBug = (cause: unknown): boolean => OWN_ERRORS.some((kind) => cause instanceof kind);

/** A refusal of the API, or no answer: in words, with the fix. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly fix: string;
  /** HTTP status; 0 if there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;

  constructor(about: { message: string; fix: string; status: number; code: string; requestId?: string | undefined }) {
    super(about.message);
    this.fix = about.fix;
    this.status = about.status;
    this.code = about.code;
    this.requestId = about.requestId;
  }
}

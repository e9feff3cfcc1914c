/** The result of one check of `sojourn doctor`. */
export interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  /** Sojourn can run, but an operator should fix this. */
  readonly isWarning?: true;
  /** The value or state that the check found. */
  readonly saw: string;
  /** How to fix a problem or a warning. */
  readonly fix?: string;
}

export const fine = (what: string, saw: string): Finding => ({ what, isFine: true, saw });
export const warn = (what: string, saw: string, fix: string): Finding => ({
  what,
  isFine: true,
  isWarning: true,
  saw,
  fix,
});
export const wrong = (what: string, saw: string, fix: string): Finding => ({ what, isFine: false, saw, fix });

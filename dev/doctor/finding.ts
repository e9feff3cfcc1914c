/** One line of `sojourn doctor`. */
export interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  /** Sojourn runs, but an operator should look at this. */
  readonly isWarning?: true;
  /** What was seen. */
  readonly saw: string;
  /** What to do, where it is not fine or a warning. */
  readonly fix?: string;
}

export const fine = (what: string, saw: string): Finding => ({ what, isFine: true, saw });
export const warned = (what: string, saw: string, fix: string): Finding => ({
  what,
  isFine: true,
  isWarning: true,
  saw,
  fix,
});
export const wrong = (what: string, saw: string, fix: string): Finding => ({ what, isFine: false, saw, fix });

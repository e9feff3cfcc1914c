/** One line of `sojourn doctor`. */
export interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  /** What was seen. */
  readonly saw: string;
  /** What to do, where it is not fine. */
  readonly fix?: string;
}

export const fine = (what: string, saw: string): Finding => ({ what, isFine: true, saw });
export const wrong = (what: string, saw: string, fix: string): Finding => ({ what, isFine: false, saw, fix });

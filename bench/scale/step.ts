import type { Hall } from './hall.ts';
import type { Kind } from './measure.ts';

/** One step of the product, and its limits. */
export interface Step {
  readonly name: string;
  readonly kind: Kind;
  /** How often the step can run in a row; unlimited if left out. */
  readonly times?: number;
  readonly work: (hall: Hall, nr: number) => Promise<unknown>;
}

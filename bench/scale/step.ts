import type { Hall } from './hall.ts';
import type { Kind } from './measure.ts';

/** One thing that the product does, and how long it may take. */
export interface Step {
  readonly name: string;
  readonly kind: Kind;
  /** How often it can be done in a row; left out: as often as the run asks. */
  readonly times?: number;
  readonly work: (hall: Hall, nr: number) => Promise<unknown>;
}

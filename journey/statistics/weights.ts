import { type Weights, withFloor } from './bandit.ts';

export const MODES = ['automatic', 'manual'] as const;
/** Who sets the weights: the bandit, or people. */
export type Mode = (typeof MODES)[number];

interface Declaring {
  readonly paths: Readonly<Record<string, { readonly weight?: number | undefined }>>;
  readonly mode: Mode;
  readonly floor: number;
}

/** The document's own weights in percent, or equal ones. The floor holds from the first person on. */
export function declaredWeights({ paths, mode, floor }: Declaring): Weights {
  const shares = Object.fromEntries(Object.entries(paths).map(([arm, { weight = 1 }]) => [arm, weight]));
  return withFloor(shares, mode === 'automatic' ? floor : 0);
}

/** What new people are drawn by. */
export const inForce = ({ weights, winner }: { readonly weights: Weights; readonly winner: string | null }): Weights =>
  winner === null ? weights : { [winner]: 100 };

import { type Weights, withFloor } from './bandit.ts';

export const MODES = ['automatic', 'manual'] as const;
/** The bandit sets the weights in `automatic` mode, operators in `manual` mode. */
export type Mode = (typeof MODES)[number];

interface Declaring {
  readonly paths: Readonly<Record<string, { readonly weight?: number | undefined }>>;
  readonly mode: Mode;
  readonly floor: number;
}

/** Returns the document's weights in percent, equal ones by default. The floor applies from the first user on. */
export function declaredWeights({ paths, mode, floor }: Declaring): Weights {
  const shares = Object.fromEntries(Object.entries(paths).map(([arm, { weight = 1 }]) => [arm, weight]));
  return withFloor(shares, mode === 'automatic' ? floor : 0);
}

/** Returns the weights for new users: all traffic to the winner, if there is one. */
export const inForce = ({ weights, winner }: { readonly weights: Weights; readonly winner: string | null }): Weights =>
  winner === null ? weights : { [winner]: 100 };

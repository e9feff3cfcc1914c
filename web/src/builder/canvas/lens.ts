import { type ComponentType, createContext, useContext } from 'react';

/** What is laid over the path: one canvas, several lenses. */
export interface Lens {
  readonly name: 'build' | 'live' | 'rehearse' | 'version';
  /** The path can be changed. */
  readonly isEditable: boolean;
  /** What stands in a card below its sentence. */
  readonly InCard?: ComponentType<{ readonly id: string }>;
  /** What stands on a link; its id is `node/port`. */
  readonly OnLink?: ComponentType<{ readonly id: string }>;
}

export const LensContext = createContext<Lens>({ name: 'build', isEditable: true });

export const useLens = (): Lens => useContext(LensContext);

import { type ComponentType, createContext, useContext } from 'react';

/** A view of the path on the canvas. The same canvas is used for all lenses. */
export interface Lens {
  readonly name: 'build' | 'live' | 'rehearse' | 'version';
  /** The path can be changed. */
  readonly isEditable: boolean;
  /** Shown in a card below its sentence. */
  readonly InCard?: ComponentType<{ readonly id: string }>;
  /** Returns the mark of a card or a link (`node/port`), which styles refer to. */
  readonly useMark: (id: string) => string | undefined;
  /** Shown on a link; its ID is `node/port`. */
  readonly OnLink?: ComponentType<{ readonly id: string }>;
}

/** Returns no mark, for a lens without marks. */
export const markNothing = (): undefined => undefined;

export const LensContext = createContext<Lens>({ name: 'build', isEditable: true, useMark: markNothing });

export const useLens = (): Lens => useContext(LensContext);

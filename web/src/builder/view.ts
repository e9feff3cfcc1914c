import { STEPS, type Step } from '../document/problems';

/** The views that the address can name. Unknown parameters of the address are dropped. */
export const VIEWS = ['canvas', 'outline', 'json'] as const;
export type View = (typeof VIEWS)[number];
export type BuildStep = Step | 'settings';

export interface BuilderSearch {
  readonly view?: View | undefined;
  readonly node?: string | undefined;
  readonly dialog?: 'publish' | undefined;
}

export const stepIn = (step: string): BuildStep =>
  step === 'settings' ? step : (STEPS.find((each) => each === step) ?? 'path');

export const searchIn = ({ view, node, dialog }: Record<string, unknown>): BuilderSearch => ({
  view: VIEWS.find((each) => each === view),
  node: typeof node === 'string' ? node.slice(0, 63) : undefined,
  dialog: dialog === 'publish' ? dialog : undefined,
});

/** A canvas wants room. */
export const defaultView = (): View => (matchMedia('(max-width: 700px)').matches ? 'outline' : 'canvas');

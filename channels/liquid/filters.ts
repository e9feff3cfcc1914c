import type { Filter, Liquid } from 'liquidjs';

type FilterImplOptions = ConstructorParameters<typeof Filter>[1];
export type FilterHandler = Extract<FilterImplOptions, (...args: never[]) => unknown>;

/** Returns the function of a registered filter. */
export function filterOf(liquid: Liquid, name: string): FilterHandler {
  const filter = liquid.filters[name];
  if (typeof filter !== 'function') throw new TypeError(`there is no filter ${name}`);
  return filter;
}

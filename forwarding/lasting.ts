import { VersionMissing, VersionUnreadable } from '../store/journeys/versions.ts';

/** Whether asking again would not mend it: a document that cannot be read, values that cannot be worked with or stored. */
export const isLasting = (cause: unknown): boolean =>
  cause instanceof VersionMissing || cause instanceof VersionUnreadable || isOfTheData(cause);

/** Whether values cannot be worked with or stored. */
export function isOfTheData(cause: unknown): boolean {
  if (cause instanceof TypeError || cause instanceof RangeError) return true;
  return cause instanceof Error && 'code' in cause && /^(22|23|54)/.test(String(cause.code)); // SQLSTATE: of the data, its constraints, its size
}

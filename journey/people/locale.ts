import type { JsonObject } from '../base/json.ts';

/**
 * Returns the locale in a profile's `locale`, in any common notation: `de-AT`, `de_AT.UTF-8`. Undefined if it has none
 * that can be read.
 */
export function localeOf({ locale }: JsonObject): string | undefined {
  if (typeof locale !== 'string' || locale.length > 50) return undefined;
  try {
    const [name = ''] = locale.trim().split(/[.@]/);
    return Intl.getCanonicalLocales(name.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

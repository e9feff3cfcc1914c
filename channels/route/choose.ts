import { chanceOf } from '../../journey/base/chance.ts';
import type { ProviderSettings } from '../../journey/delivery/channel-settings.ts';

/**
 * Returns the enabled providers in the order in which a message tries them: one drawn by weight, then the rest in the
 * order of the settings. The key decides the choice, so a retry tries the same order.
 */
export function orderProviders(settings: readonly ProviderSettings[], key: string): readonly string[] {
  const enabled = settings.filter(({ isEnabled }) => isEnabled);
  const names = enabled.map(({ name }) => name);
  const total = enabled.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = chanceOf(key) * total;
  let sum = 0;
  const first = enabled.find(({ weight }) => {
    sum += weight;
    return drawn < sum;
  });
  return first ? [first.name, ...names.filter((name) => name !== first.name)] : names;
}

/**
 * Applies stored settings to the providers in the environment. Without settings, the first provider gets
 * every message. A provider that the settings don't name comes last, and gets only messages that the others can't send.
 */
export function applySettings(
  names: readonly string[],
  stored: readonly ProviderSettings[] = [],
): readonly ProviderSettings[] {
  const known = stored.filter(({ name }) => names.includes(name));
  const added = names.filter((name) => !known.some((each) => each.name === name));
  const isFirst = known.length === 0;
  return [...known, ...added.map((name, index) => ({ name, weight: isFirst && index === 0 ? 1 : 0, isEnabled: true }))];
}

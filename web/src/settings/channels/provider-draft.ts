import { words } from '../../words';
import type { ChannelsView, ProviderSettings, ProviderView } from './channel-queries';

const { channels: say } = words;

/** A provider's settings in the form: numbers as strings, empty for the default. */
export interface ProviderDraft {
  readonly name: string;
  readonly title: string;
  readonly isEnabled: boolean;
  readonly weight: string;
  readonly perSecond: string;
  readonly burst: string;
  readonly defaultPerSecond: number | null;
}

type Stored = ChannelsView['settings'][keyof ChannelsView['settings']];

/** Returns the draft of a provider, with only the settings that an operator has made. */
export function draftOf(
  { name, title, isEnabled, weight, defaultPerSecond }: ProviderView,
  stored: Stored,
): ProviderDraft {
  const { perSecond, burst } = stored?.providers.find((each) => each.name === name) ?? {};
  return {
    ...{ name, title, isEnabled, defaultPerSecond },
    weight: String(weight),
    perSecond: perSecond === null ? say.none : String(perSecond ?? ''),
    burst: burst === undefined ? '' : String(burst),
  };
}

/** Returns the errors in a draft's fields. The API checks the ranges. */
export function findFlaws({ weight, perSecond, burst }: ProviderDraft): {
  readonly weight?: string;
  readonly perSecond?: string;
  readonly burst?: string;
} {
  const isLimit = perSecond.trim() === '' || isNone(perSecond) || Number.isFinite(numberIn(perSecond));
  return {
    ...(!Number.isInteger(numberIn(weight)) && { weight: say.notWhole }),
    ...(!isLimit && { perSecond: say.notNumber }),
    ...(!Number.isInteger(numberIn(burst)) && { burst: say.notWhole }),
  };
}

/** Converts a valid draft to settings. */
export const toSettings = ({ name, isEnabled, weight, perSecond, burst }: ProviderDraft): ProviderSettings => ({
  ...{ name, isEnabled, weight: numberIn(weight) },
  ...(perSecond.trim() !== '' && { perSecond: isNone(perSecond) ? null : numberIn(perSecond) }),
  ...(burst.trim() !== '' && { burst: numberIn(burst) }),
});

const isNone = (typed: string): boolean => typed.trim().toLowerCase() === say.none;

/** Parses a number with a decimal point or comma. */
function numberIn(typed: string): number {
  const text = typed.trim().replace(',', '.');
  return text === '' ? 0 : Number(text);
}

/** Swaps a list item with the next item. */
export function swapWithNext<T>(all: readonly T[], index: number): T[] {
  const [first, second] = [all[index], all[index + 1]];
  if (first === undefined || second === undefined) return [...all];
  return all.map((each, at) => (at === index ? second : at === index + 1 ? first : each));
}

import { number, percent } from '../../format';
import { words } from '../../words';
import type { ProviderView } from './channel-queries';

const { channels: say } = words;

type Tone = 'ok' | 'warn' | 'bad' | 'idle';

/** Describes a provider's state, with the tone to show it in. */
export function describeState({ state, isSandbox, rate, reason, until }: ProviderView): {
  readonly tone: Tone;
  readonly text: string;
} {
  switch (state) {
    case 'disabled':
      return { tone: 'idle', text: say.off };
    case 'held':
      return { tone: 'bad', text: say.held(reason ?? '') };
    case 'resting':
      return { tone: 'warn', text: say.resting(clock(until)) };
    case 'silent':
      return { tone: 'idle', text: say.silent };
    case 'working':
      if (isSandbox) return { tone: 'warn', text: say.sandbox };
      return { tone: 'ok', text: rate > 0 ? say.rate(number(rate)) : say.ready };
  }
}

/** Describes a provider's share among the enabled providers. */
export function describeShare(provider: ProviderView, all: readonly ProviderView[]): string | undefined {
  const enabled = all.filter(({ isEnabled }) => isEnabled);
  if (!provider.isEnabled || enabled.length < 2) return undefined;
  const total = enabled.reduce((sum, { weight }) => sum + weight, 0);
  if (provider.weight === 0) return say.backup;
  return provider.weight === total ? say.first : say.share(percent(provider.weight / total));
}

export function describeLimit({ perSecond, burst }: Pick<ProviderView, 'perSecond' | 'burst'>): string {
  if (perSecond === null) return say.noLimit;
  const limit = say.limit(number(perSecond));
  return burst > 1 ? `${limit}, ${say.burst(burst)}` : limit;
}

/** "16:02:09", in the browser's zone. */
export const clock = (iso: string | null): string => (iso === null ? '' : new Date(iso).toLocaleTimeString());

import { create } from 'zustand';
import { SAMPLES, type Who } from '../../samples/who';

interface PreviewWho {
  readonly who: Who;
  take(who: Who): void;
}

/** For whom messages are shown: the same for every node that one looks at. */
export const usePreviewWho = create<PreviewWho>((set) => ({
  who: SAMPLES[0] as Who,
  take: (who) => set({ who }),
}));

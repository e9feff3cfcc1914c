import { create } from 'zustand';
import { SAMPLES, type Who } from '../../samples/who';

interface PreviewWho {
  readonly who: Who;
  take(who: Who): void;
}

/** The user for whom messages are previewed, shared by all nodes. */
export const usePreviewWho = create<PreviewWho>((set) => ({
  who: SAMPLES[0] as Who,
  take: (who) => set({ who }),
}));

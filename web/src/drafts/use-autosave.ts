import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Builder } from '../canvas/store';
import { type Autosave, createAutosave } from './autosave';
import { loadDraft, type Opened, saveDraft } from './draft-queries';
import type { DraftServer, Saving } from './save-session';

const server: DraftServer = { save: saveDraft, find: loadDraft };

/** Saves while the page is open, and when it is hidden or left. */
export function useAutosave(builder: Builder, id: string, opened: Opened): Autosave {
  const [autosave] = useState(() => createAutosave({ builder, id, opened, server }));
  useEffect(() => autosave.start(), [autosave]);
  useEffect(() => {
    const onHide = () => {
      if (globalThis.document.visibilityState === 'hidden') void autosave.saveNow();
    };
    globalThis.document.addEventListener('visibilitychange', onHide);
    return () => globalThis.document.removeEventListener('visibilitychange', onHide);
  }, [autosave]);
  return autosave;
}

export const useSaving = (autosave: Autosave): Saving => useStore(autosave.saving);

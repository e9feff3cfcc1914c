import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { Trouble } from '../client/client';
import { words } from '../words';
import { type Opened, saveDraft, theirDraft } from './draft-queries';
import { type DraftDocument, readDocument } from './model/document';
import { type Conflict, merge, withValueAt } from './model/merge';
import type { Builder } from './store';

/** How what is written stands on the server. */
export type SaveState =
  | { readonly is: 'unchanged' }
  | { readonly is: 'saved'; readonly at: number }
  | { readonly is: 'unsaved' | 'saving' | 'offline' }
  | { readonly is: 'refused'; readonly trouble: unknown };

export interface Saving {
  readonly state: SaveState;
  /** Both have changed it: yours stands until you choose. */
  readonly conflicts: readonly Conflict[];
  /** What somebody else has changed meanwhile: dotted. */
  readonly taken: readonly string[];
  /** Unsaved work of an earlier visit was found in this browser. */
  readonly isRestored: boolean;
}

const AFTER_MS = 800;
const AT_MOST_MS = 5_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

interface Kept {
  readonly document: DraftDocument;
  readonly base: DraftDocument;
  readonly revision: number;
}

/** What has not been saved is kept in this browser, over reloads and ended sessions. */
const placeOf = (id: string): string => `sojourn.draft.${id}`;

function readKept(id: string): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(placeOf(id)) ?? 'null') as Kept | null;
    return kept !== null && readDocument(kept.document, id).ok ? kept : undefined;
  } catch {
    return undefined;
  }
}

function keep(id: string, kept: Kept | undefined): void {
  try {
    if (kept) localStorage.setItem(placeOf(id), JSON.stringify(kept));
    else localStorage.removeItem(placeOf(id));
  } catch {
    // full or forbidden: the server's copy is the one that counts
  }
}

/** Saves what is written, 800 ms after the last change, and merges what somebody else has saved meanwhile. */
export function createAutosave(builder: Builder, id: string, opened: Opened) {
  const saving = createStore<Saving>(() => ({
    state: { is: 'unchanged' },
    conflicts: [],
    taken: [],
    isRestored: false,
  }));
  const set = (to: Partial<Saving>) => saving.setState(to);
  let base = builder.getState().document;
  let revision = opened.revision;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstChange = 0;
  let tries = 0;
  let isBusy = false;
  let isOver = false;

  const isChanged = () => builder.getState().document !== base;

  function plan(ms: number): void {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(() => void save(), ms);
  }

  function changed(): void {
    if (!isChanged()) return;
    keep(id, { document: builder.getState().document, base, revision });
    if (saving.getState().conflicts.length > 0) return;
    const now = performance.now();
    if (firstChange === 0) firstChange = now;
    if (saving.getState().state.is !== 'offline') set({ state: { is: 'unsaved' } });
    plan(Math.min(AFTER_MS, Math.max(0, firstChange + AT_MOST_MS - now)));
  }

  const isHeldUp = () => isBusy || saving.getState().conflicts.length > 0;

  async function save(): Promise<void> {
    if (isHeldUp() || !isChanged()) return;
    isBusy = true;
    firstChange = 0;
    const { document } = builder.getState();
    if (saving.getState().state.is !== 'offline') set({ state: { is: 'saving' } });
    await saveDraft(id, document, revision).then(({ revision: now }) => saved(document, now), failed);
    isBusy = false;
    if (saving.getState().state.is === 'saved') changed();
  }

  function saved(document: DraftDocument, now: number): void {
    revision = now;
    base = document;
    tries = 0;
    set({ state: { is: 'saved', at: Date.now() } });
    if (!isChanged()) keep(id, undefined);
  }

  async function failed(error: unknown): Promise<void> {
    const status = error instanceof Trouble ? error.status : 0;
    if (status === 412) return meet();
    if (status !== 0 && status < 500 && status !== 429) return set({ state: { is: 'refused', trouble: error } });
    set({ state: { is: 'offline' } });
    plan(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 0);
    tries += 1;
  }

  /** Somebody else has saved: theirs and mine become one. */
  async function meet(): Promise<void> {
    const theirs = await theirDraft(id).catch(() => undefined);
    if (!theirs) {
      revision = 0; // it has been published, or thrown away
      return plan(0);
    }
    const read = readDocument(theirs.given, id);
    if (!read.ok)
      return set({ state: { is: 'refused', trouble: new Trouble({ ...read, status: 412, code: 'draft' }) } });
    const { document, conflicts, taken } = merge(base, builder.getState().document, read.document);
    base = read.document;
    revision = theirs.revision;
    builder.getState().take(document);
    set({ state: { is: 'unsaved' }, conflicts, taken });
    if (conflicts.length === 0) plan(0);
  }

  const kept = readKept(id);
  if (kept) {
    base = kept.base;
    revision = kept.revision;
    builder.getState().take(kept.document);
    set({ isRestored: true });
  }
  const stop = builder.subscribe((state, before) => {
    if (state.document !== before.document) changed();
  });
  changed();

  return {
    saving,
    now: async () => {
      clearTimeout(timer);
      await save();
    },
    /** `theirs`: that stands from now on; else mine. */
    settle(conflict: Conflict, isTheirs: boolean) {
      const conflicts = saving.getState().conflicts.filter((each) => each !== conflict);
      set({ conflicts });
      if (isTheirs)
        builder
          .getState()
          .change(words.builder.acts.fix, (document) => withValueAt(document, conflict.path, conflict.theirs));
      if (conflicts.length === 0) changed();
    },
    revision: () => revision,
    /** What has been published is no draft any more. */
    published() {
      base = builder.getState().document;
      revision = 0;
      keep(id, undefined);
      set({ state: { is: 'unchanged' } });
    },
    end() {
      if (isChanged()) void save();
      isOver = true;
      clearTimeout(timer);
      stop();
    },
  };
}

export type Autosave = ReturnType<typeof createAutosave>;

export function useAutosave(builder: Builder, id: string, opened: Opened): Autosave {
  const [autosave, setAutosave] = useState<Autosave>(() => createAutosave(builder, id, opened));
  useEffect(() => {
    let mine = autosave;
    if (isEnded.has(mine)) {
      mine = createAutosave(builder, id, { ...opened, revision: mine.revision() }); // React's second mount in development
      setAutosave(mine);
    }
    const onHide = () => {
      if (globalThis.document.visibilityState === 'hidden') void mine.now();
    };
    globalThis.document.addEventListener('visibilitychange', onHide);
    return () => {
      globalThis.document.removeEventListener('visibilitychange', onHide);
      isEnded.add(mine);
      mine.end();
    };
  }, [autosave, builder, id, opened]);
  return autosave;
}

const isEnded = new WeakSet<object>();

export const useSaving = (autosave: Autosave): Saving => useStore(autosave.saving);

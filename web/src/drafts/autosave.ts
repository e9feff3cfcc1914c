import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Builder } from '../canvas/store';
import { Trouble } from '../client/client';
import { type DraftDocument, readDocument } from '../document/document';
import { type Conflict, merge, withValueAt } from '../document/merge';
import { words } from '../words';
import { type Opened, saveDraft, theirDraft } from './draft-queries';

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
export const unsavedDraft = (id: string): DraftDocument | undefined => readKept(id)?.document;

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
  let underWay: Promise<void> | undefined;
  let isOver = false;

  const isChanged = () => builder.getState().document !== base;
  const isAsking = () => saving.getState().conflicts.length > 0;

  function plan(ms: number): void {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(() => void save(), ms);
  }

  function changed(): void {
    if (!isChanged()) {
      undone();
      return;
    }
    keep(id, { document: builder.getState().document, base, revision });
    if (isAsking()) return;
    const now = performance.now();
    if (firstChange === 0) firstChange = now;
    if (saving.getState().state.is !== 'offline') set({ state: { is: 'unsaved' } });
    plan(Math.min(AFTER_MS, Math.max(0, firstChange + AT_MOST_MS - now)));
  }

  /** It is as the server has it: there is nothing to save, and nothing to keep for another visit. */
  function undone(): void {
    if (underWay !== undefined) return; // what is being saved is looked at when it has been
    clearTimeout(timer);
    firstChange = 0;
    keep(id, undefined);
    if (saving.getState().state.is !== 'saved') set({ state: { is: 'unchanged' } });
  }

  async function save(): Promise<void> {
    if (underWay !== undefined) return underWay;
    if (isAsking() || !isChanged()) return;
    const { document } = builder.getState();
    firstChange = 0;
    if (saving.getState().state.is !== 'offline') set({ state: { is: 'saving' } });
    underWay = saveDraft(id, document, revision).then(({ revision: now }) => saved(document, now), failed);
    await underWay;
    underWay = undefined;
    if (saving.getState().state.is === 'saved') changed();
  }

  function saved(document: DraftDocument, now: number): void {
    revision = now;
    base = document;
    tries = 0;
    set({ state: { is: 'saved', at: Date.now() } });
  }

  async function failed(error: unknown): Promise<void> {
    if (error instanceof Trouble && error.status === 412) return meet();
    const isRefused = error instanceof Trouble && error.status >= 400 && error.status < 500 && error.status !== 429;
    if (isRefused) return set({ state: { is: 'refused', trouble: error } });
    set({ state: { is: 'offline' } });
    plan(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 0);
    tries += 1;
  }

  /** Somebody else has saved: theirs and mine become one. */
  async function meet(): Promise<void> {
    try {
      join(await theirDraft(id));
    } catch (error) {
      await failed(error);
    }
  }

  /** @throws Trouble theirs cannot be drawn */
  function join(theirs: Opened | undefined): void {
    if (!theirs) {
      revision = 0; // it has been published, or thrown away
      plan(0);
      return;
    }
    const read = readDocument(theirs.given, id);
    if (!read.ok) throw new Trouble({ ...read, status: 422, code: 'draft' });
    const before = base;
    const { document, conflicts, taken } = merge(before, builder.getState().document, read.document);
    base = read.document;
    revision = theirs.revision;
    builder.getState().take(document, (past) => merge(before, past, read.document).document);
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

  return {
    saving,
    async now(): Promise<void> {
      clearTimeout(timer);
      await save();
    },
    /**
     * The revision of the draft on the server, if that is what is written here. Undefined: somebody else has changed it since, which is taken in.
     * @throws Trouble
     */
    async mine(): Promise<number | undefined> {
      await this.now();
      const there = await theirDraft(id);
      if (there && there.revision !== revision) join(there);
      return !isChanged() && !isAsking() ? revision : undefined;
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
    /** What has been published is no draft any more. */
    published(document: DraftDocument) {
      base = document;
      revision = 0;
      set({ state: { is: 'unchanged' } });
      changed();
    },
    start() {
      isOver = false;
      const stop = builder.subscribe((state, before) => {
        if (state.document !== before.document) changed();
      });
      if (isChanged()) changed();
      return () => {
        stop();
        if (isChanged()) void save();
        isOver = true;
        clearTimeout(timer);
      };
    },
  };
}

export type Autosave = ReturnType<typeof createAutosave>;

export function useAutosave(builder: Builder, id: string, opened: Opened): Autosave {
  const [autosave] = useState(() => createAutosave(builder, id, opened));
  useEffect(() => autosave.start(), [autosave]);
  useEffect(() => {
    const onHide = () => {
      if (globalThis.document.visibilityState === 'hidden') void autosave.now();
    };
    globalThis.document.addEventListener('visibilitychange', onHide);
    return () => globalThis.document.removeEventListener('visibilitychange', onHide);
  }, [autosave]);
  return autosave;
}

export const useSaving = (autosave: Autosave): Saving => useStore(autosave.saving);

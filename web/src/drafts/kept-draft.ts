import { type DraftDocument, readDocument } from '../document/document';

/** Unsaved work: the document, and the saved draft that it started from. */
export interface KeptDraft {
  readonly document: DraftDocument;
  readonly base: DraftDocument;
  readonly revision: number;
}

/** The part of the browser's storage that is used. A browser may forbid even looking at it. */
export type GetStorage = () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const browserStorage: GetStorage = () => localStorage;

const keyOf = (id: string): string => `sojourn.draft.${id}`;

/**
 * Returns the unsaved work on a journey, which outlives reloads and sessions; undefined if there is none that can be
 * drawn.
 */
export function readKept(id: string, storage: GetStorage = browserStorage): KeptDraft | undefined {
  try {
    const kept = JSON.parse(storage().getItem(keyOf(id)) ?? 'null') as KeptDraft | null;
    return kept !== null && readDocument(kept.document, id).ok ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps unsaved work in this browser; undefined removes it. */
export function keepDraft(id: string, kept: KeptDraft | undefined, storage: GetStorage = browserStorage): void {
  try {
    if (kept) storage().setItem(keyOf(id), JSON.stringify(kept));
    else storage().removeItem(keyOf(id));
  } catch {
    // storage is full or forbidden: only this browser's copy is lost, not the server's
  }
}

export const unsavedDraft = (id: string): DraftDocument | undefined => readKept(id)?.document;

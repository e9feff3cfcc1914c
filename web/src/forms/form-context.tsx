import { createContext, useContext } from 'react';
import type { JsonObject } from '../../../journey/base/json';

/** What has been seen of events and traits: offered, never demanded. */
export interface Seen {
  readonly events: readonly string[];
  /** `profile.plan`, `event.total`. */
  readonly paths: readonly string[];
  readonly segments: readonly string[];
  /** Of events and paths: with which types and values they have been seen, in words. */
  readonly about: Readonly<Record<string, string>>;
}

export interface FormAround {
  /** Where `$ref` leads. */
  readonly root: JsonObject;
  readonly seen: Seen;
  /** Optional fields that nearly everybody sets: dotted. */
  readonly asked: readonly string[];
  /** What is wrong with the field at this dotted path, and what to do about it. */
  problemAt(path: string): string | undefined;
}

export const NOTHING_SEEN: Seen = { events: [], paths: [], segments: [], about: {} };

export const FormContext = createContext<FormAround>({
  root: {},
  seen: NOTHING_SEEN,
  asked: [],
  problemAt: () => undefined,
});

export const useForm = (): FormAround => useContext(FormContext);

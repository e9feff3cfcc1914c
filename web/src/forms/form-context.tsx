import { createContext, useContext } from 'react';
import type { JsonObject } from '../../../journey/json';

/** What has been seen of events and traits: offered, never demanded. */
export interface Seen {
  readonly events: readonly string[];
  /** `profile.plan`, `event.total`. */
  readonly paths: readonly string[];
  readonly segments: readonly string[];
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

export const FormContext = createContext<FormAround>({
  root: {},
  seen: { events: [], paths: [], segments: [] },
  asked: [],
  problemAt: () => undefined,
});

export const useForm = (): FormAround => useContext(FormContext);

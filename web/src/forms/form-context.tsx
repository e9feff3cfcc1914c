import { createContext, useContext } from 'react';
import type { JsonObject } from '../../../journey/base/json';

/** Names that the catalogue has seen. Fields suggest them, but accept any name. */
export interface Seen {
  readonly events: readonly string[];
  /** `profile.plan`, `event.total`. */
  readonly paths: readonly string[];
  readonly segments: readonly string[];
  /** Types and sample values of events and paths, in words. */
  readonly about: Readonly<Record<string, string>>;
  /** Types of the values seen at each path: `string`, `number`, … */
  readonly types: Readonly<Record<string, readonly string[]>>;
}

export interface FormAround {
  /** The schema that `$ref` refers into. */
  readonly root: JsonObject;
  readonly seen: Seen;
  /** Dotted paths of optional fields that nearly every author sets. */
  readonly asked: readonly string[];
  /** Returns the problem of the field at this dotted path, with its fix. */
  problemAt(path: string): string | undefined;
}

export const NOTHING_SEEN: Seen = { events: [], paths: [], segments: [], about: {}, types: {} };

export const FormContext = createContext<FormAround>({
  root: {},
  seen: NOTHING_SEEN,
  asked: [],
  problemAt: () => undefined,
});

export const useForm = (): FormAround => useContext(FormContext);

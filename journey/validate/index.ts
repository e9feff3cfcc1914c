import { Journey } from '../document.ts';
import type { Flaw } from '../refusal.ts';

export type Validation =
  | { readonly ok: true; readonly document: Journey; readonly warnings: readonly Flaw[] }
  | { readonly ok: false; readonly errors: readonly Flaw[]; readonly warnings: readonly Flaw[] };
export function validate(input: unknown): Validation {
  const parsed = Journey.safeParse(input);
  return parsed.success
    ? { ok: true, document: parsed.data, warnings: [] }
    : { ok: false, errors: parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message, fix: 'correct it' })), warnings: [] };
}

import { list } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { OWN_PORTS } from './activity.ts';

/**
 * An activity that a developer has registered. Workers report it when they start, and publishing checks documents
 * against it.
 */
export interface RegisteredActivity {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Ports that it may answer with. */
  readonly ports: readonly string[];
  /** JSON Schema (draft 2020-12) of an object. */
  readonly input: JsonSchema;
  /** Null if it answers only with a port. */
  readonly output: JsonSchema | null;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Ports that an activity may declare. Built-in ports aren't allowed. */
export const DeclaredPorts = list(
  Slug.refine(
    (port) => !OWN_PORTS.includes(port),
    broken('every activity has this port', 'leave it out: a thrown error takes "failed"'),
  ),
  MOST.ports,
  1,
);

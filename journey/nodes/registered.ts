import { list } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { OWN_PORTS } from './activity.ts';

/**
 * What an author has to know of an activity that a developer has registered. Workers tell it at their start; publishing
 * checks by it.
 */
export interface RegisteredActivity {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** What it may answer with. */
  readonly ports: readonly string[];
  /** JSON Schema (draft 2020-12) of an object. */
  readonly input: JsonSchema;
  /** Null: it answers with a port alone. */
  readonly output: JsonSchema | null;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The ports that an activity may declare: those that every one has are not among them. */
export const DeclaredPorts = list(
  Slug.refine(
    (port) => !OWN_PORTS.includes(port),
    broken('every activity has this port', 'leave it out: a thrown error takes "failed"'),
  ),
  MOST.ports,
  1,
);

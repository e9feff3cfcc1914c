import { list } from './bounded.ts';
import { Slug } from './ids.ts';
import { MOST } from './limits.ts';
import { OWN_PORTS } from './nodes/activity.ts';
import { broken } from './refusal.ts';

/** What an author has to know of an activity that a developer has registered. Workers tell it at their start; publishing checks by it. */
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

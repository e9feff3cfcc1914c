import type { Flaw } from '../base/refusal.ts';
import type { WorkspacePolicies } from '../delivery/policies.ts';
import type { Library } from '../delivery/template.ts';
import { Journey } from '../document/document.ts';
import { fillTemplates } from '../document/fill-templates.ts';
import type { RegisteredActivity } from '../nodes/registered.ts';
import { absoluteWaitsInOrder } from './absolute-waits.ts';
import { active } from './active.ts';
import { activities } from './activities.ts';
import { conditions } from './conditions.ts';
import { deadEnds } from './dead-ends.ts';
import { doubledProperties } from './doubled-properties.ts';
import { experiments } from './experiments.ts';
import { idleCaps } from './frequency-caps.ts';
import { draw, type Graph } from './graph.ts';
import { journeys } from './journeys.ts';
import { keys } from './keys.ts';
import { linkedPorts } from './linked-ports.ts';
import { links } from './links.ts';
import { loops } from './loops.ts';
import { nodeFlaws } from './node-flaws.ts';
import { findUnsubscribable, policies } from './policies.ts';
import { quietHours, scheduledInQuietHours } from './quiet-hours.ts';
import { rules } from './rules.ts';
import { unheardSecondEntry } from './second-entry.ts';
import { segments } from './segments.ts';
import { shapeOf } from './shape.ts';
import { sizeOf } from './size.ts';
import { atReferences, storedTemplates } from './stored-templates.ts';
import { foreignPlaceholders, templates } from './templates.ts';
import { unguardedTraits } from './unguarded.ts';
import { unreachable } from './unreachable.ts';
import { findUntemplated } from './untemplated.ts';
import { neverTaken, onceOfMany, retriesForEver, sameTemplate, unlikeGroups, waitsForEver } from './warnings.ts';

export type Validation =
  | { readonly ok: true; readonly document: Journey; readonly warnings: readonly Flaw[] }
  | {
      readonly ok: false;
      readonly errors: readonly Flaw[];
      readonly warnings: readonly Flaw[];
      /** Absent if the shape is wrong. */
      readonly document?: Journey;
    };

/**
 * Names that exist in the workspace. A field is undefined if the caller doesn't know, as on the command line or in a
 * builder without a server.
 */
export interface Known {
  readonly segments?: readonly string[];
  readonly journeys?: readonly string[];
  readonly activities?: readonly RegisteredActivity[];
  /** The workspace templates that the document uses: see `neededBy`. */
  readonly templates?: Library;
  /** The workspace's policies, which also apply to the journey. */
  readonly policies?: WorkspacePolicies;
  /** True if PUBLIC_URL is set, so that users can reach Sojourn's links. */
  readonly hasPublicUrl?: boolean;
}

/** One validation rule. Each has its own file. */
export type Check = (graph: Graph) => readonly Flaw[];

const CHECKS: readonly Check[] = [
  links,
  linkedPorts,
  unreachable,
  deadEnds,
  loops,
  absoluteWaitsInOrder,
  rules,
  keys,
  conditions,
  templates,
  findUntemplated,
  nodeFlaws,
  experiments,
  quietHours,
  active,
];
const WARNINGS: readonly Check[] = [
  waitsForEver,
  retriesForEver,
  neverTaken,
  sameTemplate,
  scheduledInQuietHours,
  idleCaps,
  unheardSecondEntry,
  unlikeGroups,
  onceOfMany,
  doubledProperties,
  foreignPlaceholders,
  unguardedTraits,
];

/**
 * Checks whether a document may be published. Returns the document with its defaults, or every problem at once. If the
 * shape is wrong, nothing else is checked. Never throws, whatever the input is. The API, the command line and the
 * builder call this.
 *
 * @example
 * const result = validate(JSON.parse(text));
 * if (!result.ok) for (const { path, message, fix } of result.errors) report(`${path}: ${message}. ${fix}`);
 */
export function validate(input: unknown, known: Known = {}): Validation {
  const tooLarge = sizeOf(input);
  if (tooLarge.length > 0) return { ok: false, errors: tooLarge, warnings: [] };
  const parsed = Journey.safeParse(input);
  if (!parsed.success) return { ok: false, errors: shapeOf(parsed.error, input), warnings: [] };
  const filled = fillTemplates(parsed.data, known.templates ?? []);
  const graph = draw(filled);
  const errors = [
    ...storedTemplates(parsed.data, known.templates),
    ...atReferences(
      CHECKS.flatMap((check) => check(graph)),
      filled,
    ),
    ...segments(graph, known.segments),
    ...journeys(graph, known.journeys),
    ...activities(graph, known.activities),
    ...policies(graph, known.policies),
  ];
  const warnings = [
    ...atReferences(
      WARNINGS.flatMap((check) => check(graph)),
      filled,
    ),
    ...findUnsubscribable(graph, known.hasPublicUrl),
  ];
  return errors.length === 0
    ? { ok: true, document: parsed.data, warnings }
    : { ok: false, document: parsed.data, errors, warnings };
}

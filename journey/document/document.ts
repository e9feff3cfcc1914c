import { z } from 'zod';
import { list, record, text } from '../base/bounded.ts';
import { JourneyId, NodeId, Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { Condition } from '../conditions/condition.ts';
import { Blocks } from '../delivery/content.ts';
import { FrequencyCap } from '../delivery/frequency-caps.ts';
import { Country } from '../delivery/phone-number.ts';
import { QuietHours } from '../delivery/quiet-hours.ts';
import { EntrySchema } from '../entries/index.ts';
import { EventMatch } from '../events/event-match.ts';
import { PausePolicy } from '../lifecycle/pause.ts';
import { NodeSchema } from '../nodes/index.ts';
import { DateOrder, Moment, TimeZone, WaitLength } from '../time/time.ts';

/**
 * The only definition of a journey document. Types, JSON Schema, OpenAPI, builder forms and docs derive from it
 * (design.md §5).
 */

/** Either an event or a condition. Validation refuses both and neither. */
const Met = z.strictObject({
  ...EventMatch.partial({ event: true }).shape,
  condition: Condition.optional().describe(
    'Instead of an event: met when the profile starts to match after entry. A profile that already matches must first stop matching.',
  ),
});

const Goal = z
  .strictObject({
    id: Slug,
    ...Met.shape,
    exits: z
      .boolean()
      .default(true)
      .describe('Meeting the goal ends the instance, even outside its window, when it no longer counts'),
    window: z
      .strictObject({
        for: WaitLength,
        from: z
          .enum(['entry', 'last-send'])
          .describe('The last message sent before the goal was met. Without one, and in the control group, the entry.'),
      })
      .optional()
      .describe(
        "Counts as a conversion only within this time, even after the instance has ended. Without a window, it counts while the instance is live. With a control group, it counts for everyone for the journey's timeout, or 30 days.",
      ),
  })
  .meta({ id: 'Goal', description: 'What the journey should achieve. Counted once per entry.' });
export type Goal = z.infer<typeof Goal>;

const ExitRule = z
  .strictObject({
    ...Met.shape,
    reason: Slug.describe('Exit reason shown in reports'),
  })
  .meta({ id: 'ExitRule', description: 'An event or a condition that ends the instance although no goal was met' });

const Active = z
  .strictObject({
    from: Moment.optional().describe(
      "When entry opens, such as `2026-12-01T09:00`, in the journey's time zone. Until then the journey is scheduled.",
    ),
    until: Moment.optional().describe('When entry closes. The journey completes after the last instance ends.'),
  })
  .meta({ id: 'Active', description: 'Dates between which users can enter' });

export const Journey = z
  .strictObject({
    $schema: text(MOST.url).optional().describe('JSON Schema URL, for editors'),
    schema: z.literal(1).default(1).describe('Version of this format'),
    id: JourneyId.describe('Stable Journey ID, shown next to the name and used in the API, in git and in workflow IDs'),
    name: text(MOST.name, { min: 1 }),
    description: text(MOST.description).optional(),
    labels: list(text(MOST.label, { min: 1 }), MOST.labels).default([]),
    owner: text(MOST.owner, { min: 1 }).optional().describe('Person or team responsible'),
    goals: list(Goal, MOST.goals).default([]),
    exits: list(ExitRule, MOST.exits).default([]),
    entry: EntrySchema,
    timeout: WaitLength.optional().describe('Maximum time in the journey, counted from entry'),
    timeZone: TimeZone.optional().describe('Used for users without a known time zone'),
    dateOrder: DateOrder.optional().describe(
      "How dates such as `03/10/2026` are written. Publishing fills in the workspace's setting. Without either, they aren't read.",
    ),
    phoneCountry: Country.optional().describe(
      'Country of phone numbers without a country code. Without it, such numbers are unreachable.',
    ),
    quietHours: list(QuietHours, MOST.quietHours).default([]),
    frequencyCaps: list(FrequencyCap, MOST.frequencyCaps).default([]),
    priority: z.int().min(1).max(5).default(3).describe('Priority. 1 goes first.'),
    active: Active.optional(),
    onPause: PausePolicy.default('hold-clock').describe('What a journey pause does to current instances'),
    start: NodeId.describe('The first node of the path'),
    nodes: record(NodeId, NodeSchema, {
      max: MOST.nodes,
      min: 1,
      few: broken('a path has at least one node', 'add one: an exit, to begin with'),
      many: broken(`a path has at most ${MOST.nodes} nodes`, 'split it into two journeys'),
    }),
    blocks: Blocks.optional().describe('Parts of content that messages share: `{% render "footer" %}`'),
    layout: z
      .strictObject({
        positions: record(text(MOST.slug), z.strictObject({ x: z.number(), y: z.number() }), {
          max: MOST.notes,
        }).default({}),
        notes: record(text(MOST.slug), text(MOST.note), { max: MOST.notes }).default({}),
      })
      .optional()
      .describe("Canvas positions. They don't affect how the journey runs."),
  })
  .meta({
    id: 'Journey',
    title: 'Sojourn journey',
    description: 'What should happen to each user, from entry to exit',
  });

/** A stored document, with defaults filled in. */
export type Journey = z.infer<typeof Journey>;
/** A document as authors write it, with optional fields left out. */
export type JourneyInput = z.input<typeof Journey>;

/** Returns the JSON Schema (draft 2020-12) of a journey document. */
export const journeyJsonSchema = () =>
  z.toJSONSchema(Journey, { target: 'draft-2020-12', io: 'input', reused: 'inline' });

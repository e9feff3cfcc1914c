import { z } from 'zod';
import { LiftSchema } from '../goals-view.ts';
import { Time } from '../paging.ts';

/** Schemas of a report. */

const Counts = z.record(z.string(), z.int());
const Day = z.iso.date().describe('First day of the bucket in the given time zone');
export const BUCKETS = ['day', 'week', 'month'] as const;

const Figures = z
  .object({
    qualified: z.int().describe('refused + control + queued + entered'),
    refused: z.int(),
    control: z.int().describe('In the control group, which receives nothing'),
    queued: z.int().describe('Waiting to enter by a broadcast'),
    entered: z.int(),
    movedIn: z.int().describe('From another version'),
    movedOut: z.int().describe('To another version'),
    inside: z.int().describe('Now'),
    completed: z.int().describe('Reached the end of the path; included in the exits'),
    exited: z.int().describe('All exits'),
  })
  .meta({ id: 'ReportFigures' });

const GoalFigures = z
  .object({
    id: z.string(),
    met: z.int().describe('Entered instances that met the goal within its window'),
    rate: z.number().nullable().describe('met / (entered + movedIn − movedOut)'),
    medianMs: z.number().nullable().describe('Median time from entry to goal'),
    lift: LiftSchema.nullable().describe('Null without a control group'),
  })
  .meta({ id: 'ReportGoal' });

const TrendPoint = z
  .object({
    day: Day,
    from: Time,
    to: Time,
    entered: z.int(),
    goals: z.int().describe('Goals met in the bucket, whenever the users entered'),
    exits: z.int(),
    isUnfinished: z.boolean().describe('True if the bucket has not ended or is only partly in the range'),
  })
  .meta({ id: 'ReportTrendPoint' });

const FunnelNode = z
  .object({
    node: z.string(),
    type: z.string().nullable().describe('Null if the version shown has no such node'),
    name: z.string(),
    sentence: z.string().nullable(),
    arrived: z.int().describe('inside + sum of left + exited'),
    inside: z.int().describe('At the node now'),
    left: Counts.describe('Port → instances. `moved`: by an operator'),
    suppressed: Counts.describe(
      'Reason → messages that left by `suppressed`, such as `capped` or `workspace-control-group`',
    ),
    exited: z.int().describe('Ended at the node'),
    goals: z
      .record(z.string(), z.object({ before: z.int(), at: z.int() }))
      .describe(
        'Goal → instances that met it at this node. `before`: its message had not been sent yet. `at`: all others.',
      ),
  })
  .meta({ id: 'ReportNode' });

const MessageLine = z
  .object({
    node: z.string(),
    name: z.string(),
    channel: z.string(),
    template: z.string().nullable(),
    underWay: z.int(),
    sent: z.int(),
    confirmed: z
      .int()
      .describe('Sent messages whose outcome was unknown until the provider reported about them; included in `sent`'),
    failedLater: z.int().describe('Sent messages that the provider could not deliver after all; included in `sent`'),
    delivered: z.int(),
    viewed: z.int().describe('Viewed by the user, as far as is known: machines count apart'),
    clicked: z.int(),
    machineViewed: z.int().describe('Opened by a scanner or a mail program. The user may have viewed them too.'),
    machineClicked: z.int().describe('Followed by a scanner'),
    replied: z.int(),
    bounced: z.int(),
    complained: z.int(),
    unsubscribed: z.int(),
    failed: z.int(),
    unreachable: z.int(),
    suppressed: z.int(),
    unknown: z.int().describe('May have been sent: the provider has not confirmed it'),
    expired: z.int().describe('Not sent because `expiresAfter` had passed'),
    withheld: z.int().describe('Not sent because the visit or the journey had ended'),
    converted: Counts.describe('Goal → instances that met it with this as their last message'),
  })
  .meta({ id: 'ReportMessages' });

const VersionLine = z
  .object({
    version: z.int(),
    entered: z.int(),
    movedIn: z.int(),
    movedOut: z.int(),
    inside: z.int(),
    goals: z.array(
      z.object({
        id: z.string(),
        met: z.int(),
        rate: z.number().nullable(),
        medianMs: z.number().nullable(),
        difference: z
          .object({ points: z.number(), low: z.number(), high: z.number() })
          .nullable()
          .describe('Compared with the previous version, in percentage points, with a 95 % interval'),
      }),
    ),
  })
  .meta({ id: 'ReportVersion' });

const Term = z.object({ name: z.string(), n: z.int() });
const Sum = z
  .object({
    about: z.enum(['qualified', 'entered', 'trend', 'version', 'node', 'messages']),
    of: z.string().describe('The node or version; empty for the journey'),
    name: z.string(),
    n: z.int(),
    terms: z.array(Term),
    holds: z.boolean(),
  })
  .meta({ id: 'ReportSum' });

export const ReportSchema = z
  .object({
    id: z.string(),
    at: Time.describe('When the report was read'),
    from: Time.nullable(),
    to: Time.nullable(),
    version: z.int().nullable(),
    by: z.enum(BUCKETS),
    zone: z.string(),
    basis: z
      .enum(['counts', 'rows'])
      .describe(
        '`counts`: everything since the first entry, as in GET /v1/journeys/:id. `rows`: users who entered in the range; only the trend goes by when things happened',
      ),
    figures: Figures,
    goals: z.array(GoalFigures),
    exits: Counts.describe('Reason → instances'),
    trend: z.array(TrendPoint),
    funnel: z.array(FunnelNode).describe('Nodes in the order of the document'),
    messages: z.array(MessageLine),
    versions: z.array(VersionLine).describe('Newest first'),
    reconciliation: z.object({ holds: z.boolean(), sums: z.array(Sum) }),
  })
  .meta({ id: 'Report' });

export type Report = z.infer<typeof ReportSchema>;
export type ReportSum = Report['reconciliation']['sums'][number];

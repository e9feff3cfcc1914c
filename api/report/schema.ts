import { z } from 'zod';
import { LiftSchema } from '../goals-view.ts';
import { Time } from '../paging.ts';

/** A report, as it is answered. */

const Counts = z.record(z.string(), z.int());
const Day = z.iso.date().describe('Its first day, on the calendar of the zone');
export const BUCKETS = ['day', 'week', 'month'] as const;

const Figures = z
  .object({
    qualified: z.int().describe('refused + control + queued + entered'),
    refused: z.int(),
    control: z.int().describe('Qualified, and got nothing: the control group'),
    queued: z.int().describe('By a broadcast: their moment is still to come'),
    entered: z.int(),
    movedIn: z.int().describe('From another version'),
    movedOut: z.int().describe('To another version'),
    inside: z.int().describe('Now'),
    completed: z.int().describe('Came to the end of their path: among the exits'),
    exited: z.int().describe('All exits'),
  })
  .meta({ id: 'ReportFigures' });

const GoalFigures = z
  .object({
    id: z.string(),
    met: z.int().describe('Of the entered, who met it within its window'),
    rate: z.number().nullable().describe('met / (entered + movedIn − movedOut)'),
    medianMs: z.number().nullable().describe('From the entry: half of them had met it by then'),
    lift: LiftSchema.nullable().describe('Null without a control group'),
  })
  .meta({ id: 'ReportGoal' });

const TrendPoint = z
  .object({
    day: Day,
    from: Time,
    to: Time,
    entered: z.int(),
    goals: z.int().describe('Goals met in it, by whoever had entered before'),
    exits: z.int(),
    isUnfinished: z.boolean().describe('It is not over, or the range holds but a part of it'),
  })
  .meta({ id: 'ReportTrendPoint' });

const FunnelNode = z
  .object({
    node: z.string(),
    type: z.string().nullable().describe('Null: the version shown has no such node'),
    name: z.string(),
    sentence: z.string().nullable(),
    arrived: z.int().describe('inside + all left + exited'),
    inside: z.int().describe('There now'),
    left: Counts.describe('Port → how many; `moved`: by an operator'),
    exited: z.int().describe('Ended there'),
    goals: z
      .record(z.string(), z.object({ before: z.int(), at: z.int() }))
      .describe('Goal → who met it there: before the message of the node had gone, or at it'),
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
    delivered: z.int(),
    viewed: z.int(),
    clicked: z.int(),
    replied: z.int(),
    failed: z.int(),
    unreachable: z.int(),
    suppressed: z.int(),
    unknown: z.int().describe('It may have been sent: nobody can tell'),
    expired: z.int().describe('Too late to be sent, by `expiresAfter`'),
    withheld: z.int().describe('The visit had ended, or the journey'),
    converted: Counts.describe('Goal → who met it with this as the last message'),
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
          .describe('Against the version before it, in percentage points, with the interval of 95 %'),
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
    at: Time.describe('When all of it was read'),
    from: Time.nullable(),
    to: Time.nullable(),
    version: z.int().nullable(),
    by: z.enum(BUCKETS),
    zone: z.string(),
    basis: z
      .enum(['counts', 'rows'])
      .describe(
        '`counts`: since the first entry, as GET /v1/journeys/:id has it. `rows`: of those who entered in the range; the trend alone tells when things happened',
      ),
    figures: Figures,
    goals: z.array(GoalFigures),
    exits: Counts.describe('Reason → how many'),
    trend: z.array(TrendPoint),
    funnel: z.array(FunnelNode).describe('Nodes in the order of the document'),
    messages: z.array(MessageLine),
    versions: z.array(VersionLine).describe('Newest first'),
    reconciliation: z.object({ holds: z.boolean(), sums: z.array(Sum) }),
  })
  .meta({ id: 'Report' });

export type Report = z.infer<typeof ReportSchema>;
export type ReportSum = Report['reconciliation']['sums'][number];

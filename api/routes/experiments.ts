import { z } from 'zod';
import { record } from '../../journey/base/bounded.ts';
import { DocumentFault } from '../../journey/base/document-fault.ts';
import { Slug } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { Edit } from '../../journey/experiments/edit.ts';
import { MODES } from '../../journey/statistics/weights.ts';
import type { Sql } from '../../store/base/sql.ts';
import { type createEditExperiment, refuseNoExperiment } from '../../store/experiments/edit.ts';
import { type ExperimentRef, findExperiment, listExperiments } from '../../store/experiments/experiments.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import { type ExperimentView, listChanges, viewExperiment } from '../../store/read-model/experiments.ts';
import { isJourney } from '../../store/read-model/journeys.ts';
import type { Caller } from '../auth.ts';
import { readExpectedVersion, refuseIfMatch } from '../if-match.ts';
import { isoOf, JourneyParams, Limit, Next, NumberCursor, nextOf, Time } from '../paging.ts';
import { answer, type Route, type RouteRequest, type RouteResult, refusal, route } from '../route.ts';

export interface ExperimentPorts {
  readonly sql: Sql;
  readonly versions: Versions;
  readonly edit: ReturnType<typeof createEditExperiment>;
}

const Mode = z.enum(MODES);
const Percent = z.number().describe('Percent');
const Weights = z.record(z.string(), Percent).describe('Path → percent');

const Arm = z
  .object({
    arm: z.string().describe('Name of the path'),
    weight: Percent.describe('Weight as set, in percent'),
    share: Percent.describe('Share of new users in percent: 100 for a winner'),
    assigned: z.int(),
    converted: z.int().describe('Users who met any goal, each counted once'),
    rate: z.number().nullable().describe('converted / assigned'),
    low: z.number().describe('Lower end of the 95 % interval of the rate'),
    high: z.number().describe('Upper end of the 95 % interval of the rate'),
    probabilityOfBest: z.number(),
    goals: z.record(z.string(), z.int()).describe('Goal → users who met it'),
  })
  .meta({ id: 'Arm' });

const Experiment = z
  .object({
    experiment: z.string(),
    version: z.int().describe('Latest version with this experiment'),
    nodes: z.array(z.string()).describe('Its nodes in that version'),
    mode: Mode,
    winner: z.string().nullable(),
    floor: Percent.describe('Minimum share of each path in automatic mode'),
    counting: z.enum(['at-once', 'after-window']),
    revision: z.int().describe('Number of changes so far; also its ETag'),
    arms: z.array(Arm),
    regret: z
      .number()
      .describe('Conversions missed so far compared with sending all users down the path that now looks best'),
  })
  .meta({ id: 'Experiment' });

const ExperimentSettings = z.object({ mode: Mode, weights: Weights, winner: z.string().nullable() });
const Changes = z
  .object({
    changes: z.array(
      z.object({
        revision: z.int(),
        at: Time,
        actor: z.string().describe('Id of an API key, or `bandit`'),
        what: z.string().describe('`published`, `edited`, `reweighed`, `winner-declared`, `winner-withdrawn`'),
        before: ExperimentSettings.nullable(),
        after: ExperimentSettings,
        tallies: z
          .record(z.string(), z.object({ assigned: z.int(), converted: z.int() }))
          .nullable()
          .describe('Results that the bandit decided by'),
      }),
    ),
    next: Next,
  })
  .meta({ id: 'ExperimentChanges' });

const Params = z.strictObject({ ...JourneyParams.shape, experiment: Slug });
type Params = z.infer<typeof Params>;

const EditBody = z
  .strictObject({
    mode: Mode.optional(),
    weights: record(Slug, z.number().min(0).max(1_000_000), { max: MOST.ports })
      .optional()
      .describe('Weights of all paths, with any sum. Manual mode only.'),
  })
  .refine(({ mode, weights }) => mode !== undefined || weights !== undefined, 'give a mode, weights, or both')
  .meta({ id: 'ExperimentEdit', minProperties: 1 });

const common = { tag: 'Journeys', path: '/v1/journeys/:id/experiments/:experiment' } as const;
const editing = {
  ...common,
  access: 'operate',
  params: Params,
  answer: Experiment,
  headers: { 'If-Match': 'ETag: change the experiment only if this is its revision' },
  refusals: ['experiment-not-found', 'experiment-refused', 'version-conflict'],
} as const;

export const experimentRoutes = (ports: ExperimentPorts): readonly Route[] => [
  ...readRoutes(ports),
  ...editRoutes(ports),
];

const readRoutes = (ports: ExperimentPorts): readonly Route[] => [
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/journeys/:id/experiments',
      name: 'listExperiments',
      access: 'read',
      summary: 'List a journey’s experiments and the results of their paths',
      params: JourneyParams,
      answer: z
        .object({
          experiments: z.array(Experiment),
          unreadable: z.array(z.string()).describe("Experiments of a version whose document can't be read"),
        })
        .meta({ id: 'ExperimentList' }),
      refusals: ['journey-not-found'],
    },
    async ({ params: { id }, caller: { workspace } }) => {
      const { sql } = ports;
      if (!(await isJourney(sql, workspace, id)))
        return refusal('journey-not-found', `there is no journey "${id}"`, 'list them with GET /v1/journeys');
      const all = await listExperiments(sql, workspace, id);
      const views = await Promise.all(all.map((each) => viewReadable(ports, each)));
      return answer({
        experiments: views.flatMap((view) => (view ? [toView(view)] : [])),
        unreadable: all.flatMap(({ experiment }, nr) => (views[nr] ? [] : [experiment])),
      });
    },
  ),
  route(
    {
      ...common,
      method: 'get',
      path: '/v1/journeys/:id/experiments/:experiment/changes',
      name: 'listExperimentChanges',
      access: 'read',
      summary: 'List changes of an experiment, newest first',
      params: Params,
      query: z.strictObject({ limit: Limit, cursor: NumberCursor }),
      answer: Changes,
      refusals: ['experiment-not-found'],
    },
    async ({ params, query: { cursor, limit }, caller }) => {
      const ref = refOf(params, caller);
      if (!(await findExperiment(ports.sql, ref))) return refuseNoExperiment(ref);
      const { changes, next } = await listChanges(ports.sql, ref, { before: cursor, limit });
      return answer({
        changes: changes.map((each) => ({
          ...each,
          at: isoOf(each.at),
          before: each.before && copySettings(each.before),
          after: copySettings(each.after),
          tallies: each.tallies && { ...each.tallies },
        })),
        next: nextOf(next),
      });
    },
  ),
];

const editRoutes = (ports: ExperimentPorts): readonly Route[] => [
  route(
    {
      ...editing,
      method: 'patch',
      name: 'editExperiment',
      summary: 'Change the mode or manual weights of a running experiment',
      description: 'Assigned users stay on their path. Changes appear in the change log and the audit log.',
      body: EditBody,
    },
    (asked) => applyEdit(ports, asked, { type: 'edited', ...asked.body }),
  ),
  route(
    {
      ...editing,
      method: 'post',
      path: '/v1/journeys/:id/experiments/:experiment/winner',
      name: 'declareWinner',
      summary: 'Declare a winner',
      description: 'All new users get the winning path. Assigned users stay on theirs.',
      body: z.strictObject({ arm: Slug }),
    },
    (asked) => applyEdit(ports, asked, { type: 'winner-declared', arm: asked.body.arm }),
  ),
  route(
    {
      ...editing,
      method: 'delete',
      path: '/v1/journeys/:id/experiments/:experiment/winner',
      name: 'withdrawWinner',
      summary: 'Withdraw the winner and restore the previous weights',
    },
    (asked) => applyEdit(ports, asked, { type: 'winner-withdrawn' }),
  ),
];

const refOf = ({ id: journey, experiment }: Params, { workspace }: Caller): ExperimentRef => ({
  workspace,
  journey,
  experiment,
});

async function applyEdit(
  { sql, versions, edit }: ExperimentPorts,
  { params, headers, caller }: Pick<RouteRequest<Params, unknown, unknown>, 'params' | 'headers' | 'caller'>,
  what: Edit,
): Promise<RouteResult<z.input<typeof Experiment>>> {
  const expected = readExpectedVersion(headers);
  if (expected === 'malformed') return refuseIfMatch(headers);
  const ref = refOf(params, caller);
  const done = await edit({ ...ref, actor: caller.key, edit: what, expected });
  if (!done.ok) return done;
  const now = await findExperiment(sql, ref);
  if (!now) return refuseNoExperiment(ref);
  const view = await viewExperiment(sql, versions, now);
  return answer(toView(view), { headers: { ETag: `"${view.revision}"` } });
}

/** Views an experiment. Returns undefined if its document can't be read, so that others are still shown. */
const viewReadable = ({ sql, versions }: ExperimentPorts, seen: Parameters<typeof viewExperiment>[2]) =>
  viewExperiment(sql, versions, seen).catch((error: unknown) => {
    if (error instanceof DocumentFault) return undefined;
    throw error;
  });

const toView = ({ nodes, arms, ...view }: ExperimentView): z.input<typeof Experiment> => ({
  ...view,
  nodes: [...nodes],
  arms: arms.map(({ goals, ...arm }) => ({ ...arm, goals: { ...goals } })),
});

const copySettings = ({ mode, weights, winner }: z.infer<typeof ExperimentSettings>) => ({
  mode,
  weights: { ...weights },
  winner,
});

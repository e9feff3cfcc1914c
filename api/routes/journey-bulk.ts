import { z } from 'zod';
import { list } from '../../journey/base/bounded.ts';
import { JourneyId } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { Result } from '../../journey/base/refusal.ts';
import { JourneyState } from '../../journey/lifecycle/state.ts';
import { isPossible, whatIsPossible } from '../../journey/lifecycle/verbs.ts';
import type { Sql } from '../../store/base/sql.ts';
import { type JourneySummary, readJourneySummaries } from '../../store/read-model/journey-states.ts';
import { answer, type Route, route } from '../route.ts';
import type { StatePorts } from './journey-states.ts';

export interface BulkPorts extends StatePorts {
  readonly sql: Sql;
}

/** Bulk actions. `to`: states in which a journey already counts as done. */
const ACTIONS = {
  start: { to: ['running'] },
  pause: { to: ['paused'] },
  resume: { to: ['running'] },
  stop: { to: ['stopped'] },
  archive: { to: ['archived'] },
} as const satisfies Readonly<Record<string, { readonly to: readonly JourneyState[] }>>;
type Action = keyof typeof ACTIONS;

const ids = list(JourneyId, MOST.bulk, 1).describe('Journey IDs');
const Bulk = z
  .discriminatedUnion('action', [
    z.strictObject({ ids, action: z.enum(['start', 'pause', 'resume', 'archive']) }),
    z.strictObject({
      ids,
      action: z.literal('stop'),
      mode: z.enum(['drain', 'now']).describe('`drain` lets current instances finish, `now` ends them'),
    }),
  ])
  .meta({ id: 'BulkAction' });

const Results = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        ok: z.boolean().describe('Whether it succeeded, or would in a dry run'),
        state: JourneyState.nullable().describe('Current state; null if there is no such journey'),
        inside: z.int().describe('Live instances before the call'),
        message: z.string().nullable().describe('Why it was refused'),
        fix: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'BulkResults' });
type Line = z.input<typeof Results>['results'][number];

/** Route that changes several journeys, one after another. A refused one doesn't stop the others. */
export const bulkRoutes = (ports: BulkPorts): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/journeys/bulk',
      name: 'changeJourneys',
      tag: 'Journeys',
      access: 'operate',
      summary: 'Start, pause, resume, stop or archive several journeys',
      description:
        'Each journey gets its own result. With `dryRun=true`, nothing changes and the answer shows what would happen.',
      query: z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') }),
      body: Bulk,
      answer: Results,
    },
    async ({ query: { dryRun }, body, caller: { workspace, key } }) => {
      const { action } = body;
      const all = [...new Set(body.ids)];
      const standings = await readJourneySummaries(ports.sql, workspace, all);
      const results: Line[] = [];
      for (const id of all) {
        const before = standings.get(id);
        const verdict = judgeAction(id, before, action);
        if (dryRun === 'true' || !verdict.ok || before === undefined) {
          results.push(verdict);
          continue;
        }
        const request = { workspace, journey: id, actor: key };
        results.push(
          withResult(
            verdict,
            await (body.action === 'stop' ? ports.stop({ ...request, mode: body.mode }) : ports[body.action](request)),
          ),
        );
      }
      return answer({ results });
    },
  ),
];

function judgeAction(id: string, standing: JourneySummary | undefined, action: Action): Line {
  if (!standing)
    return {
      id,
      ok: false,
      state: null,
      inside: 0,
      message: `there is no journey "${id}"`,
      fix: 'list them with GET /v1/journeys',
    };
  const { state, inside } = standing;
  const isAlready = (ACTIONS[action].to as readonly JourneyState[]).includes(state);
  if (isAlready || isPossible(state, action)) return { id, ok: true, state, inside, message: null, fix: null };
  return { id, ok: false, state, inside, message: `it is ${state}`, fix: whatIsPossible(state) };
}

/** Adds the result of the action, which another caller may have made impossible since the check. */
const withResult = (line: Line, result: Result<{ readonly state: JourneyState }>): Line =>
  result.ok
    ? { ...line, state: result.value.state }
    : { ...line, ok: false, message: result.refusal.message, fix: result.refusal.fix };

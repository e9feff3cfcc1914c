import { z } from 'zod';
import type { Result } from '../../journey/base/refusal.ts';
import { PausePolicy } from '../../journey/lifecycle/pause.ts';
import { JourneyState } from '../../journey/lifecycle/state.ts';
import type { JourneyVerb } from '../../journey/lifecycle/verbs.ts';
import type { ChangeRequest, JourneyStatus } from '../../store/journeys/change.ts';
import type { StopMode } from '../../store/lifecycle/end.ts';
import { isoOf, isoOrNull, JourneyParams, Time } from '../paging.ts';
import { answer, type Route, type RouteResult, route } from '../route.ts';

type StatusChange = Promise<Result<JourneyStatus>>;

export interface StatePorts {
  readonly pause: (request: ChangeRequest & { readonly policy?: PausePolicy | undefined }) => StatusChange;
  readonly resume: (request: ChangeRequest) => StatusChange;
  readonly stop: (request: ChangeRequest & { readonly mode: StopMode }) => StatusChange;
  readonly start: (request: ChangeRequest) => StatusChange;
  readonly archive: (request: ChangeRequest) => StatusChange;
}

const StatusSchema = z
  .object({
    id: z.string().describe('The Journey ID'),
    state: JourneyState,
    version: z.int().nullable().describe('Running version; null for a draft'),
    entryFrom: Time.nullable().describe('When entry opens, if limited'),
    entryUntil: Time.nullable().describe('When entry closes or closed'),
    whenEmpty: z.enum(['completed', 'stopped']).describe('Its state once entry is closed and all instances have ended'),
    pause: z.object({ since: Time, policy: PausePolicy }).nullable(),
  })
  .meta({ id: 'JourneyStanding' });

const Nothing = z.strictObject({}).prefault({});
const Pause = z
  .strictObject({ policy: PausePolicy.optional().describe("Without one, the document's `onPause`") })
  .prefault({});
const Stop = z
  .strictObject({
    mode: z
      .enum(['now', 'drain'])
      .describe(
        '`now` ends all instances with the reason `stopped`. `drain` closes entry and lets current instances finish.',
      ),
  })
  .meta({ id: 'Stop' });

/** Routes that pause, resume, stop, start or archive a journey. Repeating a call gives the same answer. */
export function stateRoutes(ports: StatePorts): readonly Route[] {
  const common = (verb: JourneyVerb) =>
    ({
      method: 'post',
      path: `/v1/journeys/:id/${verb}`,
      name: `${verb}Journey`,
      tag: 'Journeys',
      access: 'operate',
      params: JourneyParams,
      answer: StatusSchema,
      refusals: ['journey-not-found', 'journey-state'],
    }) as const;
  return [
    route(
      {
        ...common('pause'),
        summary: 'Pause a journey',
        description:
          'Nobody enters and nothing is sent. The policy decides what happens to current instances: `hold-clock` moves deadlines by the length of the pause, `send-on-resume` sends overdue messages when it ends, `skip` skips them. Goals and exits still end instances.',
        body: Pause,
      },
      async ({ params: { id }, body, caller: { workspace, key } }) =>
        answerStatus(id, await ports.pause({ workspace, journey: id, actor: key, policy: body.policy })),
    ),
    route(
      {
        ...common('resume'),
        summary: 'Resume a paused journey',
        description: "Held instances continue in batches, so that other users don't wait behind them.",
        body: Nothing,
      },
      async ({ params: { id }, caller: { workspace, key } }) =>
        answerStatus(id, await ports.resume({ workspace, journey: id, actor: key })),
    ),
    route(
      {
        ...common('stop'),
        summary: 'Stop a journey now or after current instances finish',
        description: 'Once answered, nothing more is sent (`now`) or nobody else enters (`drain`).',
        body: Stop,
      },
      async ({ params: { id }, body: { mode }, caller: { workspace, key } }) =>
        answerStatus(id, await ports.stop({ workspace, journey: id, actor: key, mode })),
    ),
    route(
      {
        ...common('start'),
        summary: 'Start a scheduled, completed or stopped journey',
        body: Nothing,
      },
      async ({ params: { id }, caller: { workspace, key } }) =>
        answerStatus(id, await ports.start({ workspace, journey: id, actor: key })),
    ),
    route(
      {
        ...common('archive'),
        summary: 'Archive a completed or stopped journey, or a draft',
        body: Nothing,
      },
      async ({ params: { id }, caller: { workspace, key } }) =>
        answerStatus(id, await ports.archive({ workspace, journey: id, actor: key })),
    ),
  ];
}

function answerStatus(id: string, result: Result<JourneyStatus>): RouteResult<z.input<typeof StatusSchema>> {
  if (!result.ok) return result;
  const { state, version, entryFrom, entryUntil, whenEmpty, pause } = result.value;
  return answer({
    id,
    state,
    version: version === 0 ? null : version,
    entryFrom: isoOrNull(entryFrom),
    entryUntil: isoOrNull(entryUntil),
    whenEmpty,
    pause: pause === null ? null : { since: isoOf(pause.from), policy: pause.policy },
  });
}

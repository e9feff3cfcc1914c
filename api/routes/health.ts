import { z } from 'zod';
import type { Metrics } from '../metrics.ts';
import { answer, pageRoute, type Route, route } from '../route.ts';

export interface HealthPorts {
  readonly database: () => Promise<unknown>;
  /** Rejects while events can't be stored, though the database answers: its disk is full, or it is read-only. */
  readonly writes?: () => Promise<unknown>;
  /** Returns the names of pending migrations. Called until there are none. */
  readonly pendingMigrations: () => Promise<readonly string[]>;
  /** Checks Temporal. Only informative, because events are accepted while Temporal is unavailable. */
  readonly temporal?: () => Promise<unknown>;
  /** Returns the phase. Only `running` is ready. */
  readonly phase: () => 'starting' | 'running' | 'stopping';
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
}

const Check = z.object({
  ok: z.boolean(),
  detail: z.string(),
  isRequired: z.boolean().describe('Whether the API needs it to be ready'),
});
const Status = z.enum(['ready', 'not ready']);
const Ready = z.object({ status: Status, checks: z.record(z.string(), Check) }).meta({ id: 'Readiness' });
export type Check = z.infer<typeof Check>;

/** Time limit of a check. */
const LIMIT_MS = 1_000;

export interface HealthRoutes {
  /** Routes for everyone. They show only whether the API is ready, not what it lacks. */
  readonly open: readonly Route[];
  /** Full readiness and metrics without a key, for a listener that the public can't reach. */
  readonly unguarded: readonly Route[];
}

export function healthRoutes({
  database,
  writes,
  pendingMigrations,
  temporal,
  phase,
  metrics,
}: HealthPorts): HealthRoutes {
  const migrations = untilNone(pendingMigrations);
  const look = async (): Promise<Readiness> => {
    const checks: Record<string, Check> = {
      process: { ok: phase() === 'running', detail: phase(), isRequired: true },
      database: await check(true, database, 'answers'),
      ...(writes && { writes: await check(true, writes, 'taken') }),
      migrations: await check(true, migrations, 'at head'),
      ...(temporal && { temporal: await check(false, temporal, 'answers') }),
    };
    const isReady = Object.values(checks).every(({ ok, isRequired }) => ok || !isRequired);
    return { status: isReady ? 'ready' : 'not ready', checks };
  };

  return {
    open: [
      ...liveRoutes,
      route({ ...READY, answer: z.object({ status: Status }) }, async () => {
        const { status } = await look();
        return answer({ status }, { status: status === 'ready' ? 200 : 503 });
      }),
      route(
        {
          ...COMMON,
          path: '/v1/readiness',
          name: 'getReadiness',
          access: 'read',
          summary: 'Get readiness, check by check',
          answer: Ready,
        },
        async () => answer(await look()),
      ),
      metricsRoute(metrics, 'read'),
    ],
    unguarded: [
      ...liveRoutes,
      route({ ...READY, answer: Ready }, async () => {
        const found = await look();
        return answer(found, { status: found.status === 'ready' ? 200 : 503 });
      }),
      metricsRoute(metrics, 'open'),
    ],
  };
}

type Readiness = z.infer<typeof Ready>;

const COMMON = { method: 'get', tag: 'Operations' } as const;
const READY = {
  ...COMMON,
  path: '/readyz',
  name: 'readyz',
  access: 'open',
  summary: 'Get readiness',
  statuses: { 200: 'Ready', 503: 'Not ready' },
} as const;

const liveRoutes: readonly Route[] = ['/livez', '/healthz'].map((path) =>
  route(
    {
      ...COMMON,
      path,
      name: path.slice(1),
      access: 'open',
      summary: 'Get liveness',
      answer: z.object({ status: z.literal('ok') }),
    },
    () => answer({ status: 'ok' as const }),
  ),
);

const metricsRoute = (metrics: HealthPorts['metrics'], access: 'open' | 'read'): Route =>
  pageRoute(
    { ...COMMON, path: '/metrics', name: 'metrics', access, summary: 'Prometheus metrics', answer: 'text/plain' },
    async () => answer({ text: await metrics.text() }, { headers: { 'Content-Type': metrics.contentType } }),
  );

/** Runs a check, which fails without an answer within a second. `well` describes success. */
export async function check(isRequired: boolean, ask: () => Promise<unknown>, well: string): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([ask(), late]);
    return { ok: true, detail: well, isRequired };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error), isRequired };
  } finally {
    clearTimeout(timer);
  }
}

/** Checks for pending migrations until there are none. Migrations only go forward, so it needn't check again. */
function untilNone(pending: () => Promise<readonly string[]>): () => Promise<void> {
  let isAtHead = false;
  return async () => {
    if (isAtHead) return;
    const names = await pending();
    if (names.length > 0) throw new Error(`pending: ${names.join(', ')}; run \`sojourn migrate\``);
    isAtHead = true;
  };
}

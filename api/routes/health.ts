import { z } from 'zod';
import type { Metrics } from '../metrics.ts';
import { answer, pageRoute, type Route, route } from '../route.ts';

export interface HealthPorts {
  readonly database: () => Promise<unknown>;
  /** Names of migrations that have not been run; asked until there are none. */
  readonly pendingMigrations: () => Promise<readonly string[]>;
  /** For information: events are taken while Temporal is away. */
  readonly temporal?: () => Promise<unknown>;
  /** `starting` and `stopping` are not ready. */
  readonly phase: () => 'starting' | 'running' | 'stopping';
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
}

const Check = z.object({
  ok: z.boolean(),
  detail: z.string(),
  isRequired: z.boolean().describe('Whether the API is not ready without it'),
});
const Ready = z
  .object({ status: z.enum(['ready', 'not ready']), checks: z.record(z.string(), Check) })
  .meta({ id: 'Readiness' });
type Check = z.infer<typeof Check>;

/** A check that takes longer has failed. */
const LIMIT_MS = 1_000;

export function healthRoutes({ database, pendingMigrations, temporal, phase, metrics }: HealthPorts): readonly Route[] {
  const migrations = untilNone(pendingMigrations);
  const checks = async (): Promise<Record<string, Check>> => ({
    process: { ok: phase() === 'running', detail: phase(), isRequired: true },
    database: await check(true, database, 'answers'),
    migrations: await check(true, migrations, 'at head'),
    ...(temporal && { temporal: await check(false, temporal, 'answers') }),
  });

  return [
    ...['/livez', '/healthz'].map((path) =>
      route(
        {
          method: 'get',
          path,
          name: path.slice(1),
          tag: 'Operations',
          access: 'open',
          summary: 'Whether the process runs',
          answer: z.object({ status: z.literal('ok') }),
        },
        () => answer({ status: 'ok' as const }),
      ),
    ),
    route(
      {
        method: 'get',
        path: '/readyz',
        name: 'readyz',
        tag: 'Operations',
        access: 'open',
        summary: 'Whether it can take requests, check by check',
        answer: Ready,
        statuses: { 200: 'Ready', 503: 'Not ready' },
      },
      async () => {
        const found = await checks();
        const isReady = Object.values(found).every(({ ok, isRequired }) => ok || !isRequired);
        return answer(
          { status: isReady ? ('ready' as const) : ('not ready' as const), checks: found },
          { status: isReady ? 200 : 503 },
        );
      },
    ),
    pageRoute(
      {
        method: 'get',
        path: '/metrics',
        name: 'metrics',
        tag: 'Operations',
        access: 'open',
        summary: 'For Prometheus',
        answer: 'text/plain',
      },
      async () => answer({ text: await metrics.text() }, { headers: { 'Content-Type': metrics.contentType } }),
    ),
  ];
}

async function check(isRequired: boolean, ask: () => Promise<unknown>, well: string): Promise<Check> {
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

/** Migrations go forward only: once at head, always at head. */
function untilNone(pending: () => Promise<readonly string[]>): () => Promise<void> {
  let isAtHead = false;
  return async () => {
    if (isAtHead) return;
    const names = await pending();
    if (names.length > 0) throw new Error(`not run yet: ${names.join(', ')}; run \`sojourn migrate\``);
    isAtHead = true;
  };
}

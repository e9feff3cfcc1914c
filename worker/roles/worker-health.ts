import { createServer, type Server } from 'node:http';
import type { NativeConnection } from '@temporalio/worker';
import type { Registry } from 'prom-client';
import { check } from '../../api/routes/health.ts';
import type { Database } from '../../store/base/sql.ts';
import type { Config } from '../config.ts';
import type { System } from '../system.ts';

export interface WorkerHealth {
  readonly system: Pick<System, 'isRunning'>;
  readonly connection: Pick<NativeConnection, 'withDeadline' | 'workflowService'>;
  readonly database: Pick<Database, 'sql'>;
  readonly registry: Registry;
}

/**
 * Checks what a worker needs. Asks Temporal itself, because the SDK's workers keep polling while Temporal is away and
 * report that as running.
 */
export async function readinessOf({ system, connection, database }: Omit<WorkerHealth, 'registry'>) {
  const [workers, temporal, store] = await Promise.all([
    check(
      true,
      async () => {
        if (!system.isRunning()) throw new Error('a worker has stopped');
      },
      'run',
    ),
    check(
      true,
      () => connection.withDeadline(Date.now() + 900, () => connection.workflowService.getSystemInfo({})),
      'answers',
    ),
    check(true, () => database.sql`select 1`, 'answers'),
  ]);
  const checks = { workers, temporal, database: store };
  return { isReady: Object.values(checks).every(({ ok }) => ok), checks };
}

/** Starts the worker's HTTP server for health and metrics. By default, it only listens on the local machine. */
export function serveHealth({ worker }: Config, health: WorkerHealth): Server {
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (request.url) {
      case '/livez':
      case '/healthz':
        return answer(200, { status: 'ok' });
      case '/readyz': {
        const { isReady, checks } = await readinessOf(health);
        return answer(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks });
      }
      case '/metrics':
        return response
          .writeHead(200, { 'content-type': health.registry.contentType })
          .end(await health.registry.metrics());
      default:
        return answer(404, { code: 'not-found', fix: 'try /livez, /readyz or /metrics' });
    }
  });
  return server.listen(worker.port, worker.host);
}

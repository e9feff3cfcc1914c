import { Client } from '@temporalio/client';
import { createDueHandlers } from '../due/handlers.ts';
import { createDuePicker } from '../due/picker.ts';
import { createBulkRoom } from '../forwarding/bulk-room.ts';
import { createForwarder } from '../forwarding/forwarder.ts';
import { createLaunch } from '../forwarding/launch.ts';
import { keepSlots } from '../forwarding/slots.ts';
import { createDoorbell } from '../store/base/doorbell.ts';
import { createCallbackWork } from '../store/callbacks/apply.ts';
import { registerActivities } from '../store/journeys/activities.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { DEFAULT_RETENTION } from '../store/maintenance/retention.ts';
import { createStore } from '../store/person.ts';
import { createAskOutcomes } from './jobs/ask-outcomes.ts';
import { createBroadcasts } from './jobs/broadcasts.ts';
import { keepEntrySchedules } from './jobs/entry-schedules.ts';
import { finishErasures } from './jobs/erasures.ts';
import { startJobs } from './jobs/jobs.ts';
import { createClosedCheck } from './jobs/patrol.ts';
import { createWorkers, type SystemOptions } from './workers.ts';

export interface System {
  readonly isRunning: () => boolean;
  readonly client: Client;
  /** Stops the workers. Resolves when all work is finished or handed back; sends in flight have up to 30 s. */
  shutdown(): Promise<void>;
  /** Rejects if a worker fails. */
  readonly done: Promise<void>;
}

/** Starts everything that a worker process runs: live and bulk workflows, a queue per channel, forwarders and jobs. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { database, databaseUrl, connection, namespace, taskQueue, log, passing } = options;
  const store = createStore(database);
  const versions = createVersions(database);
  const entries = { plainUserIds: options.plainUserIds };
  const doorbell = createDoorbell(database);
  const workers = await createWorkers(options, { store, versions, entries, ring: doorbell.ring });

  const client = new Client({ connection, namespace });
  const launch = createLaunch(client, taskQueue);
  const ports = {
    ...{ database, store, versions, entries, launch, log },
    ...(passing && { passing }),
    ...options.forwarding,
  };
  const done = Promise.all(workers.map((worker) => worker.run())).then(() => {});
  done.catch(() => {}); // avoids an unhandled rejection: callers await `done` themselves
  const room = createBulkRoom(database.sql);
  const handlers = createDueHandlers({ store, versions, entries, log, room });
  const { ring } = createDoorbell(database, ['outbox', 'bulk']);
  const picker = createDuePicker({ database, store, handlers, room, log, ring });
  const broadcasts = createBroadcasts({ database, versions, entries, client, taskQueue, room, log, ring });
  const forwarding = [
    keepSlots(createForwarder(ports), databaseUrl, 'outbox', log),
    keepSlots(createForwarder(ports, 'bulk'), databaseUrl, 'bulk', log),
    keepSlots(picker, databaseUrl, 'due', log),
    keepSlots(broadcasts, databaseUrl, 'due', log),
    keepSlots(createCallbackWork({ database, store, ring, log }), databaseUrl, 'callbacks', log),
  ];
  const atTemporal = {
    keepSchedules: () => keepEntrySchedules({ database, versions, client, taskQueue }),
    finishErasures: () => finishErasures({ database, client, namespace }),
    checkClosed: createClosedCheck({ ...ports, client }),
  };
  const askOutcomes = createAskOutcomes({
    ...{ sql: database.sql, asks: options.asks ?? [], log },
    ring: createDoorbell(database, ['callbacks']).ring,
  });
  const register = () => registerActivities(database.sql, options.activities ?? []);
  await register(); // before journeys that use them can be published
  const jobs = startJobs(
    database,
    { ...atTemporal, register, askOutcomes, retention: options.retention ?? DEFAULT_RETENTION },
    log,
    (found) => {
      if (found > 0) log.warn({ found }, 'the sweep found users whom the forwarder had missed');
      options.onSwept?.(found);
    },
  );

  return {
    client,
    done,
    isRunning: () => workers.every((worker) => worker.getState() === 'RUNNING'),
    async shutdown() {
      await Promise.all([...forwarding, jobs].map((each) => each.close()));
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await done;
    },
  };
}

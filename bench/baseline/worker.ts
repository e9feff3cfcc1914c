import { NativeConnection, Worker } from '@temporalio/worker';
import { openDatabase } from '../../store/base/sql.ts';
import { createVersions } from '../../store/journeys/versions.ts';
import { createStore } from '../../store/person.ts';
import { optionsOf, serve, tell } from '../child.ts';
import {
  CACHED_WORKFLOWS,
  CONNECTIONS,
  installRuntime,
  type SentTold,
  WORKFLOW_SLOTS,
  type WorkerSetting,
} from '../worker-options.ts';
import { createActs } from './acts.ts';

/** A hand-written worker with the product's numbers of slots, pollers and connections. */
const setting = optionsOf<WorkerSetting>();
installRuntime(setting);

const database = openDatabase({ url: setting.databaseUrl, max: CONNECTIONS, name: 'bench baseline' });
const connection = await NativeConnection.connect({ address: setting.temporalAddress });
let isWatched = false;
const activities = createActs({
  store: createStore(database),
  versions: createVersions(database),
  onSent: (instance, node, startedAt) => {
    if (isWatched) tell({ instance, node, startedAt } satisfies SentTold);
  },
});
const deciding = await Worker.create({
  connection,
  taskQueue: setting.taskQueue,
  workflowBundle: { codePath: setting.bundle },
  activities,
  maxConcurrentWorkflowTaskExecutions: WORKFLOW_SLOTS,
  workflowTaskPollerBehavior: { type: 'autoscaling', minimum: 2, initial: 5, maximum: 50 },
  maxConcurrentActivityTaskExecutions: 100,
  activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 20 },
  maxConcurrentLocalActivityExecutions: CONNECTIONS,
  maxCachedWorkflows: CACHED_WORKFLOWS,
});
const sending = await Worker.create({
  connection,
  taskQueue: `${setting.taskQueue}-send`,
  activities,
  maxConcurrentActivityTaskExecutions: 100,
  activityTaskPollerBehavior: { type: 'autoscaling', minimum: 1, initial: 1, maximum: 20 },
});
const done = Promise.all([deciding.run(), sending.run()]);

serve(
  {
    watch: (is: boolean) => {
      isWatched = is;
    },
    tidy: () => globalThis.gc?.(),
  },
  async () => {
    deciding.shutdown();
    sending.shutdown();
    await done;
    await connection.close();
    await database.close();
  },
);

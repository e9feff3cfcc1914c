import { NativeConnection } from '@temporalio/worker';
import type { Adapter } from '../../channels/port.ts';
import { CHANNELS, type Channel } from '../../journey/delivery/channel.ts';
import { openDatabase } from '../../store/base/sql.ts';
import { startSystem } from '../../worker/system.ts';
import { optionsOf, serve, tell } from '../child.ts';
import {
  CACHED_WORKFLOWS,
  CONNECTIONS,
  complain,
  installRuntime,
  type SentTold,
  WORKFLOW_SLOTS,
  type WorkerSetting,
} from '../worker-options.ts';

/** The product's worker as `sojourn worker` starts it, with providers that accept everything immediately. */
const setting = optionsOf<WorkerSetting>();
installRuntime(setting);

const adapter = (channel: Channel): Adapter => ({
  channel,
  provider: 'bench',
  delivery: 'honours-keys',
  deliver: async ({ key }) => ({ type: 'accepted', providerId: key }),
});
const database = openDatabase({ url: setting.databaseUrl, max: CONNECTIONS, name: 'bench product' });
const connection = await NativeConnection.connect({ address: setting.temporalAddress });
let isWatched = false;

const system = await startSystem({
  database,
  databaseUrl: setting.databaseUrl,
  connection,
  namespace: 'default',
  taskQueue: setting.taskQueue,
  adapters: Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<Channel, Adapter>,
  plainUserIds: true,
  workflowSlots: WORKFLOW_SLOTS,
  cachedWorkflows: CACHED_WORKFLOWS,
  workflowBundle: { codePath: setting.bundle },
  decisionsAtOnce: CONNECTIONS,
  log: { info() {}, warn: complain, error: complain },
  onSent: ({ instance, node }, startedAt) => {
    if (isWatched) tell({ instance, node, startedAt } satisfies SentTold);
  },
});

serve(
  {
    watch: (is: boolean) => {
      isWatched = is;
    },
    tidy: () => globalThis.gc?.(),
  },
  async () => {
    await system.shutdown();
    await connection.close();
    await database.close();
  },
);

import { NativeConnection, Runtime } from '@temporalio/worker';
import { messageOf } from '../journey/base/message-of.ts';
import { openDatabase } from '../store/base/sql.ts';
import { createCrashPoints } from '../worker/crash-points.ts';
import { startSystem } from '../worker/system.ts';
import { createKillOrders } from './kill-orders.ts';
import { workerProviders } from './providers.ts';

/**
 * A worker in a process of its own, to be killed: the whole system, with providers that write what they get into a
 * file. Started by `startWorker` of test/worker-processes.ts, whose settings are its environment.
 */
const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const say = (about: object, message: string) => {
  const cause = 'err' in about ? `: ${messageOf(about.err)}` : '';
  process.stderr.write(`${message}${cause}\n`);
};

Runtime.install({ shutdownSignals: [], telemetryOptions: { logging: { filter: 'ERROR' } } });
const databaseUrl = setting('DATABASE_URL');
const database = openDatabase({ url: databaseUrl, max: 10, name: 'test worker' });
const connection = await NativeConnection.connect({ address: setting('TEMPORAL_ADDRESS') });
const system = await startSystem({
  database,
  databaseUrl,
  connection,
  namespace: 'default',
  taskQueue: setting('TASK_QUEUE'),
  workflowBundle: { codePath: setting('WORKFLOW_BUNDLE') },
  adapters: workerProviders({
    log: setting('PROVIDER_LOG'),
    lagMs: Number(setting('PROVIDER_LAG_MS')),
    smtpUrl: setting('SMTP_URL'),
    carrierUrl: setting('CARRIER_URL'),
  }),
  plainUserIds: true,
  workflowSlots: 20,
  decisionsAtOnce: 8,
  log: { info() {}, warn: say, error: say },
  passing: process.env.KILL_ORDERS
    ? createKillOrders(process.env.KILL_ORDERS)
    : createCrashPoints(process.env.CRASH_AT),
  onSwept: (found) => process.stdout.write(`SWEPT ${found}\n`),
});
process.stdout.write('READY\n');

process.stdin.resume().once('end', () => process.exit(1)); // the test is gone
process.once('SIGTERM', async () => {
  await system.shutdown();
  await connection.close();
  await database.close();
  process.exit(0);
});

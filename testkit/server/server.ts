import { NativeConnection, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Parcel } from '../../channels/port.ts';
import { WorkspaceId } from '../../journey/base/ids.ts';
import type { Told, World } from '../../journey/world/world.ts';
import { type Database, openDatabase } from '../../store/base/sql.ts';
import { type System, startSystem } from '../../worker/system.ts';
import type { SystemOptions } from '../../worker/workers.ts';
import { type Capture, captureAll } from './capturing.ts';
import { createServerIngest } from './ingest.ts';
import { createServerOperations } from './operations.ts';
import { ownName } from './own-name.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { createServerReadings } from './readings.ts';
import { createServerTime } from './time.ts';
import { openServerWorkspace, type ServerParts } from './workspace.ts';

export interface ServerOptions {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace?: string;
  readonly workflowBundle?: WorkflowBundleWithSourceMap;
  readonly adapters?: SystemOptions['adapters'];
  readonly system?: Partial<SystemOptions>;
}

/** The whole product on a real Temporal server and database. Hosts any number of worlds. */
export interface Server {
  world(name: string): ServerWorld;
  readonly system: System;
  readonly database: Database;
  readonly parcels: readonly Parcel[];
  /** Describes the server's state in a line, for a wait that timed out. */
  describe(): string;
  close(): Promise<void>;
}

export interface ServerWorld extends World {
  readonly workspace: WorkspaceId;
  /** Records events like `tell`, without waiting for their effects. */
  accept(told: readonly Told[]): Promise<void>;
  workflowIds(): Promise<readonly string[]>;
}

export async function startServer(options: ServerOptions): Promise<Server> {
  quietRuntime();
  const { databaseUrl, temporalAddress, namespace = 'default', workflowBundle } = options;
  const database = openDatabase({ url: databaseUrl, max: 20, name: 'sojourn testkit' });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const capture: Capture = { parcels: [], answers: new Map() };
  const warnings = lastWarnings();
  const system = await startSystem({
    database,
    databaseUrl,
    connection,
    namespace,
    taskQueue: ownName('t'),
    adapters: options.adapters ?? captureAll(capture),
    plainUserIds: true,
    workflowSlots: 50,
    decisionsAtOnce: 20,
    log: { info() {}, warn: warnings.note, error: warnings.note },
    ...(workflowBundle && { workflowBundle }),
    ...options.system,
  });
  return {
    system,
    database,
    parcels: capture.parcels,
    describe() {
      const { totalCount, idleCount, waitingCount } = database.pool;
      const workers = system.isRunning() ? 'run' : 'have ended';
      return `workers ${workers}; connections ${totalCount}, idle ${idleCount}, awaited ${waitingCount}; ${warnings.inWords()}`;
    },
    world: (name) => createServerWorld({ database, system, capture, namespace }, name),
    async close() {
      await system.shutdown();
      await connection.close();
      await database.close();
    },
  };
}

/** Keeps the last warnings, for `describe`. */
function lastWarnings() {
  const last: string[] = [];
  return {
    note(about: object, message: string) {
      const { err } = about as { readonly err?: unknown };
      last.push(err instanceof Error ? `${message}: ${err.message}` : message);
      if (last.length > 3) last.shift();
    },
    inWords: () => (last.length === 0 ? 'no warnings' : `last warnings: ${last.join(' | ')}`),
  };
}

function createServerWorld(parts: ServerParts, name: string): ServerWorld {
  const at = openServerWorkspace(parts, WorkspaceId.parse(name));
  return {
    name: 'server',
    workspace: at.workspace,
    ...createServerIngest(at),
    ...createServerOperations(at),
    ...createServerTime(at),
    ...createServerReadings(at),
  };
}

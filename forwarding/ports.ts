import type { Database } from '../store/base/sql.ts';
import type { EntryOptions } from '../store/entry/admit.ts';
import type { Versions } from '../store/journeys/versions.ts';
import type { Store } from '../store/person.ts';
import type { Launch } from './launch.ts';

export interface Log {
  warn(about: object, message: string): void;
  /** Logs a bug, which someone must look at. */
  error(about: object, message: string): void;
}

export interface ForwarderPorts {
  readonly database: Database;
  readonly store: Store;
  readonly versions: Versions;
  readonly entries: EntryOptions;
  readonly launch: Launch;
  readonly log: Log;
  /** Called at named points, where tests kill or hold the forwarder. */
  readonly passing?: (point: 'judged' | 'told' | 'acknowledged') => void | Promise<void>;
}

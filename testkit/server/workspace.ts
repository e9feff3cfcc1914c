import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Instant } from '../../journey/time/time.ts';
import { createDoorbell } from '../../store/base/doorbell.ts';
import type { Database } from '../../store/base/sql.ts';
import { createVersions, type Versions } from '../../store/journeys/versions.ts';
import { createStore, type Store } from '../../store/person.ts';
import type { System } from '../../worker/system.ts';
import type { Capture } from './capturing.ts';
import { type Standing, untilSettled } from './settled.ts';
import { createTimeTravel } from './time-travel.ts';

/** The server that a world plays on. */
export interface ServerParts {
  readonly database: Database;
  readonly system: System;
  readonly capture: Capture;
  readonly namespace: string;
}

/** One world's workspace on the server: what the world's actions and readings share. */
export interface ServerWorkspace extends ServerParts {
  readonly workspace: WorkspaceId;
  readonly store: Store;
  readonly versions: Versions;
  readonly travel: ReturnType<typeof createTimeTravel>;
  /** Waits until everything due at this instant is done. */
  settle(): Promise<Standing>;
  moveClock(to: Instant): Promise<void>;
  /** Tells the picker of due rows to look again. */
  ringBell(): void;
  /** Returns a message ID that no other event of this world has. */
  nextMessageId(): string;
}

export function openServerWorkspace(parts: ServerParts, workspace: WorkspaceId): ServerWorkspace {
  const { database, system, namespace } = parts;
  const bell = createDoorbell(database, ['due'], 0);
  let messages = 0;
  return {
    ...parts,
    workspace,
    store: createStore(database),
    versions: createVersions(database),
    travel: createTimeTravel(system.client, namespace),
    settle: () => untilSettled(database, system, workspace, namespace),
    async moveClock(to) {
      await database.sql`update workspaces set virtual_now = ${to} where id = ${workspace}`;
      bell.ring();
    },
    ringBell: () => bell.ring(),
    nextMessageId() {
      messages += 1;
      return `${workspace}.${messages}`;
    },
  };
}

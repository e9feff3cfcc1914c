import type { Database } from '../../store/base/sql.ts';
import type { EraseRequest } from '../../store/erasure/erase.ts';
import type { Store } from '../../store/person.ts';
import type { EventPorts } from '../events/intake.ts';
import type { Route } from '../route.ts';

export interface VendorPorts extends EventPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
  readonly store: Store;
  /** Starts an erasure and returns its id; undefined if the user is unknown. */
  readonly erase: (request: EraseRequest) => Promise<string | undefined>;
  /** The API's public URL. Undefined: clients are told the host that they called. */
  readonly publicUrl: string | undefined;
}

/**
 * The routes that one vendor's clients call. A vendor has a folder of its own: its dialect, the translation of its
 * records to messages of Segment's format as a pure function, and its routes. Keys, limits and exactness are as in
 * the Segment routes (api/events/intake.ts).
 */
export type VendorRoutes = (ports: VendorPorts) => readonly Route[];

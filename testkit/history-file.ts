import { createRequire } from 'node:module';
import proto from '@temporalio/proto';

type History = proto.temporal.api.history.v1.IHistory;

/**
 * Formats a history as Temporal's own tools do, in protobuf JSON. Writes one event per line and leaves out the names of
 * machines.
 */
export function historyFile(history: History): string {
  const json = toJson(HISTORY, proto.temporal.api.history.v1.History.fromObject(history)) as { events: object[] };
  const events = json.events.map((event) => JSON.stringify(event, withoutMachines));
  return `{"events":[\n${events.join(',\n')}\n]}\n`;
}

export const readHistory = (text: string): History =>
  fromJson(HISTORY, JSON.parse(text), { ignoreUnknownFields: true });

/** Removes machine names, which replay doesn't need. */
function withoutMachines(name: string, value: unknown): unknown {
  if (name === 'identity') return undefined;
  return isSticky(value) ? { ...value, name: 'sticky' } : value;
}

const isSticky = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'TASK_QUEUE_KIND_STICKY';

/**
 * The protobufjs that @temporalio/proto uses. The SDK's own `historyToJSON` and `historyFromJSON` (1.24) reject their
 * types if npm installs several copies of protobufjs, as it does because @grpc/proto-loader needs an older one.
 */
const { toJson, fromJson }: ProtoJson = createRequire(createRequire(import.meta.url).resolve('@temporalio/proto'))(
  'protobufjs/ext/protojson',
);

interface ProtoJson {
  toJson(type: unknown, message: object): unknown;
  fromJson(type: unknown, json: unknown, options: { readonly ignoreUnknownFields: boolean }): History;
}

const HISTORY = (proto as unknown as { lookupType(name: string): unknown }).lookupType(
  'temporal.api.history.v1.History',
);

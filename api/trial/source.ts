import { INLINE, versionAround } from '../../channels/trial/document.ts';
import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { isObject, type JsonObject, type JsonValue } from '../../journey/base/json.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { fillTemplates } from '../../journey/document/fill-templates.ts';
import { compile, type Version } from '../../journey/engine/version.ts';
import { storedTemplates } from '../../journey/validate/stored-templates.ts';
import type { Sql } from '../../store/base/sql.ts';
import { findDraft, refuseNoDraft } from '../../store/journeys/drafts.ts';
import { findJourney } from '../../store/read-model/journeys.ts';
import { findDocument } from '../../store/read-model/report/report.ts';
import { readLibrary } from '../../store/templates/library.ts';
import { answer, type RouteResult, refusal } from '../route.ts';

/** Identifies the node of a test message: a node of a draft or version, or a node in the call itself. */
export interface AskedSource {
  readonly journey?: JourneyId | undefined;
  readonly version?: 'draft' | number | undefined;
  readonly node?: string | undefined;
  readonly inline?: Readonly<Record<string, unknown>> | undefined;
}

export interface Source {
  readonly version: Version;
  readonly node: string;
  readonly channel: Exclude<Channel, 'activity'>;
}

/** Finds the node to send, and creates a journey that contains it. */
export async function findSource(sql: Sql, workspace: WorkspaceId, asked: AskedSource): Promise<RouteResult<Source>> {
  const { journey, node: id = INLINE, inline } = asked;
  if ((inline === undefined) === (asked.node === undefined))
    return refuseCall('node', 'give either `node` or `inline`', 'name a node of `journey`, or give a node as JSON');
  if (inline === undefined && journey === undefined)
    return refuseCall('journey', 'is missing', 'name the journey of the node');
  const document =
    journey === undefined ? answer({} as JsonObject) : await readStored(sql, workspace, { ...asked, journey });
  if (!document.ok) return document;
  const nodes = document.value.nodes;
  const node = inline ?? (isObject(nodes) && Object.hasOwn(nodes, id) ? nodes[id] : undefined);
  if (node === undefined) return refuseCall('node', `the journey has no node "${id}"`, 'check its ID');
  const source = sourceAround(node, { id, shared: document.value, ...(journey !== undefined && { journey }) });
  return source.ok ? fillSource(sql, workspace, source.value) : source;
}

/** Fills in the latest versions of the templates that the node names. */
async function fillSource(sql: Sql, workspace: WorkspaceId, source: Source): Promise<RouteResult<Source>> {
  const { document, number } = source.version;
  const library = await readLibrary(sql, workspace, document);
  const errors = storedTemplates(document, library);
  if (errors[0]) return refusal('document-invalid', errors[0].message, errors[0].fix, { errors });
  return answer({ ...source, version: compile(fillTemplates(document, library), number) });
}

/** Reads the requested version. Default: the draft, or the running version if there is no draft. */
async function readStored(
  sql: Sql,
  workspace: WorkspaceId,
  { journey, version }: AskedSource & { readonly journey: JourneyId },
): Promise<RouteResult<JsonObject>> {
  const draft = typeof version === 'number' ? undefined : await findDraft(sql, workspace, journey);
  if (draft) return answer(draft.document);
  if (version === 'draft') return refuseNoDraft(journey);
  const found = await findJourney(sql, workspace, journey);
  if (!found)
    return refusal('journey-not-found', `there is no journey "${journey}"`, 'list them with GET /v1/journeys');
  const stored = version === undefined ? found.document : await findDocument(sql, workspace, journey, version);
  if (stored !== undefined) return answer(stored as JsonObject);
  const fix = `list them with GET /v1/journeys/${journey}/versions`;
  return refusal('version-not-found', `"${journey}" has no version ${version}`, fix);
}

function sourceAround(
  node: unknown,
  around: { readonly id: string; readonly journey?: string; readonly shared: JsonObject },
): RouteResult<Source> {
  const { type, channel } = (isObject(node as JsonValue) ? node : {}) as Readonly<Record<string, unknown>>;
  if (type !== 'message' && type !== 'webhook')
    return refuseCall('node', 'is not a message or webhook', 'choose a message or webhook node');
  const made = versionAround(node, around);
  if (made.ok)
    return answer({
      version: made.version,
      node: around.id,
      channel: type === 'webhook' ? type : (channel as Source['channel']),
    });
  const errors = made.flaws.map((flaw) => ({ ...flaw, fix: 'correct the node' }));
  return refusal('document-invalid', 'the node can’t be sent as it is', 'correct the listed fields', { errors });
}

const refuseCall = (path: string, message: string, fix: string): RouteResult<never> =>
  refusal('request-invalid', `body: ${path}: ${message}`, fix, { errors: [{ path, message, fix }] });

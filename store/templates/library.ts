import { DocumentFault } from '../../journey/base/document-fault.ts';
import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { type Library, type TakenTemplate, Template } from '../../journey/delivery/template.ts';
import type { Journey } from '../../journey/document/document.ts';
import { findTaken } from '../../journey/document/fill-templates.ts';
import { type Needed, neededBy } from '../../journey/validate/needed-templates.ts';
import { blocksOfTemplate } from '../../journey/validate/template.ts';
import type { Sql } from '../base/sql.ts';

/** Content blocks nest up to eight deep (channels/liquid/blocks.ts). One more round shows that nothing is left. */
const DEEPEST = 9;

/** Returns the workspace templates that a document uses. Leaves out missing templates. */
export const readLibrary = (sql: Sql, workspace: WorkspaceId, document: Journey): Promise<Library> =>
  readAll(sql, workspace, (library) => neededBy(document, library));

/** Returns templates and content blocks by name, with the content blocks that they render. */
export const readNamed = (sql: Sql, workspace: WorkspaceId, { templates, blocks }: Needed): Promise<Library> =>
  readAll(sql, workspace, (library) => {
    const rendered = library.flatMap(({ template }) => blocksOfTemplate(template));
    const isGiven = (name: string) =>
      library.some(({ template, asked }) => template.kind === 'block' && template.id === name && asked === null);
    return {
      templates: templates.filter((each) => !findTaken(library, each)),
      blocks: [...new Set([...blocks, ...rendered])].filter((name) => !isGiven(name)),
    };
  });

async function readAll(sql: Sql, workspace: WorkspaceId, needed: (library: Library) => Needed): Promise<Library> {
  let library: Library = [];
  for (let round = 0; round <= DEEPEST; round += 1) {
    const found = await readTemplates(sql, workspace, needed(library));
    if (found.length === 0) break;
    library = [...library, ...found];
  }
  return library;
}

/** A template as a version of a journey keeps it. */
export interface KeptRow {
  /** The version that the document requests, 0 for the latest. */
  readonly asked: number;
  readonly version: number;
  readonly document: unknown;
}

async function readTemplates(sql: Sql, workspace: WorkspaceId, { templates, blocks }: Needed): Promise<Library> {
  if (templates.length === 0 && blocks.length === 0) return [];
  const asked = [
    ...templates.map(({ id, version = 0 }) => ({ id, version, kind: null })),
    ...blocks.map((id) => ({ id, version: 0, kind: 'block' })),
  ];
  const rows = await sql<KeptRow>`
    select a.version as asked, v.version, v.document
      from unnest(${asked.map(({ id }) => id)}::text[], ${asked.map(({ version }) => version)}::int[],
                  ${asked.map(({ kind }) => kind)}::text[]) as a(id, version, kind)
      join templates t on t.workspace = ${workspace} and t.id = a.id and (a.kind is null or t.kind = a.kind)
      join template_versions v on v.workspace = t.workspace and v.id = t.id
       and v.version = case a.version when 0 then t.version else a.version end`;
  return libraryOf(rows);
}

function takenOf({ asked, version, document }: KeptRow): TakenTemplate {
  const { success, data, error: cause } = Template.safeParse(document);
  if (!success)
    throw new DocumentFault('version-unreadable', '', `version ${version} of a template cannot be read`, { cause });
  return { asked: asked === 0 ? null : asked, version, template: data };
}

/** Returns a library from its rows. @throws DocumentFault `version-unreadable` */
export const libraryOf = (rows: readonly KeptRow[]): Library => rows.map(takenOf);

/** Returns the names of templates in a library that no longer exist. Call it under the lock of the templates. */
export async function findGone(sql: Sql, workspace: WorkspaceId, library: Library): Promise<readonly string[]> {
  const rows = await sql<{ id: string }>`
    select a.id from unnest(${library.map(({ template }) => template.id)}::text[],
                            ${library.map(({ version }) => version)}::int[]) as a(id, version)
     where not exists (select from templates t
                        join template_versions v on (v.workspace, v.id) = (t.workspace, t.id)
                       where t.workspace = ${workspace} and t.id = a.id and v.version = a.version)`;
  return rows.map(({ id }) => id);
}

/** Returns whether a published version keeps exactly this library. */
export async function keepsLibrary(
  sql: Sql,
  {
    workspace,
    journey,
    version,
  }: { readonly workspace: WorkspaceId; readonly journey: JourneyId; readonly version: number },
  library: Library,
): Promise<boolean> {
  const kept = await sql<{ name: string }>`
    select template || '@' || asked || '=' || template_version as name from journey_templates
     where workspace = ${workspace} and journey = ${journey} and version = ${version}`;
  const wanted = new Set(library.map(({ asked, version: taken, template }) => `${template.id}@${asked ?? 0}=${taken}`));
  return kept.length === wanted.size && kept.every(({ name }) => wanted.has(name));
}

/** Records the templates that a new version of a journey keeps. */
export const keepLibrary = (
  sql: Sql,
  {
    workspace,
    journey,
    version,
  }: { readonly workspace: WorkspaceId; readonly journey: JourneyId; readonly version: number },
  library: Library,
) => sql`
  insert into journey_templates (workspace, journey, version, template, asked, template_version)
  select ${workspace}, ${journey}, ${version}, id, asked, taken
    from unnest(${library.map(({ template }) => template.id)}::text[], ${library.map(({ asked }) => asked ?? 0)}::int[],
                ${library.map((each) => each.version)}::int[]) as a(id, asked, taken)`;

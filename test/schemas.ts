import { readdirSync } from 'node:fs';
import { z } from 'zod';
import type { Route } from '../api/route.ts';
import { WorkspaceId } from '../journey/base/ids.ts';
import { openDatabase } from '../store/base/sql.ts';
import { composeApi } from '../worker/api-system.ts';
import { packageRoot } from '../worker/package-root.ts';

type Schema = z.core.$ZodTypes;

/** A schema of something that enters, and where it was found. */
export interface Door {
  readonly name: string;
  readonly schema: z.ZodType;
}

/** Rooms in which every schema is one of what enters. */
const ROOMS = ['journey', 'api/events'];
const FILES = ['api/if-match.ts', 'api/once.ts'];

/** Every schema of what enters: those of the routes, and those that the modules of the domain and of ingest export. */
export async function findDoors(): Promise<{ readonly doors: readonly Door[]; readonly routes: readonly Route[] }> {
  const routes = await routesOfTheApi();
  const ofRoutes = routes.flatMap((route) =>
    (['params', 'query', 'body', 'documentedBody'] as const).flatMap((part) => {
      const schema = route[part];
      return schema instanceof z.ZodType ? [{ name: `${route.name} ${part}`, schema }] : [];
    }),
  );
  const files = ROOMS.flatMap((room) =>
    readdirSync(`${packageRoot()}/${room}`, { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`),
  ).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const ofModules: Door[] = [];
  for (const file of [...files, ...FILES])
    for (const [name, schema] of Object.entries<unknown>(await import(`${packageRoot()}/${file}`)))
      if (schema instanceof z.ZodType) ofModules.push({ name: `${file} ${name}`, schema });
  return { doors: [...ofRoutes, ...ofModules], routes };
}

async function routesOfTheApi(): Promise<readonly Route[]> {
  // never connected to
  const database = openDatabase({ url: 'postgres://nobody@localhost/none', max: 1, name: 'doors' });
  const api = composeApi({
    database,
    workspace: WorkspaceId.parse('main'),
    plainUserIds: false,
    validate: () => ({ ok: false, errors: [], warnings: [] }),
    health: { pendingMigrations: async () => [], phase: () => 'starting' },
    log: { error() {}, warn() {}, debug() {} },
  });
  await api.close();
  await database.close();
  return api.routes;
}

/** Every schema within one, itself among them. */
export function schemasWithin(door: Door): readonly { readonly schema: Schema; readonly path: string }[] {
  const seen = new Set<Schema>();
  const found: { schema: Schema; path: string }[] = [];
  const left = [{ schema: door.schema as unknown as Schema, path: door.name }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { schema, path } = next;
    if (seen.has(schema)) continue;
    seen.add(schema);
    found.push(next);
    left.push(...innerOf(schema).map(([name, inner]) => ({ schema: inner as Schema, path: `${path}.${name}` })));
  }
  return found;
}

function innerOf(schema: Schema): readonly (readonly [name: string, inner: z.core.$ZodType])[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return [...Object.entries(def.shape), ...(def.catchall ? [['*', def.catchall] as const] : [])];
    case 'record':
      return [
        ['name', def.keyType],
        ['*', def.valueType],
      ];
    case 'array':
      return [['*', def.element]];
    case 'union':
      return def.options.map((option, index) => [String(index), option]);
    case 'lazy':
      return [['', def.getter()]];
    case 'pipe':
      return [
        ['in', def.in],
        ['out', def.out],
      ];
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return [['', def.innerType]];
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'undefined':
    case 'enum':
    case 'literal':
    case 'unknown':
    case 'never':
    case 'transform':
      return [];
    default:
      throw new TypeError(`how is a schema of the type ${def.type} walked?`);
  }
}

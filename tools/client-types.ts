import openapiTS, { astToString } from 'openapi-typescript';
import { WorkspaceId } from '../journey/base/ids.ts';
import { openDatabase } from '../store/base/sql.ts';
import { composeApi } from '../worker/api-system.ts';

/** Generates the types of the web app's API client from the API's OpenAPI document. */
export async function clientTypes(): Promise<string> {
  const database = openDatabase({ url: 'postgres://nobody@localhost/none', max: 1, name: 'types' }); // never connected
  const api = composeApi({
    database,
    workspace: WorkspaceId.parse('main'),
    plainUserIds: false,
    validate: () => ({ ok: false, errors: [], warnings: [] }),
    health: { pendingMigrations: async () => [], phase: () => 'starting' },
    log: { error() {}, warn() {}, debug() {} },
  });
  const types = astToString(await openapiTS(JSON.stringify(api.describe())));
  await api.close();
  await database.close();
  return `// Written by \`npm run client\` from the API's OpenAPI.\n${types}`;
}

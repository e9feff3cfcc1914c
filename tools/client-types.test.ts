import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientTypes } from './client-types.ts';

test('the web app is typed by the API as it is: npm run client', async () => {
  const written = readFileSync(new URL('../web/src/client/schema.d.ts', import.meta.url), 'utf8');
  expect(written).toBe(await clientTypes());
});

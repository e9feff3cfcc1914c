import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishExamples } from './examples.ts';

const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-examples-'));
const asked: string[] = [];
const api = createServer(async (request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${await text(request)}`);
  response.statusCode = request.url?.includes('broken') ? 422 : 200;
  response.end('{"detail":"no such node"}');
});
beforeAll(() => new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  api.close();
  rmSync(directory, { recursive: true });
});
const origin = () => `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
const example = (folder: string, document: string) => {
  mkdirSync(path.join(directory, folder));
  if (document) writeFileSync(path.join(directory, folder, 'journey.json'), document);
};

test('given folders with a journey, then each is published under its id; one that is refused is said and stops none', async () => {
  example('a-broken', '{"id":"broken"}');
  example('b-cart', '{"id":"abandoned-cart"}');
  example('c-notes', '');
  writeFileSync(path.join(directory, 'b-cart', 'segments.json'), '[{"id":"buyers"}]');
  const said: string[] = [];
  await publishExamples(directory, origin(), 'sj_key', (line) => said.push(line));
  expect(asked).toEqual([
    'PUT /v1/journeys/broken Bearer sj_key {"id":"broken"}',
    'PUT /v1/segments/buyers Bearer sj_key {"id":"buyers"}',
    'PUT /v1/journeys/abandoned-cart Bearer sj_key {"id":"abandoned-cart"}',
  ]);
  expect(said).toEqual(['The example broken was not published: 422 {"detail":"no such node"}']);
});

test('given no folder at all, then nothing happens', async () => {
  await publishExamples(path.join(directory, 'none'), origin(), 'sj_key', expect.fail);
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';
import { ensureWebApp } from './web-app.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'sojourn-web-'));
const index = path.join(root, 'web', 'dist', 'index.html');
const said: string[] = [];
const ensure = async () => {
  said.length = 0;
  await ensureWebApp(root, (line) => said.push(line));
  return said.join('\n');
};
beforeAll(() => {
  for (const room of ['web', 'journey', 'channels', 'examples'])
    cpSync(path.join(packageRoot(), room), path.join(root, room), {
      recursive: true,
      filter: (from) => !/(dist|node_modules)$/.test(from),
    });
  cpSync(path.join(packageRoot(), 'tsconfig.base.json'), path.join(root, 'tsconfig.base.json'));
});
afterAll(() => rmSync(root, { recursive: true }));

test('without what builds it, as in an image, nothing is built and nothing is said', async () => {
  expect(await ensure()).toBe('');
});

test('built where it has not been, and again when a source is newer; as for production', async () => {
  symlinkSync(path.join(packageRoot(), 'node_modules'), path.join(root, 'node_modules'));
  expect(await ensure()).toBe('Web app     is being built, once');
  const first = readFileSync(index, 'utf8');
  expect(first).toContain('__NONCE__');
  expect(await ensure()).toBe('');
  for (const [nr, source] of ['web/src/words/index.ts', 'journey/draft.ts'].entries()) {
    const later = new Date(Date.now() + (nr + 1) * 60_000);
    utimesSync(path.join(root, source), later, later);
    expect(await ensure()).toBe('Web app     is being built, once');
    utimesSync(index, later, later);
  }
});

test('one that cannot be built is said, with why', async () => {
  mkdirSync(path.join(root, 'web', 'src', 'broken'), { recursive: true });
  writeFileSync(path.join(root, 'web', 'src', 'main.tsx'), "import './nowhere';\n");
  const later = new Date(Date.now() + 240_000);
  utimesSync(path.join(root, 'web', 'src', 'main.tsx'), later, later);
  expect(await ensure()).toMatch(/could not be built: its pages are missing, the API works\n[\s\S]*nowhere/);
});

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageRoot } from '../../worker/package-root.ts';
import { ensureWebApp } from './web-app.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'sojourn-web-'));
  for (const room of ['web', 'browser', 'journey', 'channels', 'examples'])
    cpSync(path.join(packageRoot(), room), path.join(root, room), {
      recursive: true,
      filter: (from) => !/(dist|node_modules)$/.test(from),
    });
  cpSync(path.join(packageRoot(), 'tsconfig.base.json'), path.join(root, 'tsconfig.base.json'));
});
afterEach(() => rmSync(root, { recursive: true }));

const ensure = async () => {
  const said: string[] = [];
  await ensureWebApp(root, (line) => said.push(line));
  return said.join('\n');
};
const linkModules = () => symlinkSync(path.join(packageRoot(), 'node_modules'), path.join(root, 'node_modules'));

test('without the build tools, as in an image, nothing is built or reported', async () => {
  expect(await ensure()).toBe('');
});

test('built where it has not been, and again when a source is newer; as for production', async () => {
  linkModules();
  const index = path.join(root, 'web', 'dist', 'index.html');
  expect(await ensure()).toBe('Web app     building, once …');
  const first = readFileSync(index, 'utf8');
  expect(first).toContain('__NONCE__');
  expect(await ensure()).toBe('');
  for (const [nr, source] of ['web/src/words/index.ts', 'journey/document/draft.ts'].entries()) {
    const later = new Date(Date.now() + (nr + 1) * 60_000);
    utimesSync(path.join(root, source), later, later);
    expect(await ensure()).toBe('Web app     building, once …');
    utimesSync(index, later, later);
  }
});

test('one that cannot be built is said, with why', async () => {
  linkModules();
  writeFileSync(path.join(root, 'web', 'src', 'main.tsx'), "import './nowhere';\n");
  expect(await ensure()).toMatch(/build failed: no pages, but the API works\n[\s\S]*nowhere/);
});

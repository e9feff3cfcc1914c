import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { referencePages } from './reference.ts';

/** `npm run reference`: rewrites docs/reference. Run it after changing a node or entry type. */
const folder = new URL('../docs/reference/', import.meta.url).pathname;
rmSync(folder, { recursive: true, force: true });
for (const page of referencePages()) {
  mkdirSync(path.dirname(path.join(folder, page.path)), { recursive: true });
  writeFileSync(path.join(folder, page.path), page.text);
}

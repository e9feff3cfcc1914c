import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where package.json lies: above the sources, and above `dist` too. */
export const packageRoot = (): string => above(path.dirname(fileURLToPath(import.meta.url)));

function above(directory: string): string {
  if (existsSync(path.join(directory, 'package.json'))) return directory;
  const parent = path.dirname(directory);
  if (parent === directory) throw new Error(`No package.json above ${fileURLToPath(import.meta.url)}`);
  return above(parent);
}

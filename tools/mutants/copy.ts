import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Copies the working tree to a temporary folder, where files can be changed. Returns the folder. */
export function copyTree(): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'sojourn-mutants-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const file of listed.toString().split('\0')) {
    if (file === '' || !existsSync(file)) continue; // deleted, and not yet committed
    mkdirSync(path.join(copy, path.dirname(file)), { recursive: true });
    cpSync(file, path.join(copy, file));
  }
  for (const modules of ['node_modules', 'web/node_modules'])
    if (existsSync(modules)) symlinkSync(path.resolve(modules), path.join(copy, modules));
  return copy;
}

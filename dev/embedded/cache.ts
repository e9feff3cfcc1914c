import os from 'node:os';
import path from 'node:path';

/** Returns the cache directory of this account, shared by all projects. */
export const machineCache = (env: Readonly<Record<string, string | undefined>>): string =>
  path.join(base(env), 'sojourn');

function base(env: Readonly<Record<string, string | undefined>>): string {
  if (env.XDG_CACHE_HOME) return env.XDG_CACHE_HOME;
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local');
  return path.join(os.homedir(), '.cache');
}

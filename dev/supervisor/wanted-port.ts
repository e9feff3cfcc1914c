import type { Environment } from '../../worker/config.ts';
import { freePort, isFree } from '../embedded/ports.ts';
import type { Say } from './output.ts';

/**
 * The port, or a free one where it is taken and only our default.
 *
 * @throws where somebody asked for it by name.
 */
export async function wantedPort(name: string, port: number, env: Environment, say: Say): Promise<number> {
  if (port === 0) return freePort();
  if (await isFree(port)) return port;
  if (env[name])
    throw new Error(`${name} is ${port}, which is taken. Free it, give another, or unset it to have one chosen.`);
  const other = await freePort();
  say(`Port ${port} is taken: using ${other} instead (set ${name} to choose one)`);
  return other;
}

import type { Environment } from '../../worker/config.ts';
import { freePort, isFree } from '../embedded/ports.ts';
import type { Say } from './output.ts';

/**
 * Returns the port, or a free one if the default is in use.
 *
 * @throws if the port is in use and the variable sets it explicitly
 */
export async function wantedPort(name: string, port: number, env: Environment, say: Say): Promise<number> {
  if (port === 0) return freePort();
  if (await isFree(port)) return port;
  if (env[name])
    throw new Error(
      `${name} is ${port}, which is in use. Free the port, set another, or unset ${name} to use any free port.`,
    );
  const other = await freePort();
  say(`Port ${port} is in use: using ${other} instead (set ${name} to choose another)`);
  return other;
}

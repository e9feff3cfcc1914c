import { type Environment, loadSettings } from '../worker/config.ts';
import { database } from './doctor/database.ts';
import type { Finding } from './doctor/finding.ts';
import { nodeVersion, ports } from './doctor/machine.ts';
import { temporal } from './doctor/temporal.ts';

/**
 * What would keep Sojourn from running here. Changes nothing.
 *
 * @throws ConfigError: with a wrong configuration there is nothing to look at.
 */
export async function diagnose(env: Environment): Promise<readonly Finding[]> {
  const settings = loadSettings(env);
  const found = await Promise.all([ports(settings), database(settings), temporal(settings, env)]);
  return [nodeVersion(), ...found.flat()];
}

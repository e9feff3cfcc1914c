import { type Environment, loadSettings } from '../worker/config.ts';
import { database } from './doctor/database.ts';
import type { Finding } from './doctor/finding.ts';
import { nodeVersion, ports } from './doctor/machine.ts';
import { temporal } from './doctor/temporal.ts';

/**
 * Checks what would keep Sojourn from running here. Changes nothing.
 *
 * @throws ConfigError for an invalid configuration, without which nothing can be checked
 */
export async function diagnose(env: Environment): Promise<readonly Finding[]> {
  const settings = loadSettings(env);
  const found = await Promise.all([ports(settings), database(settings), temporal(settings, env)]);
  return [nodeVersion(), ...found.flat()];
}

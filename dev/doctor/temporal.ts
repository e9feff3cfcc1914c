import path from 'node:path';
import { Connection } from '@temporalio/client';
import { messageOf } from '../../journey/base/message-of.ts';
import type { Settings } from '../../worker/config/settings.ts';
import type { Temporal } from '../../worker/config/temporal.ts';
import type { Environment } from '../../worker/config.ts';
import { missingSearchAttributes, registrationCommand } from '../../worker/temporal.ts';
import { machineCache } from '../embedded/cache.ts';
import { temporalCli } from '../embedded/temporal-cli.ts';
import { runningTemporal } from '../embedded/temporal-server.ts';
import { type Finding, fine, wrong } from './finding.ts';

export async function temporal(settings: Settings, env: Environment): Promise<readonly Finding[]> {
  if (settings.temporal) return checks(settings.temporal, 'start it, or correct TEMPORAL_ADDRESS');
  const address = runningTemporal(path.join(settings.dataDir, 'temporal'));
  const { namespace, cli } = settings.temporalServer;
  return address
    ? checks({ connection: { address }, namespace }, 'see its log in the data directory')
    : [await checkEmbedded(cli, env)];
}

/** Looks for the Temporal CLI without downloading it. */
async function checkEmbedded(chosen: string | undefined, env: Environment): Promise<Finding> {
  try {
    const cli = await temporalCli({ chosen, searchPath: env.PATH ?? '', cache: machineCache(env), fetches: [] });
    return fine('Temporal', `CLI ${cli.version} ${cli.source}, starts with \`sojourn all\``);
  } catch (error) {
    if (chosen) return wrong('Temporal', messageOf(error), 'correct TEMPORAL_CLI');
    return fine('Temporal', 'no CLI yet: `sojourn all` downloads it');
  }
}

async function checks({ connection: options, namespace }: Temporal, fix: string): Promise<readonly Finding[]> {
  const what = 'Temporal';
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ ...options, connectTimeout: '5s' });
    return [fine(what, options.address), ...(await inNamespace(connection, namespace))];
  } catch (error) {
    return [wrong(what, `${options.address}: ${messageOf(error)}`, fix)];
  } finally {
    await connection?.close();
  }
}

async function inNamespace(connection: Connection, namespace: string): Promise<readonly Finding[]> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    const fix = `temporal operator namespace create --namespace ${namespace} --retention 72h, or correct TEMPORAL_NAMESPACE`;
    return [wrong('Namespace', `${namespace}: ${messageOf(error)}`, fix)];
  }
  return [fine('Namespace', namespace), await searchAttributes(connection, namespace)];
}

async function searchAttributes(connection: Connection, namespace: string): Promise<Finding> {
  const what = 'Search attributes';
  try {
    const missing = await missingSearchAttributes(connection, namespace);
    return missing.length === 0
      ? fine(what, 'registered')
      : wrong(what, `missing: ${missing.join(', ')}`, registrationCommand(namespace, missing));
  } catch (error) {
    return wrong(what, messageOf(error), registrationCommand(namespace));
  }
}

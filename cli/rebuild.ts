import { Client, Connection } from '@temporalio/client';
import { openDatabase } from '../store/base/sql.ts';
import { createVersions } from '../store/journeys/versions.ts';
import { createStore } from '../store/person.ts';
import { type Environment, loadConfig } from '../worker/config.ts';
import { type RebuildOptions, type RebuildReport, rebuild } from '../worker/rebuild/rebuild.ts';

/** Rebuilds the database from workflow histories and prints a report. Returns whether every instance succeeded. */
export async function runRebuild(
  env: Environment,
  { json, ...options }: RebuildOptions & { readonly json: boolean },
): Promise<boolean> {
  const { databaseUrl, temporal } = loadConfig(env);
  const database = openDatabase({ url: databaseUrl, max: 8, name: 'sojourn rebuild' });
  const connection = await Connection.connect(temporal.connection);
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    const ports = { database, client, store: createStore(database), versions: createVersions(database) };
    const report = await rebuild(ports, options);
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${describeReport(report).join('\n')}\n`);
    return report.couldNot.length === 0;
  } finally {
    await connection.close();
    await database.close();
  }
}

function describeReport(report: RebuildReport): readonly string[] {
  const { isDryRun, looked, missing, couldNot } = report;
  return [
    ...(isDryRun ? ['Dry run: nothing was written.'] : []),
    `Instances checked: ${looked}`,
    `Instances updated: ${report.broughtOn}, of which the database had lost ${report.broughtBack}`,
    `Steps written: ${report.stepsWritten}`,
    `Messages settled: ${report.messagesSettled}`,
    `Messages in doubt: ${report.messagesInDoubt}`,
    `Instances that could not be updated: ${couldNot.length}`,
    ...couldNot.map(({ workflowId, reason }) => `  ${workflowId}: ${reason}`),
    ...(missing.length > 0 ? ['Lost, because no history contains it:'] : []),
    ...missing.map(({ instance, userId, what }) => `  ${userId} (${instance}): ${what.join('; ')}`),
  ];
}

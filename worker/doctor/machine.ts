import path from 'node:path';
import type { Settings } from '../config.ts';
import { isFree } from '../embedded/ports.ts';
import { readPidFile } from '../embedded/processes.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** As package.json's `engines`: `node --import`, `process.loadEnvFile`. */
const LEAST_NODE = [20, 12] as const;

export function nodeVersion(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return isNewEnough
    ? fine('Node', version)
    : wrong('Node', version, `install Node ${LEAST_NODE.join('.')} or later (https://nodejs.org)`);
}

/** Each free, or taken by the `sojourn all` that runs here. */
export async function ports(settings: Settings): Promise<readonly Finding[]> {
  const running = readPidFile(path.join(settings.dataDir, 'all.pid'));
  const wanted: readonly (readonly [string, number])[] = [
    ['API_PORT', settings.api.port],
    ['WORKER_PORT', settings.worker.port],
    ...(settings.mail.smtpUrl ? [] : [['CATCHER_PORT', settings.mail.catcherPort] as const]),
    ...(settings.temporal
      ? []
      : ([
          ['TEMPORAL_PORT', settings.temporalServer.port],
          ['TEMPORAL_UI_PORT', settings.temporalServer.uiPort],
        ] as const)),
  ];
  return Promise.all(
    wanted.map(async ([name, port]) => {
      const what = `Port ${port} (${name})`;
      if (await isFree(port)) return fine(what, 'free');
      if (running) return fine(what, `taken while Sojourn runs here (process ${running.pid})`);
      return wrong(what, 'taken by another program', `free it, or set ${name} to another port`);
    }),
  );
}

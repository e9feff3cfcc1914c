import path from 'node:path';
import { z } from 'zod';
import { hasProvider, type Settings } from '../../worker/config/settings.ts';
import { originOf } from '../../worker/origin.ts';
import { isFree } from '../embedded/ports.ts';
import { readPidFile } from '../embedded/processes.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Same as `engines` in package.json. Needed for `node --import` and `process.loadEnvFile`. */
const LEAST_NODE = [20, 12] as const;

export function nodeVersion(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return isNewEnough
    ? fine('Node', version)
    : wrong('Node', version, `install Node ${LEAST_NODE.join('.')} or later (https://nodejs.org)`);
}

/** Checks that each port is free or used by Sojourn itself. */
export async function ports(settings: Settings): Promise<readonly Finding[]> {
  const running = readPidFile(path.join(settings.dataDir, 'all.pid'));
  return Promise.all(
    wantedPorts(settings).map(async ([name, port, host]) => {
      const what = `Port ${port} (${name})`;
      if (await isFree(port)) return fine(what, 'free');
      if (running) return fine(what, `in use while Sojourn runs here (process ${running.pid})`);
      if (host && (await isRole(originOf(host, port)))) return fine(what, 'in use by a Sojourn role');
      return wrong(what, 'in use by another program', `free it, or set ${name} to another port`);
    }),
  );
}

/** Returns the ports to check. Ports of roles come with the host at which the role may answer. */
function wantedPorts(settings: Settings): readonly (readonly [name: string, port: number, host?: string])[] {
  const { api, worker, mail, temporal, temporalServer } = settings;
  return [
    ['API_PORT', api.port, api.host],
    ['WORKER_PORT', worker.port, worker.host],
    ...(hasProvider(settings, 'email') ? [] : [['CATCHER_PORT', mail.catcherPort] as const]),
    ...(temporal ? [] : [['TEMPORAL_PORT', temporalServer.port] as const]),
    ...(temporal ? [] : [['TEMPORAL_UI_PORT', temporalServer.uiPort] as const]),
  ];
}

async function isRole(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/livez`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok && z.looseObject({ status: z.string() }).safeParse(await answer.json()).success;
  } catch {
    return false; // no HTTP server
  }
}

import { loadSettings } from './config.ts';
import { originOf } from './origin.ts';

/** For a container's HEALTHCHECK: whether the role that runs beside it is ready, whichever it is. */
const { api, worker } = loadSettings(process.env);

const isReady = async ({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> => {
  try {
    const { ok } = await fetch(`${originOf(host, port)}/readyz`, { signal: AbortSignal.timeout(4_000) });
    return ok;
  } catch {
    return false; // nobody listens: another role, or none yet
  }
};

const ready = await Promise.all([isReady(api), isReady(worker)]);
process.exitCode = ready.includes(true) ? 0 : 1;

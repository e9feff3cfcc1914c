import { loadSettings } from './config.ts';
import { originOf } from './origin.ts';

/** Script for a container's HEALTHCHECK. Exits with 0 if the role in the container, API or worker, is ready. */
const { api, worker } = loadSettings(process.env);

const isReady = async ({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> => {
  try {
    const { ok } = await fetch(`${originOf(host, port)}/readyz`, { signal: AbortSignal.timeout(4_000) });
    return ok;
  } catch {
    return false; // not listening: the container runs the other role, or hasn't started yet
  }
};

const ready = await Promise.all([isReady(api), isReady(worker)]);
process.exitCode = ready.includes(true) ? 0 : 1;

import { loadSettings } from './config.ts';

/** For a container's HEALTHCHECK: whether the role that runs beside it is ready, whichever it is. */
const { api, worker } = loadSettings(process.env);

const isReady = async (port: number): Promise<boolean> => {
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) });
    return ok;
  } catch {
    return false; // nobody listens: another role, or none yet
  }
};

const ready = await Promise.all([isReady(api.port), isReady(worker.port)]);
process.exitCode = ready.includes(true) ? 0 : 1;

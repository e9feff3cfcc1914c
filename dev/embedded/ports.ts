import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Returns a port that is free now. Another program may take it first, so callers must be ready to retry. */
export const freePort = (): Promise<number> => listenOn(0);

export const isFree = async (port: number): Promise<boolean> => {
  try {
    await listenOn(port);
    return true;
  } catch {
    return false; // in use, or not allowed (below 1024)
  }
};

/** Returns the wanted port, or a free one if it is in use. */
export const portOrFree = async (wanted: number): Promise<number> => ((await isFree(wanted)) ? wanted : freePort());

const listenOn = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });

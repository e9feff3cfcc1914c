import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** A port nobody listens on now. Somebody may take it before you do: whoever uses it tries again then. */
export const freePort = (): Promise<number> => listenOn(0);

export const isFree = async (port: number): Promise<boolean> => {
  try {
    await listenOn(port);
    return true;
  } catch {
    return false; // taken, or not ours to take (below 1024): either way not usable
  }
};

/** The wanted port, or another where that one is taken. */
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

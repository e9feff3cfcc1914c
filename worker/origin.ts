import net from 'node:net';

/** Returns the URL at which this machine reaches a listener. A wildcard host becomes 127.0.0.1. */
export function originOf(host: string, port: number): string {
  const callable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${net.isIPv6(callable) ? `[${callable}]` : callable}:${port}`;
}

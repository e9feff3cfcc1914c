import net from 'node:net';

/** How to reach from this machine what listens at a host: a wildcard is no address to call. */
export function originOf(host: string, port: number): string {
  const callable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${net.isIPv6(callable) ? `[${callable}]` : callable}:${port}`;
}

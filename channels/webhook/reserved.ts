import type { Adapter, Inbox } from '../port.ts';
import { createSandboxAdapter } from '../sandbox/adapter.ts';

/**
 * Wraps the adapter of webhooks for development: a call to a host under `.example` or `.invalid`, which can't be
 * registered (RFC 2606), goes to the inbox. So a journey copied from the documentation runs to its end.
 */
export function catchReservedHosts(adapter: Adapter<'webhook'>, inbox: Inbox): Adapter<'webhook'> {
  const sandbox = createSandboxAdapter({ channel: 'webhook', inbox });
  return {
    ...adapter,
    deliver: (parcel, handingOver) => (isReserved(parcel.to) ? sandbox : adapter).deliver(parcel, handingOver),
  };
}

const isReserved = (url: string): boolean =>
  URL.canParse(url) && /(^|\.)(example|invalid)$/.test(new URL(url).hostname);

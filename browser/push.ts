/**
 * `subscribed`: this browser gets the user's web push messages. `denied`: the user doesn't allow notifications.
 * `unsupported`: the browser doesn't support web push. `unavailable`: Sojourn has no web push provider.
 */
export type PushState = 'subscribed' | 'denied' | 'unsupported' | 'unavailable';

export interface PushOptions {
  /**
   * A script on your own site that imports Sojourn's: `importScripts('https://journeys.example.com/sojourn-worker.js')`.
   * Default: `/sojourn-worker.js`.
   */
  readonly worker?: string;
}

type Call = <Answer>(path: string, init?: RequestInit) => Promise<Answer>;

const PATH = '/v1/feed/web-push';

/**
 * Subscribes this browser for the user. Call it when the user asks for notifications, since browsers block permission
 * prompts without a user action.
 */
export async function enablePush(call: Call, { worker = '/sojourn-worker.js' }: PushOptions = {}): Promise<PushState> {
  if (!('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis))
    return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  const { publicKey } = await call<{ readonly publicKey: string | null }>(PATH);
  if (publicKey === null) return 'unavailable';
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  if (known && keyOf(known) !== publicKey) await known.unsubscribe(); // subscribed with a key that has been replaced
  const subscription =
    known && keyOf(known) === publicKey
      ? known
      : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  await call(PATH, { method: 'POST', body: JSON.stringify({ subscription, vapidKey: publicKey }) });
  return 'subscribed';
}

/** Returns the key of a subscription in base64url. */
function keyOf({ options: { applicationServerKey: key } }: PushSubscription): string {
  const text = key ? btoa(String.fromCharCode(...new Uint8Array(key))) : '';
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

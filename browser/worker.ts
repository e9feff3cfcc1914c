/**
 * Shows web push messages and opens their links. Served as `/sojourn-worker.js`, for service workers on companies'
 * sites: `importScripts('https://journeys.example.com/sojourn-worker.js')`.
 */

/** A message as Sojourn encrypts it. */
interface Pushed {
  readonly title?: string;
  readonly body?: string;
  readonly url?: string;
  readonly image?: string;
  readonly tag?: string;
}

/** The parts of a service worker used here. A TypeScript project has the types of either pages or workers. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(url: string): Promise<unknown> };
  addEventListener(type: 'push', listen: (event: Lasting & { readonly data: { json(): Pushed } | null }) => void): void;
  addEventListener(
    type: 'notificationclick',
    listen: (event: Lasting & { readonly notification: Notification }) => void,
  ): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('push', (event) => {
  const { title = '', url, ...shown } = event.data?.json() ?? {};
  event.waitUntil(scope.registration.showNotification(title, { ...shown, data: { url } }));
});

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { url } = event.notification.data as { readonly url?: string };
  if (url !== undefined && /^https?:\/\//i.test(url)) event.waitUntil(scope.clients.openWindow(url));
});

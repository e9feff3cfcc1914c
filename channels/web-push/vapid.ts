import { defineProvider, type Given, type Provider } from '../provider.ts';
import { oneOf, text } from '../readers.ts';
import { createWebPushAdapter } from './adapter.ts';
import { parseVapidKeys } from './keys.ts';

/** The push services of browsers. */
export const vapid = defineProvider({
  channel: 'webPush',
  name: 'vapid',
  title: 'Web push',
  variables: {
    VAPID_PRIVATE_KEY: text(
      'a private key as `sojourn keys vapid` prints it, or several, the new one first',
      parseVapidKeys,
    ),
    VAPID_SUBJECT: text('mailto: and a real address, or an https URL of a public host', (given) =>
      isSubject(given) ? given : undefined,
    ),
    WEB_PUSH_HOSTS: text('host names of push services, separated by commas', parseHosts).optional(),
    WEB_PUSH_DELIVERY: oneOf(['at-most-once', 'at-least-once']).default('at-most-once'),
  },
  secrets: ['VAPID_PRIVATE_KEY'],
  createAdapter: (settings, { outbound, perSecond, now }) =>
    createWebPushAdapter({
      keys: settings.VAPID_PRIVATE_KEY,
      subject: settings.VAPID_SUBJECT,
      hosts: settings.WEB_PUSH_HOSTS ?? [],
      delivery: settings.WEB_PUSH_DELIVERY,
      outbound,
      perSecond,
      now,
    }),
});

/** Returns the public key of new subscriptions; undefined if web push has no provider. */
export function findVapidKey(providers: readonly { readonly provider: Provider; readonly given: Given }[]) {
  const chosen = providers.find(({ provider }) => provider.channel === 'webPush' && provider.name === vapid.name);
  return parseVapidKeys(chosen?.given.VAPID_PRIVATE_KEY ?? '')?.[0].publicKey;
}

/** Apple refuses what nobody could write to (web-push#947). */
function isSubject(given: string): boolean {
  const host = /^mailto:[^\s@<>]+@([^\s@<>]+)$/.exec(given)?.[1] ?? hostOf(given);
  return host !== undefined && /\.[a-z]{2,}$/i.test(host) && !/\.(local|invalid|localhost|test|example)$/i.test(host);
}

const hostOf = (given: string): string | undefined =>
  given.startsWith('https://') && URL.canParse(given) ? new URL(given).hostname : undefined;

function parseHosts(given: string): readonly string[] | undefined {
  const hosts = given.split(',').map((each) => each.trim().toLowerCase());
  return hosts.every((each) => /^[a-z0-9.-]+(:\d+)?$/.test(each)) ? hosts : undefined;
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClientServer, startClientServer } from '../server.ts';
import { loadPackage, packageFolder } from './installed.ts';

let server: ClientServer;
beforeAll(async () => {
  server = await startClientServer();
});
afterAll(() => server.close());

/** The interface that both vendors' older clients share. */
interface Analytics {
  identify(message: object): void;
  track(message: object): void;
  page(message: object): void;
  group(message: object): void;
  flush(done: (error?: Error) => void): unknown;
}
type AnalyticsClass = new (key: string, options: object) => Analytics;

const CLIENTS = [
  {
    name: 'analytics-node',
    user: 'old',
    open: (key: string, host: string, of: AnalyticsClass) => new of(key, { host }),
  },
  {
    name: '@rudderstack/rudder-sdk-node',
    user: 'rudder',
    open: (key: string, dataPlaneUrl: string, of: AnalyticsClass) => new of(key, { dataPlaneUrl }),
  },
];

describe.each(CLIENTS)('D16 $name', ({ name, user, open }) => {
  const isInstalled = packageFolder(name) !== undefined;
  const create = () => {
    const loaded = loadPackage(name) as AnalyticsClass & { readonly default?: AnalyticsClass };
    return open(server.key, server.origin, loaded.default ?? loaded);
  };
  const flush = (client: Analytics) =>
    new Promise<void>((resolve, reject) => {
      client.flush((error) => (error ? reject(error) : resolve()));
    });

  test.skipIf(!isInstalled)('D16 it sends all types of messages', async () => {
    const client = create();
    client.identify({ userId: user, traits: { email: 'o@example.com' } });
    client.track({ userId: user, event: 'Charged', properties: { total: 3 } });
    client.page({ userId: user, name: 'Pricing' });
    client.group({ userId: user, groupId: 'acme', traits: { plan: 'team' } });
    await flush(client);
    await expect.poll(() => server.events(user)).toHaveLength(4);
    expect((await server.events(user)).map(({ name: event }) => event)).toEqual(
      expect.arrayContaining(['$profile.changed', 'Charged', 'Page Viewed']),
    );
    expect(await server.profile(user)).toMatchObject({ email: 'o@example.com', group: { id: 'acme' } });
  });

  test.skipIf(!isInstalled).each([
    ['503', { status: 503 } as const],
    ['a cut connection', 'cut' as const],
  ])('D16 after %s, each event counts once', async (fault, what) => {
    const client = create();
    const before = server.seen.length;
    server.fail(what);
    client.track({ userId: `${user} ${fault}`, event: 'E' });
    await expect.poll(() => server.seen.slice(before).filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await server.events(`${user} ${fault}`)).toHaveLength(1);
  });
});

import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import { PersonId } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import { PLATFORMS } from '../../journey/delivery/device.ts';
import type { Sql } from '../../store/base/sql.ts';
import {
  type DeviceLine,
  deviceIdOf,
  listDevices,
  type NamedDevice,
  registerDevices,
  removeDevice,
} from '../../store/people/devices.ts';
import { findOrMakePersons, findPerson, nameOf } from '../../store/people/identities.ts';
import type { Store } from '../../store/person.ts';
import { findUser } from '../../store/read-model/users.ts';
import { isoOrNull, Text, Time, UserId } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';

export interface DevicePorts {
  readonly sql: Sql;
  readonly store: Store;
  /** Public VAPID key of new web push subscriptions. Undefined: web push has no provider. */
  readonly vapidKey: string | undefined;
}

const Token = text(MOST.pushToken).regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');
const VapidKey = text(100)
  .regex(/^[A-Za-z0-9_-]{87}$/, 'must be 65 bytes in base64url')
  .describe('Public VAPID key, in base64url: the `applicationServerKey` of the subscription');

const PushDevice = z.strictObject({
  channel: z.literal('push'),
  token: Token.describe('Token of FCM or APNs'),
  platform: z.enum(PLATFORMS).optional(),
  provider: z
    .enum(['fcm', 'apns'])
    .optional()
    .describe('Who issued the token. By default, APNs for a token of hexadecimal digits only, and FCM for others.'),
  app: text(MOST.app)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional()
    .describe('Bundle ID of the app. By default, the one in the settings.'),
  environment: z
    .enum(['development', 'production'])
    .optional()
    .describe('Which service of APNs knows the token. Found out with the first message if absent.'),
});

const WebPushDevice = z.strictObject({
  channel: z.literal('webPush'),
  subscription: z
    .looseObject({
      endpoint: text(MOST.pushToken).regex(/^https:\/\/[^\s\0]+$/, 'must be an https URL'),
      keys: z.looseObject({
        p256dh: text(100).regex(/^[A-Za-z0-9_-]{87}=?$/, 'must be 65 bytes in base64url'),
        auth: text(100).regex(/^[A-Za-z0-9_-]{22}(==)?$/, 'must be 16 bytes in base64url'),
      }),
    })
    .describe('`PushSubscription` of the browser, as JSON'),
  vapidKey: VapidKey.optional().describe('Key that the subscription was made with. By default, the current one.'),
});

const NewDevice = z.discriminatedUnion('channel', [PushDevice, WebPushDevice]).meta({ id: 'NewDevice' });

const DeviceSchema = z
  .object({
    id: z.string(),
    channel: z.enum(['push', 'webPush']),
    platform: z.enum(PLATFORMS).nullable(),
    provider: z.string().nullable(),
    app: z.string().nullable(),
    environment: z.enum(['development', 'production']).nullable(),
    vapidKey: z.string().nullable(),
    source: z
      .enum(['registered', 'profile'])
      .describe('`profile`: the trait `pushToken` or `webPushSubscription` names it'),
    addedAt: Time.nullable(),
    seenAt: Time.nullable(),
    droppedAt: Time.nullable().describe('Since when it gets no more messages'),
    droppedWhy: z.string().nullable(),
  })
  .meta({ id: 'Device' });

const toView = ({ isTrait, addedAt, seenAt, droppedAt, ...line }: DeviceLine): z.infer<typeof DeviceSchema> => ({
  ...line,
  source: isTrait ? 'profile' : 'registered',
  addedAt: isoOrNull(addedAt),
  seenAt: isoOrNull(seenAt),
  droppedAt: isoOrNull(droppedAt),
});

const Params = z.strictObject({ userId: UserId });
const Devices = z.object({ devices: z.array(DeviceSchema) }).meta({ id: 'Devices' });

export const deviceRoutes = ({ sql, store, vapidKey }: DevicePorts): readonly Route[] => {
  const tag = 'Users';
  return [
    route(
      {
        method: 'get',
        path: '/v1/web-push/key',
        name: 'getWebPushKey',
        tag,
        access: 'open',
        summary: 'Get the public key for new web push subscriptions',
        description: 'The `applicationServerKey` for `PushManager.subscribe`. Null if no web push provider is set up.',
        answer: z.object({ publicKey: z.string().nullable() }).meta({ id: 'WebPushKey' }),
      },
      () => answer({ publicKey: vapidKey ?? null }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/users/:userId/devices',
        name: 'listDevices',
        tag,
        access: 'read',
        summary: 'List devices of a user, last seen first',
        description: 'The latest 100, dropped ones included. Tokens are not shown.',
        params: Params,
        answer: Devices,
        refusals: ['user-not-found'],
      },
      async ({ params: { userId }, caller: { workspace } }) => {
        const user = await findUser(sql, workspace, userId);
        if (!user) return noUser(userId);
        const who = { workspace, person: PersonId.parse(user.person) };
        return answer({ devices: (await listDevices(sql, who)).map(toView) });
      },
    ),
    route(
      {
        method: 'put',
        path: '/v1/users/:userId/devices',
        name: 'registerDevice',
        tag,
        access: 'ingest',
        summary: 'Register a device of a user, who is created if unknown',
        description:
          'Call it when the user signs in and when the app gets a new token. A device of another user moves to this one. Of more than 20 live devices of a channel, the 20 seen last stay.',
        params: Params,
        body: NewDevice,
        answer: Devices,
        refusals: ['user-not-found'],
      },
      async ({ params: { userId }, body, caller: { workspace } }) => {
        const identity = { kind: 'user', value: userId } as const;
        const person = (await findOrMakePersons(sql, workspace, [identity])).get(nameOf(identity));
        const devices = person && (await register(store, { workspace, person }, toNamed(body, vapidKey)));
        return devices ? answer({ devices: devices.map(toView) }) : noUser(userId);
      },
    ),
    route(
      {
        method: 'delete',
        path: '/v1/users/:userId/devices/:device',
        name: 'removeDevice',
        tag,
        access: 'ingest',
        summary: 'Stop sending to a device of a user',
        description:
          'Call it when the user signs out. Takes the ID of the device, its token, or the endpoint of its subscription. Answers the devices that are left. A device that is unknown or has been dropped changes nothing.',
        params: z.strictObject({ userId: UserId, device: Text(MOST.pushToken) }),
        answer: Devices,
        refusals: ['user-not-found'],
      },
      async ({ params: { userId, device }, caller: { workspace } }) => {
        const user = await findUser(sql, workspace, userId);
        if (!user) return noUser(userId);
        const who = { workspace, person: PersonId.parse(user.person) };
        const devices = await store.person(who, async (own, now) => {
          await removeDevice(own, now, who, device);
          return listDevices(own, who);
        });
        return answer({ devices: devices.map(toView) });
      },
    ),
  ];
};

const PushKey = z.object({ publicKey: z.string().nullable() });

/** Routes that register a browser for web push with a user token. */
export const ownDeviceRoutes = ({ sql, store, vapidKey }: DevicePorts): readonly Route[] => {
  const common = { path: '/v1/feed/web-push', tag: 'In-app', access: 'user' } as const;
  return [
    route(
      {
        ...common,
        method: 'get',
        name: 'getOwnWebPush',
        summary: 'Get the public key to subscribe the token’s user to web push',
        description: 'Null if no web push provider is set up.',
        answer: PushKey.meta({ id: 'OwnWebPush' }),
      },
      () => answer({ publicKey: vapidKey ?? null }),
    ),
    route(
      {
        ...common,
        method: 'post',
        name: 'subscribeOwnBrowser',
        summary: 'Register a web push subscription of the token’s user',
        description: 'A subscription that belongs to another user moves to this user.',
        body: WebPushDevice.omit({ channel: true }),
        answer: z.object({ id: z.string().describe('ID of the device') }).meta({ id: 'OwnSubscription' }),
        refusals: ['user-not-found'],
      },
      async ({ body, caller: { workspace, userId = '' } }) => {
        const person = await findPerson(sql, workspace, userId);
        const device = toNamed({ channel: 'webPush', ...body }, vapidKey);
        const devices = person && (await register(store, { workspace, person }, device));
        return devices ? answer({ id: deviceIdOf(device.named) }) : noUser(userId);
      },
    ),
  ];
};

/** Registers a device. Undefined if the user has been erased meanwhile. */
const register = (store: Store, who: Parameters<typeof listDevices>[1], device: NamedDevice) =>
  store.person(who, async (sql, now) => {
    const { workspace, person } = who;
    const alive = await sql`select from persons where workspace = ${workspace} and id = ${person}`;
    if (alive.length === 0) return undefined;
    await registerDevices(sql, workspace, now, [{ ...device, person }]);
    return listDevices(sql, who);
  });

function toNamed(given: z.output<typeof NewDevice>, vapidKey: string | undefined): NamedDevice {
  if (given.channel === 'push') {
    const { channel, token, ...about } = given;
    return { channel, address: token, named: token, ...about };
  }
  const { channel, subscription } = given;
  const { endpoint, keys } = subscription;
  const address = JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  return { channel, address, named: endpoint, platform: 'web', vapidKey: given.vapidKey ?? vapidKey };
}

const noUser = (userId: string): RouteResult<never> =>
  refusal('user-not-found', `there is no user "${userId}"`, 'a user exists from their first event, entry or device on');

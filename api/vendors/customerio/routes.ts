import { z } from 'zod';
import { PersonId } from '../../../journey/base/ids.ts';
import { MOST } from '../../../journey/base/limits.ts';
import { removeDevice } from '../../../store/people/devices.ts';
import { findUser } from '../../../store/read-model/users.ts';
import { takeMessage } from '../../events/intake.ts';
import { MessageBody } from '../../events/wire.ts';
import { Text, UserId } from '../../paging.ts';
import { answer, type Route, type RouteResult, route } from '../../route.ts';
import { parseBy } from '../translate.ts';
import type { VendorPorts } from '../vendor.ts';
import { CUSTOMERIO } from './dialect.ts';
import { translateCustomer, translateDevice, translateEvent, translateSuppression } from './translate.ts';

const Done = z.strictObject({}).meta({ id: 'CustomerIoDone' });
const COMMON = { tag: 'Events', kind: 'events', dialect: CUSTOMERIO, access: 'ingest', answer: Done } as const;
const Customer = z.strictObject({ id: UserId });
const CUSTOMERS = '/api/v1/customers/:id';
/** Clients send a body with most requests, and some none. */
const AnyBody = z.unknown();

/** Routes of Customer.io's Track API, version 1. The API key is a Sojourn key; any site ID is accepted. */
export const customerioRoutes = (ports: VendorPorts): readonly Route[] => [
  ...customerRoutes(ports),
  ...eventRoutes(ports),
  ...deviceRoutes(ports),
  ...suppressionRoutes(ports),
  ...unusedRoutes(),
];

const FOR_CLIENTS = "For Customer.io's clients.";

const customerRoutes = (ports: VendorPorts): readonly Route[] => [
  route(
    {
      ...COMMON,
      method: 'put',
      path: CUSTOMERS,
      name: 'identifyCustomer',
      summary: "Change traits of a user in Customer.io's format",
      description: `${FOR_CLIENTS} \`unsubscribed\` also sets the consent of every channel.`,
      params: Customer,
      body: MessageBody.optional(),
      refusals: ['body-too-large'],
    },
    ({ params: { id }, body = {}, ...asked }) =>
      take(ports, { ...asked, body }, (given) => translateCustomer(id, given)),
  ),
  route(
    {
      ...COMMON,
      method: 'delete',
      path: CUSTOMERS,
      name: 'deleteCustomer',
      access: 'admin',
      summary: "Erase a user, asked in Customer.io's format",
      description: `${FOR_CLIENTS} See eraseUser. An unknown user is fine.`,
      params: Customer,
      body: AnyBody,
    },
    async ({ params: { id: userId }, caller: { workspace, key } }) => {
      await ports.erase({ workspace, userId, actor: key });
      return answer({});
    },
  ),
];

const eventRoutes = (ports: VendorPorts): readonly Route[] => [
  route(
    {
      ...COMMON,
      method: 'post',
      path: `${CUSTOMERS}/events`,
      name: 'trackCustomer',
      summary: "Record an event of a user in Customer.io's format: {name, data}",
      description: `${FOR_CLIENTS} Repeats of an \`id\` are ignored.`,
      params: Customer,
      body: MessageBody,
      refusals: ['body-too-large'],
    },
    ({ params: { id }, ...asked }) => take(ports, asked, (given) => translateEvent(id, given)),
  ),
  route(
    {
      ...COMMON,
      method: 'post',
      path: '/api/v1/events',
      name: 'trackAnonymousCustomer',
      summary: "Record an event of an anonymous user in Customer.io's format: {name, data, anonymous_id}",
      description: FOR_CLIENTS,
      body: MessageBody,
      refusals: ['body-too-large'],
    },
    (asked) => take(ports, asked, (given) => translateEvent(undefined, given)),
  ),
];

const deviceRoutes = (ports: VendorPorts): readonly Route[] => [
  route(
    {
      ...COMMON,
      method: 'put',
      path: `${CUSTOMERS}/devices`,
      name: 'addCustomerDevice',
      summary: "Register a device of a user in Customer.io's format: {device: {id, platform}}",
      description: FOR_CLIENTS,
      params: Customer,
      body: MessageBody,
      refusals: ['body-too-large'],
    },
    ({ params: { id }, ...asked }) => take(ports, asked, (given) => translateDevice(id, given)),
  ),
  route(
    {
      ...COMMON,
      method: 'delete',
      path: `${CUSTOMERS}/devices/:device`,
      name: 'deleteCustomerDevice',
      summary: "Stop sending to a device of a user, asked in Customer.io's format",
      description: FOR_CLIENTS,
      params: Customer.extend({ device: Text(MOST.pushToken) }),
      body: AnyBody,
    },
    async ({ params: { id, device }, caller: { workspace } }) => {
      const user = await findUser(ports.database.sql, workspace, id);
      if (user) {
        const who = { workspace, person: PersonId.parse(user.person) };
        await ports.store.person(who, (own, now) => removeDevice(own, now, who, device));
      }
      return answer({});
    },
  ),
];

const suppressionRoutes = (ports: VendorPorts): readonly Route[] =>
  (['suppress', 'unsuppress'] as const).map((said) =>
    route(
      {
        ...COMMON,
        method: 'post',
        path: `${CUSTOMERS}/${said}`,
        name: `${said}Customer`,
        summary:
          said === 'suppress'
            ? "Set a user's consent to no for every channel, asked in Customer.io's format"
            : "Take back `suppress`, asked in Customer.io's format",
        description: `${FOR_CLIENTS} The user's own choices stay.`,
        params: Customer,
        body: AnyBody,
      },
      ({ params: { id }, ...asked }) => take(ports, { ...asked, body: {} }, () => translateSuppression(id, said)),
    ),
  );

/** Routes that Sojourn accepts without using them, as it does Segment's `alias`. */
const unusedRoutes = (): readonly Route[] =>
  [
    { path: '/api/v1/merge_customers', name: 'mergeCustomers' },
    { path: '/api/v1/push/events', name: 'trackCustomerPush', aliases: ['/api/v1/metrics'] },
  ].map((of) =>
    route(
      {
        ...COMMON,
        ...of,
        method: 'post',
        summary: "Accepted for Customer.io's clients; has no effect",
        body: AnyBody,
      },
      () => answer({}),
    ),
  );

interface Asked {
  readonly body: Readonly<Record<string, unknown>>;
  readonly bodyBytes: number;
  readonly caller: { readonly workspace: Parameters<typeof takeMessage>[1]['workspace'] };
}

async function take(
  ports: VendorPorts,
  { body, bodyBytes, caller: { workspace } }: Asked,
  translate: Parameters<typeof parseBy>[0],
): Promise<RouteResult<z.infer<typeof Done>>> {
  const taken = await takeMessage(ports, { workspace, bodyBytes, message: body, parse: parseBy(translate) });
  return taken.ok ? answer({}) : taken;
}

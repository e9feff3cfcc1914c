import { z } from 'zod';
import type { FindCallbacks } from '../../channels/callbacks.ts';
import type { AddressLink, CallbackReading } from '../../channels/provider.ts';
import { assertNever } from '../../journey/base/assert-never.ts';
import { MOST } from '../../journey/base/limits.ts';
import { trimSlashes } from '../../journey/base/trim-slashes.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import type { CallbackSource, IncomingCallback } from '../../store/callbacks/callbacks.ts';
import { incomingOf } from '../callbacks/incoming.ts';
import { Text } from '../paging.ts';
import {
  answer,
  type PageContent,
  type RawRequest,
  type Route,
  type RouteResult,
  rawRoute,
  refusal,
} from '../route.ts';

export interface CallbackRoutePorts {
  readonly find: FindCallbacks;
  /** The API's URL, as providers reach it. */
  readonly publicUrl: string | undefined;
  /** Resolves when they are durable. */
  readonly store: (
    from: CallbackSource,
    callbacks: readonly IncomingCallback[],
    links?: readonly AddressLink[],
  ) => Promise<void>;
}

const Params = z.strictObject({
  channel: Text(MOST.name).describe(`The provider's channel: ${MessageChannel.options.join(', ')}`),
  provider: Text(MOST.name).describe('The provider, as `<CHANNEL>_PROVIDER` names it'),
});

/** Routes that providers call. The provider's reader checks the signature over the raw body and the public URL. */
export function callbackRoutes(ports: CallbackRoutePorts): readonly Route[] {
  const common = {
    path: '/v1/callbacks/:channel/:provider',
    tag: 'Events',
    access: 'open',
    kind: 'callback',
    description:
      "Takes reports and replies from a chosen provider, in its own format and with its signature. Answers once they are stored; repeats are ignored. Enter this route's URL at the provider.",
    params: Params,
    answer: 'text/plain',
    statuses: { 200: 'Stored, or the answer to a handshake' },
    refusals: [
      'provider-not-found',
      'signature-wrong',
      'callback-unreadable',
      'body-too-large',
      'rate-limited',
      'busy',
    ],
  } as const;
  return (['get', 'post'] as const).map((method) =>
    rawRoute(
      {
        ...common,
        method,
        name: method === 'get' ? 'takeCallbackByGet' : 'takeCallback',
        summary:
          method === 'get' ? "Answer a provider's handshake, or take a callback" : 'Take a callback of a provider',
      },
      async ({ params, headers, raw, caller: { workspace } }) => {
        const channel = MessageChannel.safeParse(params.channel).data;
        const reader = channel && ports.find(channel, params.provider);
        if (!channel || !reader) return refuseUnknown(params);
        const method = raw.method === 'POST' ? 'POST' : 'GET';
        const url = urlOf(raw, ports.publicUrl, headers.host);
        const reading = await reader.read({ method, url, headers, body: raw.body });
        if (reading.type === 'read')
          await ports.store(
            { workspace, channel, provider: params.provider },
            incomingOf(reading.reports, reading.inbound),
            reading.links,
          );
        return answerTo(reading);
      },
    ),
  );
}

/** Returns the URL that the provider called. Without PUBLIC_URL, the host is taken from the request. */
const urlOf = ({ target }: RawRequest, publicUrl: string | undefined, host: string | undefined): string =>
  `${publicUrl === undefined ? `http://${host ?? 'localhost'}` : trimSlashes(publicUrl)}${target}`;

function answerTo(reading: CallbackReading): RouteResult<PageContent> {
  switch (reading.type) {
    case 'refused':
      return refusal('signature-wrong', reading.reason, "check the provider's signing secret, and PUBLIC_URL");
    case 'unreadable':
      return refusal('callback-unreadable', reading.reason, 'send it as the provider documents it');
    case 'later':
      return refusal('busy', reading.reason, 'send it again in a while');
    case 'handshake':
    case 'read': {
      const { status = 200, contentType = 'text/plain', body = '' } = reading.answer ?? {};
      return answer({ text: body }, { status, headers: { 'Content-Type': contentType } });
    }
    default:
      return assertNever(reading);
  }
}

const refuseUnknown = ({ channel, provider }: z.infer<typeof Params>): RouteResult<never> =>
  refusal(
    'provider-not-found',
    `no provider "${provider}" of the channel "${channel}" takes callbacks here`,
    `set the channel's _PROVIDER variable to it, or call the URL of a chosen provider`,
  );

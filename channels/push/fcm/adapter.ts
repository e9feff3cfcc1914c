import { trimSlashes } from '../../../journey/base/trim-slashes.ts';
import { callProvider } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Adapter } from '../../port.ts';
import { readNotice } from '../notice.ts';
import { createAccessTokens } from './access-token.ts';
import { answerOf } from './answer.ts';
import { writeFcmMessage } from './message.ts';
import type { ServiceAccount } from './service-account.ts';

export interface FcmSettings {
  readonly account: ServiceAccount;
  /** For example `https://fcm.googleapis.com`. */
  readonly url: string;
  readonly delivery: 'at-most-once' | 'at-least-once';
  readonly outbound: Outbound;
  readonly perSecond?: number | undefined;
  readonly now: () => number;
}

/** Creates the adapter that sends by Firebase Cloud Messaging, HTTP v1, to one token a call. */
export function createFcmAdapter({ account, url, delivery, outbound, perSecond, now }: FcmSettings): Adapter<'push'> {
  const tokens = createAccessTokens(account, outbound, now);
  const endpoint = `${trimSlashes(url)}/v1/projects/${account.projectId}/messages:send`;

  return {
    channel: 'push',
    provider: 'fcm',
    delivery,
    perSecond,
    announcesHandOver: true,
    isByDevice: true,

    async deliver({ key, to, content }, handingOver = async () => {}) {
      const value = writeFcmMessage(to, key, readNotice(content), now());
      const send = (token: string) =>
        callProvider(
          outbound,
          { url: endpoint, headers: { authorization: `Bearer ${token}` }, body: { type: 'json', value } },
          now(),
        );
      const first = await tokens.get();
      if (!first.ok) return first.answer;
      await handingOver();
      const reply = await send(first.token);
      const answer = answerOf(reply);
      const isRefused = reply.type === 'answered' && reply.status === 401 && !isThirdParty(answer);
      if (!isRefused) return answer;
      tokens.forget(first.token);
      const second = await tokens.get();
      return second.ok ? answerOf(await send(second.token)) : second.answer;
    },
  };
}

/** Another key is at fault, not the access token. */
const isThirdParty = (answer: ReturnType<typeof answerOf>): boolean =>
  'reason' in answer && answer.reason.includes('THIRD_PARTY_AUTH_ERROR');

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { create } from 'zustand';
import type { JsonObject } from '../../../journey/base/json';
import { type Channel, isMessageChannel, type MessageChannel } from '../../../journey/delivery/channel';
import { addressTraitOf } from '../../../journey/delivery/channels/address-of';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components } from '../client/schema';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';

const { sendTest: say } = words.builder;

type Tested = components['schemas']['TestedMessage'];

/** A node's message, filled in for one user. */
export interface Testing {
  /** The journey whose content blocks and time zone the message uses. */
  readonly journey?: string;
  readonly node: JsonObject;
  readonly user: string;
  readonly profile: JsonObject;
  readonly entry: JsonObject;
  /** Set to send the message with this provider. */
  readonly provider?: { readonly name: string; readonly title: string };
}

interface Asked {
  readonly to: string;
  readonly via: 'sandbox' | 'provider';
}

const send = ({ journey, node, profile, entry, provider }: Testing, { to, via }: Asked): Promise<Tested> =>
  unwrap(
    api.POST('/v1/messages/test', {
      body: {
        ...{ inline: node, profile, context: { entry }, via },
        ...(journey !== undefined && { journey }),
        ...(provider && { provider: provider.name }),
        to: to
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      },
    }),
    AWAY,
  );

interface OwnAddresses {
  readonly of: Readonly<Record<string, string>>;
  take(channel: string, address: string): void;
}

/** The author's own address for each channel, remembered between tests. */
const useOwnAddresses = create<OwnAddresses>((set) => ({
  of: {},
  take: (channel, address) => set(({ of }) => ({ of: { ...of, [channel]: address } })),
}));

/** A button that sends a node's message to the author's own address, and shows the outcome. */
export function SendTest(testing: Testing) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        className={look.plain}
        type="button"
        aria-label={testing.provider && words.channels.testOf(testing.provider.title)}
        onClick={() => setIsOpen(true)}
      >
        {say.open}
      </button>
      {isOpen && <SendTestSheet testing={testing} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function SendTestSheet({ testing, onClose }: { readonly testing: Testing; readonly onClose: () => void }) {
  const channel = String(testing.node.channel ?? testing.node.type);
  const to = useOwnAddresses(({ of }) => of[channel] ?? '');
  const { take } = useOwnAddresses.getState();
  const { provider } = testing;
  const [via, setVia] = useState<Asked['via']>(provider ? 'provider' : 'sandbox');
  const sending = useMutation({ mutationFn: () => send(testing, { to, via }) });
  return (
    <Sheet title={say.title} onClose={onClose}>
      <p>{provider ? words.channels.testAbout(provider.title) : say.about(testing.user)}</p>
      <TextLine
        label={say.to}
        help={channel === 'webhook' ? say.toWebhook : say.toHelp(nounOf(channel))}
        value={to}
        onChange={(typed) => take(channel, typed)}
      />
      {!provider && <Via via={via} onChange={setVia} />}
      <div role="status">{sending.data && !sending.isPending && <Results tested={sending.data} />}</div>
      {sending.error && <TroubleNotice trouble={sending.error} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.close}
        </button>
        <button
          className={look.ink}
          type="button"
          disabled={to.trim() === '' && channel !== 'webhook'}
          aria-busy={sending.isPending}
          onClick={() => sending.mutate()}
        >
          {say.go}
        </button>
      </div>
    </Sheet>
  );
}

const Via = ({ via, onChange }: Pick<Asked, 'via'> & { readonly onChange: (via: Asked['via']) => void }) => (
  <label className={look.field}>
    {say.via}
    <select
      className={look.input}
      value={via}
      onChange={({ currentTarget: { value } }) => onChange(value === 'provider' ? 'provider' : 'sandbox')}
    >
      <option value="sandbox">{say.sandbox}</option>
      <option value="provider">{say.provider}</option>
    </select>
  </label>
);

/** Returns the label of a channel's address. */
function nounOf(channel: string): string {
  const { nouns } = say;
  const trait = isMessageChannel(channel as Channel) ? addressTraitOf(channel as MessageChannel) : null;
  return nouns[trait ?? 'userId'] ?? trait ?? '';
}

const Results = ({ tested: { results } }: { readonly tested: Tested }) => (
  <ul className={look.plainList}>
    {results.map(({ key, to, outcome, provider, reason }) => (
      <li key={key}>
        <p className={outcome === 'sent' ? look.help : look.wrong}>{say.outcomes[outcome](to, provider)}</p>
        {reason !== null && <p className={look.help}>{reason}</p>}
      </li>
    ))}
  </ul>
);

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { isObject, type JsonObject } from '../../../../journey/base/json';
import { type Channel, isMessageChannel, type MessageChannel } from '../../../../journey/delivery/channel';
import type { DraftNode } from '../../../../journey/document/draft';
import { hasConsent } from '../../../../journey/people/consent';
import { useBuilder } from '../../canvas/store';
import { seenQuery } from '../../client/seen-queries';
import { useLibrary } from '../../client/use-library';
import { textOf } from '../../document/document';
import { entryRows } from '../../samples/entry-rows';
import { RealUser } from '../../samples/real-user';
import { propertiesOf } from '../../samples/rows';
import { SAMPLES } from '../../samples/who';
import { SendTest } from '../../trial/send-test';
import { look } from '../../widgets/look';
import { MessagePreview } from '../../widgets/message-preview';
import { words } from '../../words';
import { Section } from '../section';
import { preview } from './ask-preview';
import type { Previewed, Previewing } from './preview.worker';
import { usePreviewWho } from './preview-who';

const { preview: say } = words.builder;

/** Shows the node's message as Sojourn would render it for one user. */
export function Preview({ id, node }: { readonly id: string; readonly node: DraftNode }) {
  const { who } = usePreviewWho();
  const given = useDeferredValue(usePreviewing(id, node));
  const { data, error } = useQuery({
    queryKey: ['preview', given],
    queryFn: () => preview({ ...given, now: Date.now() }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const channel = textOf(node.channel) || node.type;
  const journey = useBuilder(({ document }) => textOf(document.id));
  return (
    <Section title={say.title} label={say.title}>
      <For />
      {node.transactional !== true &&
        isMessageChannel(channel as Channel) &&
        !hasConsent(who.traits, channel as MessageChannel) && (
          <p className={look.help}>{say.noConsent(who.name, channel)}</p>
        )}
      {error && <p className={look.wrong}>{say.endless}</p>}
      {!error && data && <Shown preview={data} channel={channel} />}
      <SendTest {...given} journey={journey} user={who.name} node={{ ...node }} />
    </Section>
  );
}

/** Input of the preview. */
function usePreviewing(id: string, node: DraftNode): Omit<Previewing, 'now' | 'compiled' | 'lookUps'> {
  const draft = useBuilder(({ document }) => document);
  const library = useLibrary(draft) ?? [];
  const { who } = usePreviewWho();
  const { data: seen } = useQuery(seenQuery);
  const event =
    typeof draft.entry === 'object' && draft.entry !== null ? textOf((draft.entry as JsonObject).event) : '';
  const properties = seen?.events.find(({ name }) => name === event)?.properties ?? [];
  return {
    id,
    node,
    settings: {
      ...(typeof draft.timeZone === 'string' && { timeZone: draft.timeZone }),
      ...(isDateOrder(draft.dateOrder) && { dateOrder: draft.dateOrder }),
      ...(typeof draft.phoneCountry === 'string' && { phoneCountry: draft.phoneCountry }),
      ...(isObject(draft.blocks) && { blocks: draft.blocks }),
    },
    library,
    name: textOf(draft.name),
    user: who.user,
    profile: who.traits,
    entry: propertiesOf(entryRows(draft, properties)),
  };
}

const isDateOrder = (value: unknown): value is 'dmy' | 'mdy' => value === 'dmy' || value === 'mdy';

const REAL = '';

function For() {
  const { who, take } = usePreviewWho();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <select
        className={look.input}
        aria-label={say.who}
        value={SAMPLES.includes(who) ? who.user : 'now'}
        onChange={({ currentTarget: { value } }) => {
          const sample = SAMPLES.find(({ user }) => user === value);
          if (sample) take(sample);
          setIsAsking(value === REAL);
        }}
      >
        {SAMPLES.map(({ user, name }) => (
          <option key={user} value={user}>
            {name}
          </option>
        ))}
        {!SAMPLES.includes(who) && <option value="now">{who.name}</option>}
        <option value={REAL}>{words.rehearse.someoneReal}</option>
      </select>
      {isAsking && <RealUser onTake={take} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function Shown({ preview, channel }: { readonly preview: Previewed; readonly channel: string }) {
  switch (preview.type) {
    case 'unfinished':
      return <p className={look.help}>{say.unfinished}</p>;
    case 'failed':
      return <p className={look.wrong}>{preview.reason}</p>;
    case 'written': {
      const { to, content, missing, unknown, sms } = preview;
      return (
        <>
          <MessagePreview channel={channel} content={content} />
          {sms && <p className={look.help}>{say.sms(sms.characters, sms.segments, sms.encoding)}</p>}
          {to !== '' && <p className={look.help}>{say.to(to)}</p>}
          {missing.length > 0 && <p className={look.wrong}>{say.missing(missing)}</p>}
          {unknown.length > 0 && <p className={look.help}>{say.unknown(unknown.join(', '))}</p>}
        </>
      );
    }
  }
}

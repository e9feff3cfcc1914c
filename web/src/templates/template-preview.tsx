import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import { createMessage, type DraftNode } from '../../../journey/document/draft';
import { preview } from '../builder/preview/ask-preview';
import { useLibrary } from '../client/use-library';
import { SAMPLES } from '../samples/who';
import { look } from '../widgets/look';
import { MessagePreview } from '../widgets/message-preview';
import { words } from '../words';
import type { Written } from './written';

const { template: say } = words;
const NODE = 'preview';

/** Puts a content block into an email of its own for the preview. */
const nodeOf = ({ kind, channel, name, fields }: Written): DraftNode =>
  kind === 'block'
    ? createMessage('email', { content: { subject: name || ' ', html: fields.content ?? '' } })
    : createMessage(channel, fields);

/** Shows the template rendered for a sample user. */
export function TemplatePreview({ written }: { readonly written: Written }) {
  const node = useDeferredValue(useMemo(() => nodeOf(written), [written]));
  const draft = useMemo((): JsonObject => ({ nodes: { [NODE]: node } }), [node]);
  const library = useLibrary(draft) ?? [];
  const [who] = SAMPLES;
  const given = {
    ...{ id: NODE, node, settings: {}, library, name: written.name, entry: {} },
    ...{ user: who?.user ?? '', profile: who?.traits ?? {} },
  };
  const { data, error } = useQuery({
    queryKey: ['preview', given],
    queryFn: () => preview({ ...given, now: Date.now() }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  return (
    <section aria-label={say.preview}>
      <h2>{say.preview}</h2>
      <p className={look.help}>{say.previewFor(who?.name ?? '')}</p>
      {error && <p className={look.wrong}>{words.builder.preview.endless}</p>}
      {data?.type === 'unfinished' && <p className={look.help}>{say.unfinished}</p>}
      {data?.type === 'failed' && <p className={look.wrong}>{data.reason}</p>}
      {data?.type === 'written' && (
        <>
          <MessagePreview channel={written.channel} content={data.content} />
          {data.missing.length > 0 && <p className={look.help}>{say.missing(data.missing)}</p>}
        </>
      )}
    </section>
  );
}

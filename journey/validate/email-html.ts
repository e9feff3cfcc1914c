import type { z } from 'zod';
import type { MessageChannel } from '../delivery/channel.ts';
import type { Content } from '../delivery/content.ts';
import type { Journey } from '../document/document.ts';

/** The HTML or the MJML of a message. */
export interface EmailSource {
  readonly path: string;
  readonly type: 'html' | 'mjml';
  readonly source: string;
  /** True if the message also has a text part. */
  readonly hasText: boolean;
}

/** Lists the HTML and MJML of a document's emails, variants included. */
export const emailSourcesIn = ({ nodes }: Pick<Journey, 'nodes'>): readonly EmailSource[] =>
  Object.entries(nodes).flatMap(([id, node]) =>
    node.type === 'message' ? sourcesOfMessage(node, `nodes.${id}.`) : [],
  );

interface Message {
  readonly channel: MessageChannel;
  readonly content: z.infer<typeof Content>;
  readonly variants?: Readonly<Record<string, z.infer<typeof Content>>> | undefined;
}

/** Lists the HTML and MJML of the message at `where`. Returns none if it isn't an email. */
export const sourcesOfMessage = ({ channel, content, variants = {} }: Message, where = ''): readonly EmailSource[] =>
  channel === 'email'
    ? [
        ...sourcesOf(content, `${where}content`),
        ...Object.entries(variants).flatMap(([locale, own]) => sourcesOf(own, `${where}variants.${locale}`)),
      ]
    : [];

const sourcesOf = (content: z.infer<typeof Content>, path: string): readonly EmailSource[] =>
  (['html', 'mjml'] as const).flatMap((type) => {
    const source = content[type];
    return source === undefined ? [] : [{ path: `${path}.${type}`, type, source, hasText: content.text !== undefined }];
  });

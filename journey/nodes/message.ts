import { z } from 'zod';
import { Channel } from '../channel.ts';
import { common, defineNode } from './define.ts';
import { gate, outcome, send } from './send.ts';

const Text = z.string().max(100_000);

/** What it says, in Liquid: `{{ profile.firstName }}`, `{{ context.entry.product }}`. */
const Content = z
  .strictObject({
    subject: Text.max(1000).optional(),
    title: Text.max(1000).optional(),
    text: Text.optional(),
    html: Text.optional(),
    url: Text.max(4000).optional(),
  })
  .meta({ id: 'Content' });
type Content = z.infer<typeof Content>;

/** Sends one message, once per visit, and goes on by what became of it. */
export const message = defineNode({
  type: 'message',
  family: 'channel',
  title: 'Message',
  about:
    'Sends one message, once per visit, and goes on by what became of it. Somebody without an address takes `unreachable`, without consent `suppressed`.',
  example: {
    type: 'message',
    channel: 'email',
    content: { subject: 'Still interested, {{ profile.firstName }}?', text: 'Your cart is waiting.' },
    tags: ['promotion'],
    then: 'wait',
  },
  waits: true,
  schema: z.strictObject({
    type: z.literal('message'),
    channel: Channel.exclude(['webhook']),
    template: z.string().min(1).max(200).optional().describe('What reports call it; the node id if left out'),
    content: Content,
    tags: z.array(z.string().min(1).max(60)).max(20).default([]),
    transactional: z.boolean().default(false).describe('Goes without consent: a receipt, a password reset'),
    ...common,
  }),
  ports: () => ['sent', 'failed', 'unreachable', 'suppressed'],
  arrive: ({ node, facts }) => gate(node.channel, node.transactional, facts) ?? send(node.channel),
  texts: ({ content }) => Object.entries(content).map(([field, text]) => ({ text, where: `content.${field}` })),
  wake: (_visit, input) => outcome(input, { sent: 'sent', failed: 'failed' }),

  flaws: ({ channel, content }) => {
    const missing = NEEDED[channel].filter((names) => names.every((name) => content[name] === undefined));
    return missing.map((names) => ({
      where: `content.${names[0]}`,
      message: `${channel} needs ${names.join(' or ')}`,
      fix: `add content.${names.join(' or content.')}`,
    }));
  },
  describe: (node) => `${WORDS[node.channel]}${node.template === undefined ? '' : ` ‘${node.template}’`}`,
});

/** For each channel what must be there; of several names one is enough. */
const NEEDED: Record<Exclude<Channel, 'webhook'>, readonly (readonly (keyof Content)[])[]> = {
  email: [['subject'], ['html', 'text']],
  sms: [['text']],
  whatsapp: [['text']],
  push: [['title', 'text']],
  webPush: [['title', 'text']],
  inApp: [['title', 'text', 'html']],
};

const WORDS: Record<Exclude<Channel, 'webhook'>, string> = {
  email: 'Email',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  push: 'Push',
  webPush: 'Web push',
  inApp: 'In-app message',
};

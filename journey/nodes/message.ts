import { z } from 'zod';
import { list, text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { MessageChannel } from '../delivery/channel.ts';
import type { MessageChannelDefinition } from '../delivery/channels/define.ts';
import { MESSAGE_CHANNELS } from '../delivery/channels/index.ts';
import { Content, Variants } from '../delivery/content.ts';
import { expiresAfter, giveUpAfter } from '../delivery/give-up.ts';
import { hasQuietHours } from '../delivery/policies.ts';
import { TemplateReference, templateName } from '../delivery/template.ts';
import { Topic } from '../delivery/topic.ts';
import type { Input } from '../events/input.ts';
import { ENGAGEMENTS, engagementEvent } from '../events/own-events.ts';
import type { Move } from '../moves/move.ts';
import { after, hasDays } from '../time/time.ts';
import { common, defineNode, type Untaken, type Visit } from './define.ts';
import {
  awaitEngagement,
  describeEngagement,
  Engaging,
  engagementFlaws,
  leaveUnengaged,
  linkedEngagements,
  moveByEngagement,
} from './engagement.ts';
import { checkGates, expiredPort, flawIn, heldUntil, moveByOutcome, send } from './send.ts';
import { textsIn } from './value.ts';

const schema = z.strictObject({
  type: z.literal('message'),
  channel: MessageChannel,
  template: z
    .union([text(MOST.name, { min: 1 }).describe('Name in reports'), TemplateReference])
    .optional()
    .describe(
      'A workspace template, such as `{"id": "welcome"}`. Use it instead of `content`. A string only sets the name in reports, which is the node ID by default.',
    ),
  content: Content.default({}),
  variants: Variants.optional().describe(
    'Content by language, such as `de` or `pt-BR`, for users with that `locale`. `de-AT` falls back to `de`, then to `content`, and so do fields that a variant leaves out.',
  ),
  tags: list(text(MOST.label, { min: 1 }), MOST.tags)
    .default([])
    .describe('Kinds of message that frequency caps can count'),
  topic: Topic.optional().describe('What it is about, such as `newsletter`. Users can unsubscribe from one topic.'),
  transactional: z
    .boolean()
    .default(false)
    .describe(
      'For receipts, password resets and the like. Ignores consent, complaints, quiet hours and frequency caps.',
    ),
  counts: z
    .boolean()
    .optional()
    .describe('Whether frequency caps count this message. Only a transactional message can turn this off.'),
  engagement: Engaging.optional(),
  expiresAfter,
  giveUpAfter: giveUpAfter('message'),
  ...common,
});
type Message = z.infer<typeof schema>;

/** Sends one message per visit and continues by its outcome. */
export const message = defineNode({
  type: 'message',
  family: 'channel',
  title: 'Message',
  about:
    'Sends one message per visit and continues by its outcome. Users without an address take `unreachable`. Missing consent, a suppressed address, a full frequency cap or quiet hours that drop take `suppressed`. If `delivered`, `viewed`, `clicked`, `replied`, `bounced`, `complained` or `unsubscribed` is linked, the node waits for the first of them and takes `timeout` if none happens. Sojourn retries a provider that is down until `giveUpAfter`. Set `expiresAfter` for messages that must not arrive late.',
  example: {
    type: 'message',
    channel: 'email',
    content: { subject: 'Still interested, {{ profile.firstName }}?', text: 'Your cart is waiting.' },
    tags: ['promotion'],
    then: 'wait',
  },
  waits: true,
  schema,
  get offers() {
    return MessageChannel.options.map((channel) => ({
      title: MESSAGE_CHANNELS[channel].title,
      icon: channel,
      blank: () => ({ type: 'message', channel, content: {} }),
    }));
  },
  asks: ({ channel }) => MESSAGE_CHANNELS[channel].asks.map((field) => `content.${field}`),
  ports(node) {
    const drawn = linkedEngagements(node);
    return [...(drawn.length === 0 ? ['sent'] : [...drawn, 'timeout']), 'failed', 'unreachable', 'suppressed'];
  },
  optionalPorts: (node) => [...ENGAGEMENTS.filter((kind) => !linkedEngagements(node).includes(kind)), 'expired'],
  untakenPorts(node): Readonly<Record<string, Untaken>> {
    const drawn = linkedEngagements(node);
    const expired: Record<string, Untaken> = node.expiresAfter === undefined ? { expired: NEVER_EXPIRES } : {};
    if (drawn.length === 0) return expired;
    return {
      ...expired,
      sent: { why: `it waits for "${drawn.join('" or "')}" once it has been sent`, fix: 'link "timeout"' },
    };
  },
  takesTime: (node) => (linkedEngagements(node).length === 0 ? [] : [...linkedEngagements(node), 'timeout']),
  arrive: (visit) => checkGates(visit) ?? sendMessage(visit),
  wake,
  interests: (node) => linkedEngagements(node).map((kind) => ({ event: engagementEvent(kind) })),
  lookBack: (node) => linkedEngagements(node).map(engagementEvent),
  traits: ({ engagement, transactional }, policies) =>
    (hasQuietHours(policies) && !transactional) || (engagement && hasDays(engagement.within)) ? ['timezone'] : [],
  resolve: (visit) =>
    visit.isHeld
      ? heldUntil(visit)
      : visit.node.engagement && after(visit.arrivedAt, visit.node.engagement.within, visit.zone),
  texts: ({ content, variants = {} }) => [
    ...textsIn(content, 'content'),
    ...Object.entries(variants).flatMap(([locale, own]) => textsIn(own, `variants.${locale}`)),
  ],

  flaws: (node) => [...messageContentFlaws(node), ...engagementFlaws(node), ...countsFlaws(node)],
  describe: (node) => `${MESSAGE_CHANNELS[node.channel].title}${describeContent(node)}${describeEngagement(node)}`,
});

const SHOWN = 60;

/** Returns the template's name, or the start of the content. */
function describeContent({ template, content: { subject, title, text } }: Message): string {
  const name = templateName(template);
  if (name !== undefined) return ` ‘${name}’`;
  const words = (subject ?? title ?? text ?? '').trim();
  if (words === '') return '';
  return ` “${words.length > SHOWN ? `${words.slice(0, SHOWN - 1)}…` : words}”`;
}

/**
 * A held message checks the gates again at its deadline. A sent one waits for engagement. In between, the node waits
 * for the outcome.
 */
function wake(visit: Visit<Message>, input: Input): Move {
  if (input.type === 'deadline')
    return visit.isHeld ? (checkGates(visit) ?? sendMessage(visit, 'quiet-hours-over')) : leaveUnengaged(visit);
  if (input.type === 'accepted' && visit.until !== null && !visit.isHeld) return moveByEngagement(visit, input.events);
  if (input.type === 'outcome' && input.outcome === 'sent' && linkedEngagements(visit.node).length > 0)
    return awaitEngagement(visit, input);
  return moveByOutcome(input, { sent: 'sent', failed: 'failed', expired: expiredPort(visit.node) });
}

/** Sends, and reports a time zone that isn't one if quiet hours were checked by the journey's instead. */
const sendMessage = ({ node, policies, facts }: Visit<Message>, rule?: string): Move =>
  send(node.channel, {
    ...(rule !== undefined && { rule }),
    also: node.transactional || !hasQuietHours(policies) ? undefined : flawIn(facts.profile),
  });

const NEVER_EXPIRES: Untaken = {
  why: 'the message may go at any time',
  fix: 'add "expiresAfter", such as "2h", or remove the link',
};

/** Returns the flaws of a message's content for its channel. */
export const messageContentFlaws = (given: Pick<Message, 'channel' | 'content' | 'variants'>) => [
  ...contentFlaws(given),
  ...foreignFlaws(given),
  ...mjmlFlaws(given),
];

function contentFlaws({ channel, content, template }: Pick<Message, 'channel' | 'content' | 'template'>) {
  if (typeof template === 'object' && Object.keys(content).length === 0) return []; // the content is in the template
  const { needs }: MessageChannelDefinition = MESSAGE_CHANNELS[channel];
  const missing = needs.filter((names) => names.every((name) => content[name] === undefined));
  return missing.map((names) => ({
    where: `content.${names[0]}`,
    message: `${channel} needs ${names.join(' or ')}`,
    fix: `add content.${names.join(' or content.')}`,
  }));
}

/** Returns the content of a message and of each language, with its path. */
const contentsOf = ({ content, variants = {} }: Pick<Message, 'content' | 'variants'>) => [
  ['content', content] as const,
  ...Object.entries(variants).map(([name, own]) => [`variants.${name}`, own] as const),
];

/** Finds fields that the channel doesn't have and would never show. */
function foreignFlaws({ channel, ...message }: Pick<Message, 'channel' | 'content' | 'variants'>) {
  const { extras = [] }: MessageChannelDefinition = MESSAGE_CHANNELS[channel];
  return contentsOf(message).flatMap(([where, content]) =>
    EXTRAS.filter((field) => content[field] !== undefined && !extras.includes(field)).map((field) => ({
      where: `${where}.${field}`,
      message: `${channel} has no ${field}`,
      fix: `remove ${where}.${field}`,
    })),
  );
}

/** MJML is a language for writing mail, which no mail program shows. */
const mjmlFlaws = (message: Pick<Message, 'content' | 'variants'>) => [
  ...contentsOf(message)
    .filter(([, { html, mjml }]) => html !== undefined && mjml !== undefined)
    .map(([where]) => ({
      where: `${where}.html`,
      message: 'a message can’t have both HTML and MJML, since MJML compiles to HTML',
      fix: `remove ${where}.html or ${where}.mjml`,
    })),
  ...contentsOf(message)
    .filter(([, { html = '' }]) => /<mjml[\s>]|<mj-[a-z]/i.test(html))
    .map(([where]) => ({
      where: `${where}.html`,
      message: "this is MJML, which mail programs can't show",
      fix: `move it to ${where}.mjml`,
    })),
];

/** Content that only some channels have. */
const EXTRAS = [
  ...new Set(Object.values(MESSAGE_CHANNELS).flatMap(({ extras = [] }: MessageChannelDefinition) => extras)),
];

const countsFlaws = ({ counts, transactional }: Message) =>
  counts === false && !transactional
    ? [
        {
          where: 'counts',
          message: 'only a transactional message can be exempt from frequency caps',
          fix: 'remove "counts", or set "transactional": true',
        },
      ]
    : [];

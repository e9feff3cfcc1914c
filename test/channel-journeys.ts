import { readFileSync } from 'node:fs';
import type { MessageChannel } from '../journey/delivery/channel.ts';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { Segment } from '../journey/segments/segment.ts';

/** Acceptance journeys A and C, on the channels of their documents and on the others, and one journey for each channel. */

const read = (file: string): string => readFileSync(new URL(`../examples/${file}`, import.meta.url), 'utf8');

export const SEGMENTS = (JSON.parse(read('loyalty-onboarding/segments.json')) as unknown[]).map((each) =>
  Segment.parse(each),
);

export const CART = Journey.parse(JSON.parse(read('abandoned-cart/journey.json')));
export const LOYALTY = Journey.parse(JSON.parse(read('loyalty-onboarding/journey.json')));

type Channels = Readonly<Partial<Record<MessageChannel, MessageChannel>>>;

/** Replacement content of the examples' templates for channels that need other fields. */
const CONTENT: Readonly<Partial<Record<MessageChannel, object>>> = {
  webPush: { title: '{{ profile.firstName }}, have a look', text: 'We ship it free of charge today.' },
  inApp: { title: 'Your {{ context.entry.product | default: "points" }} wait, {{ profile.firstName }}', text: 'Soon.' },
  whatsapp: {
    whatsappTemplate: {
      ...{ name: 'welcome', language: 'en_US' },
      parameters: ['{{ profile.firstName }}', '{{ context.entry.product | default: "points" }}'],
    },
  },
};

/** Moves a journey's messages, and its conditions about their channels, to other channels. */
function onChannels(journey: Journey, suffix: string, channels: Channels): JourneyInput {
  const moveChannel = (channel: string) => channels[channel as MessageChannel] ?? channel;
  const nodes = Object.entries(journey.nodes).map(([id, node]) => {
    if (node.type !== 'message') return [id, node] as const;
    const channel = moveChannel(node.channel) as MessageChannel;
    return [id, { ...node, channel, content: CONTENT[channel] ?? node.content }] as const;
  });
  const text = JSON.stringify({ ...journey, id: `${journey.id}-${suffix}`, nodes: Object.fromEntries(nodes) });
  const input = JSON.parse(
    text.replaceAll('profile.consent.sms', `profile.consent.${moveChannel('sms')}`),
  ) as JourneyInput;
  const quietHours = journey.quietHours.map((each) => ({
    ...each,
    ...(each.channels && { channels: each.channels.map((channel) => moveChannel(channel) as MessageChannel) }),
  }));
  return { ...input, quietHours };
}

/** Journey A on the other channels. At its end, a webhook notifies a system of the shop. */
export function cartElsewhere(webhookUrl: string): Journey {
  const moveChannel = onChannels(CART, 'elsewhere', { push: 'webPush', sms: 'whatsapp', email: 'inApp' });
  const { email, ...nodes } = moveChannel.nodes;
  return Journey.parse({
    ...moveChannel,
    nodes: {
      ...nodes,
      email: { ...email, then: 'crm' },
      crm: {
        ...{ type: 'webhook', url: webhookUrl, body: { user: '{{ userId }}' }, as: 'crm' },
        links: { ok: 'done', failed: 'done' },
      },
    },
  });
}

export const LOYALTY_ELSEWHERE = Journey.parse(onChannels(LOYALTY, 'elsewhere', { email: 'inApp', sms: 'whatsapp' }));

/** Reports from each channel's provider, or from the user's app, about a message. */
export const HEARD = {
  email: 'clicked',
  sms: 'delivered',
  push: 'viewed',
  webPush: 'clicked',
  inApp: 'clicked',
  whatsapp: 'viewed',
} as const satisfies Record<MessageChannel, string>;

/** A journey that waits for reports about its message, with a reply as its goal. */
export const heardOn = (channel: MessageChannel): Journey =>
  Journey.parse({
    ...{ id: `heard-${channel.toLowerCase()}`, name: `Heard on ${channel}`, start: 'ask' },
    goals: [{ id: 'replied', event: '$message.replied', where: { path: 'event.channel', op: '=', value: channel } }],
    entry: { type: 'event', event: `Asked by ${channel}` },
    nodes: {
      ask: {
        ...{ type: 'message', channel, engagement: { within: '1d' } },
        content: CONTENT[channel] ?? {
          ...(channel === 'email' && { subject: 'Hello', html: '<p><a href="https://shop.example/sale">Sale</a></p>' }),
          ...(channel !== 'email' && { text: 'How are you?' }),
        },
        links: { [HEARD[channel]]: 'heard', timeout: 'quiet' },
        then: 'quiet',
      },
      heard: { type: 'exit', reason: HEARD[channel] },
      quiet: { type: 'exit', reason: 'quiet' },
    },
  });

import type { JourneyInput } from '../../journey/document/document.ts';

/** An abandoned-cart journey with seconds instead of hours, so that you can watch it. */
export const DEMO_JOURNEY: JourneyInput = {
  id: 'demo-cart',
  name: 'Demo: abandoned cart in seconds',
  description: 'npm run demo: push, then SMS, then email, three seconds apart. A purchase ends it.',
  labels: ['demo'],
  goals: [{ id: 'purchase', event: 'Order Completed' }],
  entry: { type: 'event', event: 'Cart Left', key: 'event.cartId', reentry: { policy: 'always' } },
  timeout: '10m',
  start: 'think',
  nodes: {
    think: { type: 'delay', for: '2s', then: 'push' },
    push: {
      type: 'message',
      channel: 'push',
      template: 'free-shipping',
      content: {
        title: 'Still thinking, {{ profile.firstName }}?',
        text: 'Your {{ context.entry.product }} ships free today.',
      },
      then: 'wait-1',
    },
    'wait-1': { type: 'delay', for: '3s', then: 'sms' },
    sms: {
      type: 'message',
      channel: 'sms',
      template: 'ten-percent',
      content: { text: '10 % off your {{ context.entry.product }}, until midnight.' },
      then: 'wait-2',
    },
    'wait-2': { type: 'delay', for: '3s', then: 'email' },
    email: {
      type: 'message',
      channel: 'email',
      template: 'last-reminder',
      content: {
        subject: '{{ profile.firstName }}, your {{ context.entry.product }} is waiting',
        html: '<h1>One last word</h1><p>Your <b>{{ context.entry.product }}</b> is still in your cart.</p>',
      },
      then: 'done',
    },
    done: { type: 'exit' },
  },
};

export interface Character {
  readonly name: string;
  readonly product: string;
  readonly traits: Readonly<Record<string, string | object>>;
  /** Milliseconds from leaving the cart to buying. */
  readonly buysAfterMs?: number;
  /** Expected templates, in order. */
  readonly gets: readonly string[];
  /** Expected exit reason. */
  readonly ends: string;
  readonly moral: string;
}

const reachable = { pushToken: 'device-token', phone: '+31612345678' };

export const CHARACTERS: readonly Character[] = [
  {
    name: 'Ana',
    product: 'tent',
    traits: reachable,
    gets: ['free-shipping', 'ten-percent', 'last-reminder'],
    ends: 'completed',
    moral: 'stays silent: gets all three messages',
  },
  {
    name: 'Ben',
    product: 'kayak',
    traits: reachable,
    buysAfterMs: 3_500,
    gets: ['free-shipping'],
    ends: 'goal',
    moral: 'buys after the push: gets nothing more',
  },
  {
    name: 'Cleo',
    product: 'lantern',
    traits: { phone: reachable.phone },
    gets: ['ten-percent', 'last-reminder'],
    ends: 'completed',
    moral: 'has no device: push is unreachable, the others are sent',
  },
  {
    name: 'Dan',
    product: 'stove',
    traits: { ...reachable, consent: { sms: false } },
    gets: ['free-shipping', 'last-reminder'],
    ends: 'completed',
    moral: 'opted out of SMS: it is suppressed',
  },
  {
    name: 'Eve',
    product: 'map',
    traits: reachable,
    buysAfterMs: 500,
    gets: [],
    ends: 'goal',
    moral: 'buys at once: gets nothing',
  },
];

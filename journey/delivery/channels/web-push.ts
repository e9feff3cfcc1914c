import { defineMessageChannel } from './define.ts';

export const webPush = defineMessageChannel({
  title: 'Web push',
  address: 'webPushSubscription',
  isObjectAddress: true,
  hasDevices: true,
  needs: [['title', 'text']],
  extras: ['image', 'badge', 'collapseId', 'timeToLive', 'urgency'],
  asks: ['title', 'text', 'url', 'image'],
});

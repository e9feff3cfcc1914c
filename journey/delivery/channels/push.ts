import { defineMessageChannel } from './define.ts';

export const push = defineMessageChannel({
  title: 'Push',
  address: 'pushToken',
  hasDevices: true,
  needs: [['title', 'text']],
  extras: ['image', 'badge', 'sound', 'collapseId', 'timeToLive', 'urgency'],
  asks: ['title', 'text', 'url', 'image'],
});

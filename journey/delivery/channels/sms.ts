import { defineMessageChannel } from './define.ts';

export const sms = defineMessageChannel({
  title: 'SMS',
  address: 'phone',
  needs: [['text']],
  asks: ['text'],
});

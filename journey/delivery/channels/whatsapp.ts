import { defineMessageChannel } from './define.ts';

export const whatsapp = defineMessageChannel({
  title: 'WhatsApp',
  address: 'phone',
  needs: [['text']],
  asks: ['text'],
});

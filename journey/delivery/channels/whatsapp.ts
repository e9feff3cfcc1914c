import { readPhoneNumber } from '../phone-number.ts';
import { defineMessageChannel } from './define.ts';

export const whatsapp = defineMessageChannel({
  title: 'WhatsApp',
  address: 'phone',
  readAddress: readPhoneNumber,
  addressKind: 'phone',
  consent: 'opt-in', // Meta requires it
  needs: [['text', 'whatsappTemplate']],
  extras: ['whatsappTemplate'],
  asks: ['whatsappTemplate', 'text'],
});

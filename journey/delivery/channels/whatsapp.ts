import { isBusinessScopedId } from '../business-id.ts';
import { readPhoneNumber } from '../phone-number.ts';
import { defineMessageChannel } from './define.ts';

export const whatsapp = defineMessageChannel({
  title: 'WhatsApp',
  address: 'phone',
  // users who hide their number have an ID instead
  readAddress: (value, country) => (isBusinessScopedId(value) ? value : readPhoneNumber(value, country)),
  addressKind: 'phone',
  consent: 'opt-in', // Meta requires it
  needs: [['text', 'whatsappTemplate']],
  extras: ['whatsappTemplate'],
  asks: ['whatsappTemplate', 'text'],
});

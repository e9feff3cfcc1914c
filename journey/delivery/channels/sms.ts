import { readPhoneNumber } from '../phone-number.ts';
import { defineMessageChannel } from './define.ts';

export const sms = defineMessageChannel({
  title: 'SMS',
  address: 'phone',
  readAddress: readPhoneNumber,
  addressKind: 'phone',
  needs: [['text']],
  asks: ['text'],
});

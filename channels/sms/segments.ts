import { SegmentedMessage } from 'sms-segments-calculator';

export interface SmsSize {
  /** Parts that the text is sent in. Providers bill each. */
  readonly segments: number;
  readonly characters: number;
  /** One character outside of GSM-7 more than halves the length of a segment. */
  readonly encoding: 'GSM-7' | 'UCS-2';
}

/** Measures a text as providers bill it: 160 characters of GSM-7 or 70 of UCS-2, 153 or 67 in each of several parts. */
export function measureSms(text: string): SmsSize {
  const { segmentsCount, encodingName, numberOfCharacters } = new SegmentedMessage(text);
  return {
    segments: segmentsCount,
    characters: numberOfCharacters,
    encoding: encodingName === 'GSM-7' ? 'GSM-7' : 'UCS-2',
  };
}

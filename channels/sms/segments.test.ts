import { expect, test } from 'vitest';
import { measureSms } from './segments.ts';

test.each([
  { given: '160 of GSM-7', text: 'x'.repeat(160), size: { segments: 1, encoding: 'GSM-7' } },
  { given: '161 of GSM-7', text: 'x'.repeat(161), size: { segments: 2, encoding: 'GSM-7' } },
  { given: '80 of the extension', text: '€'.repeat(80), size: { segments: 1, encoding: 'GSM-7' } },
  { given: '70 of UCS-2', text: 'ж'.repeat(70), size: { segments: 1, encoding: 'UCS-2' } },
  { given: '71 of UCS-2', text: 'ж'.repeat(71), size: { segments: 2, encoding: 'UCS-2' } },
  { given: '134 of UCS-2', text: 'ж'.repeat(134), size: { segments: 2, encoding: 'UCS-2' } },
  { given: 'an emoji', text: `${'x'.repeat(69)}👋`, size: { segments: 2, encoding: 'UCS-2' } },
])('$given: $size', ({ text, size }) => {
  expect(measureSms(text)).toMatchObject(size);
});

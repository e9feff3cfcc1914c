import { expect, test } from 'vitest';
import { keywordIn } from './keywords.ts';

test.each([
  { text: 'STOP', keyword: 'stop' },
  { text: ' stop! ', keyword: 'stop' },
  { text: '"Stop  all"', keyword: 'stop' },
  { text: 'ARRÊT', keyword: 'stop' },
  { text: 'arrêter.', keyword: 'stop' },
  { text: 'Abmelden', keyword: 'stop' },
  { text: 'СТОП', keyword: 'stop' },
  { text: '수신거부', keyword: 'stop' },
  { text: '退订', keyword: 'stop' },
  { text: 'إيقاف', keyword: 'stop' },
  { text: 'İptal', keyword: 'stop' },
  { text: 'Start', keyword: 'start' },
  { text: 'sí', keyword: 'start' },
  { text: 'HELP', keyword: 'help' },
  { text: 'Please stop sending shoes', keyword: undefined },
  { text: 'stop 1', keyword: undefined },
  { text: '', keyword: undefined },
  { text: 'stop'.repeat(100_000), keyword: undefined },
])('“$text” is $keyword', ({ text, keyword }) => {
  expect(keywordIn(text)).toBe(keyword);
});

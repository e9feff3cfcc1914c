import { expect, test } from 'vitest';
import { adviseHtml } from './advise.ts';

test.each([
  { given: 'a plain mail', html: '<p>Hi {{ profile.name }}</p><img src="x" alt="">', says: [] },
  { given: 'a mail of images', html: '<style>p{}</style><title>x</title><img src="x" alt="Sale">', says: [/no text/] },
  { given: 'a mail of values', html: '{{ profile.bio }}', says: [] },
  { given: 'images without alt text', html: '<p>a\n<img src="x">\n<img src="y">', says: [/^2 2 images have no alt/] },
  {
    given: 'an image without alt text behind Liquid',
    html: '<p>{% if a < "<" %}a{% endif %}\n<img>',
    says: [/^2 an image/],
  },
  { given: 'a script', html: '<p>a<script>1</script>', says: [/remove scripts/] },
  { given: 'a mail at Gmail’s limit', html: `<p>${'x'.repeat(101_996)}</p>`.slice(0, 102_000), says: [] },
  { given: 'a mail over Gmail’s limit', html: `<p>${'é'.repeat(60_000)}</p>`, says: [/120 kB.*102 kB/] },
])('$given', ({ html, says }) => {
  const advice = adviseHtml(html).map(({ line, message }) => `${line ?? ''} ${message}`.trim());
  expect(advice).toHaveLength(says.length);
  for (const [index, pattern] of says.entries()) expect(advice[index]).toMatch(pattern);
});

test.each(['<', '<img', '<img ', '<p ', '{{', '&', '<!--'])('a megabyte of %j is read in one pass', (piece) => {
  expect(adviseHtml(piece.repeat(1_000_000 / piece.length)).length).toBeGreaterThan(0);
});

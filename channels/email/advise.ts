import { Parser } from 'htmlparser2';
import { shieldLiquid } from '../mjml/liquid.ts';

/** Gmail cuts off what comes after, an unsubscribe link at the end among it. */
const MAX_BYTES = 102_000;

/** Advice about an email that can be sent as it is. */
export interface Advice {
  /** From 1. Undefined: it is about the whole. */
  readonly line?: number;
  readonly message: string;
  readonly fix: string;
  /** A text of the message's own settles it. */
  readonly aboutText?: true;
}

/** Returns what the author of an email's HTML should know before it goes out: its size, images, and text. */
export function adviseHtml(html: string): readonly Advice[] {
  const { lines, hasText } = readHtml(html);
  const bytes = Buffer.byteLength(html);
  return [
    ...(bytes > MAX_BYTES ? [describeLength(bytes)] : []),
    ...(hasText ? [] : [NO_TEXT]),
    ...lines.image.slice(0, 1).map((line) => noAlt(line, lines.image.length)),
    ...lines.script.slice(0, 1).map((line) => ({ line, ...SCRIPT })),
  ];
}

const describeLength = (bytes: number): Advice => ({
  message: `it has ${Math.round(bytes / 1_000)} kB of HTML without values, and Gmail cuts mail off after 102 kB`,
  fix: 'shorten it',
});
const NO_TEXT: Advice = {
  aboutText: true,
  message: 'it has no text: filters take mail of images alone for spam, and its text part would be empty',
  fix: 'write what the images say, or give content.text',
};
const noAlt = (line: number, count: number): Advice => ({
  line,
  message: `${count === 1 ? 'an image has' : `${count} images have`} no alt text`,
  fix: 'say in alt what it shows, or give alt=""',
});
const SCRIPT = { message: 'mail programs remove scripts', fix: 'remove the script' };

/** Elements whose text isn't shown. */
const UNSHOWN = new Set(['head', 'style', 'script', 'title']);

/** Finds images without alt text and scripts by line, and whether anything is shown as text. */
function readHtml(html: string) {
  const { source, lineAt } = shieldLiquid(html);
  const lines: Record<'image' | 'script', number[]> = { image: [], script: [] };
  let unshown = 0;
  let hasText = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (UNSHOWN.has(name)) unshown += 1;
      if (name === 'script') lines.script.push(lineAt(parser.startIndex));
      if (name === 'img' && !Object.hasOwn(attributes, 'alt')) lines.image.push(lineAt(parser.startIndex));
    },
    onclosetag(name) {
      if (UNSHOWN.has(name)) unshown -= 1;
    },
    ontext(text) {
      if (unshown === 0 && /\S/.test(text)) hasText = true;
    },
  });
  parser.end(source);
  return { lines, hasText };
}

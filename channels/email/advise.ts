import { Parser } from 'htmlparser2';
import { shieldLiquid } from '../mjml/liquid.ts';

/** Gmail clips an email here, and hides an unsubscribe link at the end. */
const MAX_BYTES = 102_000;

/** A warning about an email that can still be sent. */
export interface Advice {
  /** From 1. Undefined: the warning is about the whole email. */
  readonly line?: number;
  readonly message: string;
  readonly fix: string;
  /** A text part of the message resolves the warning. */
  readonly aboutText?: true;
}

/** Returns warnings about the size, images and text of an email's HTML. */
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
  message: `it has ${Math.round(bytes / 1_000)} kB of HTML before values are filled in, and Gmail clips mail after 102 kB`,
  fix: 'shorten it',
});
const NO_TEXT: Advice = {
  aboutText: true,
  message: 'it has no text: spam filters distrust image-only mail, and its text part would be empty',
  fix: 'add text to the HTML, or add content.text',
};
const noAlt = (line: number, count: number): Advice => ({
  line,
  message: `${count === 1 ? 'an image has' : `${count} images have`} no alt text`,
  fix: 'describe the image in alt, or set alt=""',
});
const SCRIPT = { message: 'mail programs remove scripts', fix: 'remove the script' };

/** Elements whose text isn't displayed. */
const UNSHOWN = new Set(['head', 'style', 'script', 'title']);

/** Finds the lines of scripts and of images without alt text, and whether the HTML displays any text. */
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

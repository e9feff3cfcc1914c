import { Tokenizer } from 'htmlparser2';

/** A piece of the HTML that another text replaces. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** How the HTML of a message is changed. */
export interface LinkChanges {
  /** Returns what a link leads to instead; undefined if it stays. Gets the address without HTML's escapes. */
  readonly replace: (href: string) => string | undefined;
  /** HTML to put at the end of the body. */
  readonly append: string;
}

/**
 * Changes the targets of links (`<a href>`, `<area href>`) and adds to the end of the body. Everything else stays byte
 * for byte: comments, broken markup and all. A link with `data-track="off"` stays too.
 */
export function changeLinks(html: string, { replace, append }: LinkChanges): string {
  const { links, bodyEnd } = readLinks(html);
  const edits: Edit[] = links.flatMap(({ from, to, href }) => {
    const text = replace(href);
    return text === undefined ? [] : [{ from, to, text }];
  });
  if (append !== '') edits.push({ from: bodyEnd, to: bodyEnd, text: append });
  let at = 0;
  const pieces: string[] = [];
  for (const { from, to, text } of edits.toSorted((a, b) => a.from - b.from)) {
    pieces.push(html.slice(at, from), text);
    at = to;
  }
  return [...pieces, html.slice(at)].join('');
}

/** A link's target: where its value is, and what it says. */
interface Link {
  readonly from: number;
  readonly to: number;
  readonly href: string;
}

const LINKING: ReadonlySet<string> = new Set(['a', 'area']);

function readLinks(html: string): { readonly links: readonly Link[]; readonly bodyEnd: number } {
  const links: Link[] = [];
  let bodyEnd = html.length;
  let tag = '';
  let attribute = { name: '', from: 0, value: '' };
  let link: Link | undefined;
  let isOff = false;
  const close = () => {
    if (link && !isOff) links.push(link);
    link = undefined;
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, to) {
        tag = html.slice(start, to).toLowerCase();
        link = undefined;
        isOff = false;
      },
      onattribname(start, to) {
        attribute = { name: html.slice(start, to).toLowerCase(), from: valueStart(html, to), value: '' };
      },
      onattribdata(start, to) {
        attribute.value += html.slice(start, to);
      },
      onattribentity(codepoint) {
        attribute.value += String.fromCodePoint(codepoint);
      },
      onattribend(_, end) {
        if (!LINKING.has(tag)) return;
        const { name, from, value } = attribute;
        const to = /["']/.test(html[from - 1] ?? '') ? end - 1 : end;
        if (name === 'data-track' && value.trim().toLowerCase() === 'off') isOff = true;
        // of two attributes with one name, browsers take the first
        if (name === 'href' && !link && to > from) link = { from, to, href: value.trim() };
      },
      onopentagend: close,
      onselfclosingtag: close,
      onclosetag(start, to) {
        if (html.slice(start, to).toLowerCase() === 'body') bodyEnd = start - 2;
      },
      oncdata() {},
      oncomment() {},
      ondeclaration() {},
      onend() {},
      onprocessinginstruction() {},
      ontext() {},
      ontextentity() {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return { links, bodyEnd };
}

/** Returns where the value of an attribute begins whose name ends at `at`. */
function valueStart(html: string, at: number): number {
  BEFORE_VALUE.lastIndex = at;
  return at + (BEFORE_VALUE.exec(html)?.[0].length ?? 0);
}
const BEFORE_VALUE = /[ \t\n\f\r]*=[ \t\n\f\r]*["']?/y;

import { Parser } from 'htmlparser2';

/** A text of a workbook that is larger than this isn't read: it has to be held in memory. */
const MOST_TEXT = 67_108_864;

/** Thrown for a workbook that can't be read. */
export class WorkbookBroken extends Error {
  override readonly name = 'WorkbookBroken';
}

/** Streams XML to handlers of elements and texts. Names have no namespace prefix. */
export function createXmlReader(handlers: {
  readonly onOpen: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly onClose?: (name: string) => void;
  readonly onText?: (text: string) => void;
}): { readonly write: (chunk: Buffer) => void } {
  const decoder = new TextDecoder();
  const plain = (name: string) => name.slice(name.indexOf(':') + 1);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handlers.onOpen(plain(name), attributes),
      onclosetag: (name) => handlers.onClose?.(plain(name)),
      ontext: (text) => handlers.onText?.(text),
    },
    { xmlMode: true, decodeEntities: true },
  );
  return { write: (chunk) => parser.write(decoder.decode(chunk, { stream: true })) };
}

type Chunks = AsyncIterable<Buffer>;

/** The sheet that is read, and whether its dates count from 1904. */
export interface FirstSheet {
  readonly relation: string;
  readonly is1904: boolean;
}

/** Finds the first sheet that isn't hidden. */
export async function readFirstSheet(workbook: Chunks): Promise<FirstSheet> {
  const sheets: { readonly relation: string; readonly isHidden: boolean }[] = [];
  let is1904 = false;
  const xml = createXmlReader({
    onOpen(name, attributes) {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const relation = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1];
      sheets.push({ relation: relation ?? '', isHidden: /hidden/i.test(attributes.state ?? '') });
    },
  });
  for await (const chunk of workbook) xml.write(chunk);
  const sheet = sheets.find(({ isHidden }) => !isHidden) ?? sheets[0];
  if (!sheet) throw new WorkbookBroken('it has no sheet');
  return { relation: sheet.relation, is1904 };
}

/** Reads the file that a relation names, as a path within the workbook. */
export async function readRelation(relations: Chunks, id: string): Promise<string> {
  let target = '';
  const xml = createXmlReader({
    onOpen(name, attributes) {
      if (name === 'Relationship' && attributes.Id === id) target = attributes.Target ?? '';
    },
  });
  for await (const chunk of relations) xml.write(chunk);
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** Reads the texts that cells share, without phonetic hints. */
export async function readSharedTexts(shared: Chunks): Promise<readonly string[]> {
  const texts: string[] = [];
  let text = '';
  let size = 0;
  let isText = false;
  let isHint = false;
  const xml = createXmlReader({
    onOpen(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isHint = true;
      isText = name === 't' && !isHint;
    },
    onText(part) {
      if (!isText) return;
      text += part;
      size += part.length;
      if (size > MOST_TEXT) throw new WorkbookBroken(`its texts have more than ${MOST_TEXT} characters`);
    },
    onClose(name) {
      isText = false;
      if (name === 'rPh') isHint = false;
      if (name === 'si') texts.push(text);
    },
  });
  for await (const chunk of shared) xml.write(chunk);
  return texts;
}

/** Built-in formats of dates and times. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Reads which styles of cells show a number as a date. */
export async function readDateStyles(styles: Chunks): Promise<ReadonlySet<number>> {
  const custom = new Set<number>();
  const dates = new Set<number>();
  let isCells = false;
  let nr = 0;
  const xml = createXmlReader({
    onOpen(name, attributes) {
      if (name === 'numFmt' && isDateCode(attributes.formatCode ?? '')) custom.add(Number(attributes.numFmtId));
      if (name === 'cellXfs') isCells = true;
      if (name !== 'xf' || !isCells) return;
      const format = Number(attributes.numFmtId);
      if (isDateFormat(format) || custom.has(format)) dates.add(nr);
      nr += 1;
    },
    onClose(name) {
      if (name === 'cellXfs') isCells = false;
    },
  });
  for await (const chunk of styles) xml.write(chunk);
  return dates;
}

/** Returns whether a number format shows a date: it has a day, a month or a year outside of quoted texts. */
const isDateCode = (code: string): boolean =>
  /[dmyh]/i.test(code.replaceAll(/"[^"]*(?:"|$)|\[[^\]]*(?:\]|$)|\\./g, ''));

const DAY_MS = 86_400_000;
/** Day 0 of a workbook. Excel takes 1900 for a leap year, so days before March 1900 are one off. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** The last day of the year 9999. */
const MOST_DAYS = 2_958_465;

/** Writes a number that is shown as a date as ISO 8601, without a zone. A time without a day stays a number. */
export function toDate(value: string, is1904: boolean): string {
  const days = Number(value);
  if (!(days >= 1 && days <= MOST_DAYS)) return value;
  const iso = new Date((is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(days * DAY_MS)).toISOString();
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 19);
}

import { createXmlReader, toDate } from './xlsx-parts.ts';

/** A row of a sheet: its cells by column, from 0. `bytes` is their length, also of cells that were left out. */
export interface SheetRow {
  readonly nr: number;
  readonly cells: string[];
  readonly bytes: number;
}

export interface SheetOptions {
  readonly texts: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
  readonly is1904: boolean;
  /** Most characters of a row that are kept. */
  readonly mostBytes: number;
  readonly mostColumns: number;
}

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
}

/** Reads the rows of a sheet that have a value. Cells are texts, as a CSV export has them; dates are ISO 8601. */
export async function* readSheet(sheet: AsyncIterable<Buffer>, options: SheetOptions): AsyncGenerator<SheetRow> {
  const rows: SheetRow[] = [];
  const xml = createXmlReader(createHandlers(options, (row) => rows.push(row)));
  for await (const chunk of sheet) {
    xml.write(chunk);
    yield* rows.splice(0);
  }
}

function createHandlers(options: SheetOptions, onRow: (row: SheetRow) => void) {
  let nr = 0;
  let cells: string[] = [];
  let bytes = 0;
  let cell: Cell = { column: -1, type: '', style: 0 };
  let text = '';
  let isValue = false;
  const open = {
    row(attributes: Readonly<Record<string, string>>) {
      nr = Number(attributes.r) || nr + 1;
      cells = [];
      bytes = 0;
      cell = { column: -1, type: '', style: 0 };
    },
    c(attributes: Readonly<Record<string, string>>) {
      const column = attributes.r ? columnOf(attributes.r) : cell.column + 1;
      cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0) };
      text = '';
    },
  };
  const closeCell = () => {
    const value = readValue(cell, text, options);
    bytes += value.length;
    if (value !== '' && bytes <= options.mostBytes && cell.column < options.mostColumns) cells[cell.column] = value;
  };
  return {
    onOpen(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'row' || name === 'c') open[name](attributes);
      isValue = name === 'v' || name === 't';
    },
    onText(part: string) {
      if (isValue && text.length <= options.mostBytes) text += part;
    },
    onClose(name: string) {
      isValue = false;
      if (name === 'c') closeCell();
      if (name === 'row' && cells.length > 0) onRow({ nr, cells: Array.from(cells, (each) => each ?? ''), bytes });
    },
  };
}

/** Returns the column of a reference such as `AB12`, from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function readValue({ type, style }: Cell, text: string, { texts, dateStyles, is1904 }: SheetOptions): string {
  switch (type) {
    case 's':
      return texts[Number(text)] ?? '';
    case 'b':
      return text === '1' ? 'true' : 'false';
    case 'n':
      if (text !== '' && dateStyles.has(style)) return toDate(text, is1904);
      return /e/i.test(text) ? String(Number(text)) : text;
    case 'e':
      return ''; // an error, such as #N/A
    default:
      return text;
  }
}

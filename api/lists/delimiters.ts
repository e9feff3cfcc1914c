export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Rows that are looked at. */
const MOST_ROWS = 100;

/**
 * Finds the delimiter of a CSV list by its first lines. A delimiter by which the header has a known column goes first.
 * Then comes the one by which most rows have as many cells as the header, and the one with most cells. A list without
 * any has one column.
 */
export function findDelimiter(head: Buffer, isKnown: (column: string) => boolean = () => false): Delimiter {
  const lines = readLines(head);
  const scored = DELIMITERS.map((delimiter) => {
    const [header = [], ...rows] = lines.map((line) => line.split(delimiter));
    const alike = rows.filter((cells) => cells.length === header.length).length;
    return {
      delimiter,
      cells: header.length,
      share: (header.some(isKnown) ? 1 : 0) + (rows.length === 0 ? 1 : alike / rows.length),
    };
  }).filter(({ cells }) => cells > 1);
  const [best] = scored.toSorted((a, b) => b.share - a.share || b.cells - a.cells);
  return best?.delimiter ?? ',';
}

/** Returns how many cells each row has. Blank rows are left out, and a row that the head cuts off. */
export const countCells = (head: Buffer, delimiter: Delimiter): readonly number[] =>
  readLines(head).map((line) => line.split(delimiter).length);

/** Returns the rows of a list on one line each, with a placeholder for what is quoted. */
function readLines(head: Buffer): readonly string[] {
  const [first = '', ...lines] = head
    .toString('latin1')
    .replaceAll(/"([^"\n\r]*)"|"[^"]*"/g, (_, cell: string | undefined) => cell?.replaceAll(/[,;\t|]/g, ' ') ?? '')
    .split(/\r\n|\n|\r/);
  const whole = lines.length === 0 ? [first] : [first, ...lines.slice(0, -1)];
  return whole.filter((line) => line !== '').slice(0, MOST_ROWS);
}

/** Excel's own line before the header, such as `sep=;`. */
export interface SeparatorLine {
  readonly delimiter: Delimiter;
  /** Length of the line with its line break. */
  readonly bytes: number;
}

/** Reads the line `sep=;` with which a list may name its delimiter. */
export function readSeparatorLine(head: Buffer): SeparatorLine | undefined {
  const [line, given] = /^sep=(.)(?:\r\n|\n|\r)/i.exec(head.toString('latin1', 0, 8)) ?? [];
  const delimiter = DELIMITERS.find((each) => each === given);
  return line === undefined || delimiter === undefined ? undefined : { delimiter, bytes: line.length };
}

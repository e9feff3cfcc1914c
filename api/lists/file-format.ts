import { z } from 'zod';
import { record, text } from '../../journey/base/bounded.ts';
import type { ListFile } from '../../store/broadcasts/list-row.ts';
import { Denied, deny } from '../problem.ts';
import { type Encoding, findEncoding } from './as-utf8.ts';
import type { ColumnMap } from './columns.ts';
import type { Delimiter } from './delimiters.ts';

/** Excel workbooks. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const LIST_TYPES = ['text/csv', 'application/x-ndjson', XLSX] as const;
export type ListType = (typeof LIST_TYPES)[number];

const FORMATS = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  [XLSX]: 'xlsx',
} as const satisfies Record<ListType, string>;

/** Returns whether all cells of a file are texts, which are typed when they are read. */
export const hasTextCells = (type: ListType): boolean => type !== 'application/x-ndjson';

const DELIMITER_NAMES = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
type DelimiterName = keyof typeof DELIMITER_NAMES;
const Delimiters = z.enum(Object.keys(DELIMITER_NAMES) as [DelimiterName, ...DelimiterName[]]);

/** Encodings that a caller may name. `charset` in the Content-Type takes any label of the WHATWG Encoding Standard. */
const ENCODINGS = [
  ...['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253'],
  ...['windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'iso-8859-2', 'iso-8859-15'],
  ...['macintosh', 'koi8-r', 'shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5'],
] as const;

/** Most columns of a list, and the length of their mapping. */
const MOST_COLUMNS = 500;
const MOST_MAPPING = 12_000;

/** Describes the file of an import, as far as the caller wants to. */
export const ListQuery = z.strictObject({
  delimiter: Delimiters.optional().describe('Default: found by the first lines'),
  encoding: z
    .enum(ENCODINGS)
    .optional()
    .describe('Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252'),
  columns: text(MOST_MAPPING)
    .optional()
    .describe('What columns become, as JSON: `{"<column>": "<target>"}`. `ignore` leaves a column out.'),
});
export type ListQuery = z.output<typeof ListQuery>;

/** How a file was read. */
export const ListFileSchema = z
  .object({
    format: z.enum(['csv', 'ndjson', 'xlsx']),
    encoding: z.string().nullable().describe('`utf-8`, `utf-16le`, `windows-1252` and so on. Null for a workbook.'),
    delimiter: Delimiters.nullable().describe('Null for formats without one'),
    columns: z
      .record(z.string(), z.string())
      .nullable()
      .describe('What each column became. Null if each row names its own, as in NDJSON.'),
  })
  .meta({ id: 'ListFile', description: 'How the file was read' });

/** A file as the caller describes it. */
export interface Asked {
  readonly type: ListType;
  readonly delimiter: Delimiter | undefined;
  readonly encoding: Encoding | undefined;
  readonly columns: ColumnMap | undefined;
}

/** @throws Denied `request-invalid` for an unknown charset, or a mapping that isn't JSON */
export const readAsked = (
  { type, charset }: { readonly type: ListType; readonly charset?: string | undefined },
  { delimiter, encoding, columns }: ListQuery,
): Asked => ({
  type,
  delimiter: delimiter && DELIMITER_NAMES[delimiter],
  encoding: encoding ?? (charset === undefined ? undefined : readCharset(charset)),
  columns: columns === undefined ? undefined : readMapping(columns),
});

function readCharset(charset: string): Encoding {
  const encoding = findEncoding(charset);
  if (encoding !== undefined) return encoding;
  throw new Denied(
    deny(
      'request-invalid',
      `the charset "${charset.slice(0, 40)}" of the Content-Type is unknown`,
      `use one of ${ENCODINGS.join(', ')}, or leave it out`,
    ),
  );
}

const Mapping = record(text(1_000), text(1_000), { max: MOST_COLUMNS });

function readMapping(given: string): ColumnMap {
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    value = undefined;
  }
  const parsed = Mapping.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Denied(
    deny(
      'request-invalid',
      `query: columns: this is not a JSON object with texts: ${given.slice(0, 100)}`,
      'write it as {"id":"userId","mail":"trait:email"}, encoded for a URL',
    ),
  );
}

export const describeFile = (
  type: ListType,
  found: {
    readonly encoding?: Encoding;
    readonly delimiter?: Delimiter;
    readonly columns: ColumnMap | null;
  },
): ListFile => ({
  format: FORMATS[type],
  encoding: found.encoding ?? null,
  delimiter: Delimiters.options.find((name) => DELIMITER_NAMES[name] === found.delimiter) ?? null,
  columns: found.columns && { ...found.columns },
});

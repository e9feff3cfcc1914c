import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { Denied, deny } from '../problem.ts';
import { readDateStyles, readFirstSheet, readRelation, readSharedTexts, WorkbookBroken } from './xlsx-parts.ts';
import { readSheet, type SheetRow } from './xlsx-sheet.ts';

/** Most bytes of a workbook. It is kept in a temporary file, since its table of contents is at its end. */
const MOST_BYTES = 536_870_912;
/** Most files in a workbook, and most columns of a row. */
const MOST_FILES = 10_000;
const MOST_COLUMNS = 500;

/**
 * Reads the rows of the first visible sheet of a workbook, in bounded memory.
 * @throws Denied `request-invalid` for a file that isn't a workbook
 */
export async function* readWorkbook(upload: Readable, mostRowBytes: number): AsyncGenerator<SheetRow> {
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-list-'));
  try {
    const path = join(folder, 'list.xlsx');
    await pipeline(upload, createLimit(), createWriteStream(path, { mode: 0o600 }));
    const { openPromise } = await import('yauzl'); // few processes ever read a workbook
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    try {
      yield* readRows(zip, mostRowBytes);
    } finally {
      zip.close();
    }
  } catch (cause) {
    throw isOfTheFile(cause) ? notWorkbook(cause.message) : cause;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const createLimit = (): Transform => {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= MOST_BYTES) done(null, chunk);
      else done(new Denied(deny('request-invalid', `the workbook has more than ${MOST_BYTES} bytes`, SAVE_AS_CSV)));
    },
  });
};

async function* readRows(zip: ZipFile, mostRowBytes: number): AsyncGenerator<SheetRow> {
  const entries = await listEntries(zip);
  const open = async (name: string): Promise<Readable> => {
    const entry = entries.get(name);
    return entry ? Readable.from(await zip.openReadStreamPromise(entry)) : Readable.from([]);
  };
  if (!entries.has('xl/workbook.xml')) throw new WorkbookBroken('it has no workbook');
  const { relation, is1904 } = await readFirstSheet(await open('xl/workbook.xml'));
  const path = await readRelation(await open('xl/_rels/workbook.xml.rels'), relation);
  if (!entries.has(path)) throw new WorkbookBroken('its first sheet is missing');
  const texts = await readSharedTexts(await open('xl/sharedStrings.xml'));
  const dateStyles = await readDateStyles(await open('xl/styles.xml'));
  const options = { texts, dateStyles, is1904, mostBytes: mostRowBytes, mostColumns: MOST_COLUMNS };
  yield* readSheet(await open(path), options);
}

async function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    entries.set(entry.fileName, entry);
    if (entries.size > MOST_FILES) throw new WorkbookBroken(`it has more than ${MOST_FILES} files`);
  }
  return entries;
}

/** Errors of the file itself: of the unzipper, which throws plain errors, and of zlib. */
const isOfTheFile = (cause: unknown): cause is Error =>
  cause instanceof WorkbookBroken ||
  (cause instanceof Error && (cause.constructor === Error || 'errno' in cause) && !isOfTheSystem(cause));

const isOfTheSystem = (cause: Error): boolean =>
  'syscall' in cause || ('code' in cause && !/^Z_/.test(String(cause.code)));

const SAVE_AS_CSV = 'save the sheet as "CSV UTF-8", and send that';
const notWorkbook = (why: string): Denied =>
  new Denied(deny('request-invalid', `this is not an Excel workbook (.xlsx): ${why.slice(0, 200)}`, SAVE_AS_CSV));

import { json, jsonParseLinter } from '@codemirror/lang-json';
import { syntaxTree } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter, lintGutter } from '@codemirror/lint';
import { EditorState, type Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useLens } from '../canvas/lens';
import { type Builder, useBuilder, useBuilderStore } from '../canvas/store';
import { type DraftDocument, readDocument } from '../document/document';
import type { Problem } from '../document/problems';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './json-view.module.css';
import { offsetsOf } from './offsets';

const { json: say, acts } = words.builder;
const nonce = () => globalThis.document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const MAX_BYTES = 1_000_000;

const written = (document: DraftDocument): string => `${JSON.stringify(document, null, 2)}\n`;

/**
 * Edits the document as JSON. A valid text is applied immediately, as one step of undo. An invalid text changes nothing
 * and shows where the error is.
 */
export function JsonView() {
  const store = useBuilderStore();
  const { isEditable } = useLens();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const shown = useRef<DraftDocument>(undefined);
  const document = useBuilder((state) => state.document);
  const problems = useBuilder((state) => state.problems);
  const [broken, setBroken] = useState<string>();

  useEffect(() => {
    if (!place.current) return;
    const editor = createEditor(place.current, store, isEditable, (text) => {
      const read = readText(text, store.getState().document.id);
      setBroken(read.ok ? undefined : `${read.message}. ${read.fix}`);
      if (!read.ok) return;
      shown.current = read.document;
      store.getState().change(acts.json, () => read.document, { grouped: true });
    });
    editor.scrollDOM.tabIndex = 0; // it scrolls by keys, too
    shown.current = store.getState().document;
    view.current = editor;
    return () => editor.destroy();
  }, [store, isEditable]);

  useEffect(() => {
    if (!view.current || shown.current === document) return;
    shown.current = document;
    view.current.dispatch({ changes: { from: 0, to: view.current.state.doc.length, insert: written(document) } });
  }, [document]);

  useEffect(() => {
    void problems;
    if (view.current) forceLinting(view.current);
  }, [problems]);

  return (
    <div className={styles.view}>
      <div className={styles.tools}>
        <a className={look.plain} download={`${document.id}.json`} href={fileOf(document)}>
          {say.download}
        </a>
        {isEditable && <Import onFailed={setBroken} />}
        {broken !== undefined && (
          <p className={look.wrong} role="alert">
            {say.broken(broken)}
          </p>
        )}
      </div>
      <div ref={place} className={styles.text} />
    </div>
  );
}

/** `onText`: called with the text after every change. */
function createEditor(
  parent: HTMLElement,
  store: Builder,
  isEditable: boolean,
  onText: (text: string) => void,
): EditorView {
  const lint = jsonParseLinter();
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: written(store.getState().document),
      extensions: [
        basicSetup,
        json(),
        lintGutter(),
        linter((of) => {
          const parse = lint(of);
          return parse.length > 0 ? parse : diagnostics(of, store.getState().problems);
        }),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(nonce()),
        EditorView.contentAttributes.of({ 'aria-label': say.label }),
        EditorState.readOnly.of(!isEditable),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && update.transactions.some(isByUser)) onText(update.state.doc.toString());
        }),
      ],
    }),
  });
}

const USER_EVENTS = ['input', 'delete', 'undo', 'redo'];
const isByUser = (transaction: Transaction): boolean => USER_EVENTS.some((event) => transaction.isUserEvent(event));

const fileOf = (document: DraftDocument): string =>
  `data:application/json;charset=utf-8,${encodeURIComponent(written(document))}`;

function readText(text: string, id: string) {
  try {
    return readDocument(JSON.parse(text), id);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message, fix: '' } as const;
  }
}

/** A file takes the place of the document, as one step of undo; it keeps the Journey ID of this journey. */
function Import({ onFailed }: { readonly onFailed: (why: string | undefined) => void }) {
  const store = useBuilderStore();
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const [file] = input.files ?? [];
    if (!file) return;
    const { id } = store.getState().document;
    const found =
      file.size > MAX_BYTES
        ? ({ ok: false, message: `${file.name} has more than 1 MB`, fix: 'A journey has at most 200 nodes' } as const)
        : readText(await file.text(), id);
    input.value = '';
    onFailed(found.ok ? undefined : `${file.name}: ${found.message}. ${found.fix}`);
    if (found.ok) store.getState().change(acts.json, () => found.document);
  };
  return (
    <label className={look.plain}>
      {say.upload}
      <input
        className={look.hidden}
        type="file"
        accept="application/json,.json"
        onChange={(event) => void read(event)}
      />
    </label>
  );
}

/** Shows problems at their place in the text. */
function diagnostics(view: EditorView, problems: readonly Problem[]): Diagnostic[] {
  const offsets = offsetsOf(syntaxTree(view.state), view.state.doc.toString());
  return problems.map(({ path, message, fix, severity }) => {
    const at = placeOf(offsets, path);
    return { from: at.from, to: at.to, severity, message: `${message}. ${fix}` };
  });
}

/** Returns the place of a path, or of what it is missing from. */
function placeOf(offsets: ReturnType<typeof offsetsOf>, path: string): { readonly from: number; readonly to: number } {
  for (let left = path; left !== ''; left = left.slice(0, Math.max(0, left.lastIndexOf('.')))) {
    const found = offsets.get(left);
    if (found) return found;
  }
  return { from: 0, to: 1 };
}

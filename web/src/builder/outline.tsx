import { IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { familyOf, lookOf, sentenceOf, THEN, waysOf } from '../../../journey/document/draft';
import { removeNodes } from '../canvas/edits';
import { useLens } from '../canvas/lens';
import { Picker } from '../canvas/picker';
import { useBuilder, useBuilderStore } from '../canvas/store';
import { type DraftDocument, ENTRY, textOf } from '../document/document';
import { entrySentence, titleOf } from '../document/sentences';
import { look } from '../widgets/look';
import { Tile } from '../widgets/tile';
import { words } from '../words';
import styles from './outline.module.css';

const { outline: say } = words.builder;

const MOST_DEPTH = 8;
const INDENT = 24;
const indent = (depth: number) => ({ marginLeft: Math.min(depth, MOST_DEPTH) * INDENT });

/** A line of the outline: a node where it is first reached, or a hint that it continues elsewhere. */
interface Line {
  readonly key: string;
  readonly depth: number;
  readonly node: string;
  /** The way that leads here, where there are several. */
  readonly port: string | undefined;
  readonly type: 'node' | 'goes-on' | 'open' | 'unreachable';
  /** The node where an unlinked exit begins. */
  readonly from: string;
}

interface Step {
  readonly to: string | undefined;
  readonly from: string;
  readonly port: string;
  readonly depth: number;
  /** The step is the only exit of its node, so it needs no label and no deeper level. */
  readonly isOnly: boolean;
}

/** Lists each node once, in reading order. */
function linesOf(document: DraftDocument): readonly Line[] {
  const seen = new Set<string>();
  const first = { to: textOf(document.start) || undefined, from: ENTRY, port: THEN, depth: 0, isOnly: true };
  const lines = walk(document, first, seen);
  const rest = Object.keys(document.nodes).filter((id) => !seen.has(id));
  const unreachable = rest.map(
    (id): Line => ({ key: `-/${id}`, depth: 0, node: id, port: undefined, type: 'unreachable', from: '' }),
  );
  return [...lines, ...unreachable];
}

function walk(document: DraftDocument, { to, from, port, depth, isOnly }: Step, seen: Set<string>): readonly Line[] {
  const about = { key: `${from}/${port}`, depth, from };
  const node = to === undefined ? undefined : document.nodes[to];
  if (to === undefined || !node) return [{ ...about, node: '', port, type: 'open' }];
  const shown = isOnly ? undefined : port;
  if (seen.has(to)) return [{ ...about, node: to, port: shown, type: 'goes-on' }];
  seen.add(to);
  const { ways } = waysOf(node);
  const isSingle = ways.length === 1;
  const deeper = depth + (isSingle ? 0 : 1);
  const after = ways.flatMap((way) =>
    walk(document, { to: way.to, from: to, port: way.port, depth: deeper, isOnly: isSingle }, seen),
  );
  return [{ ...about, node: to, port: shown, type: 'node' }, ...after];
}

/** The path without a canvas: the same nodes, keys and inspector. */
export function Outline() {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const selected = useBuilder((state) => state.selected);
  const lines = useMemo(() => linesOf(document), [document]);
  const { isEditable } = useLens();
  const list = useRef<HTMLOListElement>(null);
  const { select, ask } = store.getState();
  const onKeyDown = (event: KeyboardEvent) => {
    const hits = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = hits.indexOf(globalThis.document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      hits[Math.min(hits.length - 1, Math.max(0, at + step))]?.focus();
    }
    const focused = hits[at]?.dataset.hit;
    if (isEditable && event.key === 'Delete' && focused !== undefined) removeNodes(store, [focused]);
  };
  return (
    <nav className={styles.outline} aria-label={say.label}>
      <ol ref={list} onKeyDown={onKeyDown}>
        <li>
          <button
            className={styles.hit}
            type="button"
            data-hit={ENTRY}
            aria-current={selected.includes(ENTRY) || undefined}
            onClick={() => select([ENTRY])}
          >
            <Tile icon="entry" family="entry" />
            <strong>{words.builder.entry}</strong>
            <span>{entrySentence(document.entry)}</span>
          </button>
        </li>
        {lines.map((line) => (
          <li key={line.key} style={indent(line.depth)}>
            {line.port !== undefined && <span className={styles.port}>{line.port}</span>}
            {line.type === 'open' && (
              <>
                <span className={look.help}>{say.nowhere}</span>
                {isEditable && (
                  <button
                    className={look.textButton}
                    type="button"
                    aria-label={words.builder.addHere(line.port ?? THEN, titleOf(document.nodes[line.from], line.from))}
                    onClick={() => ask({ node: line.from, port: line.port ?? THEN })}
                  >
                    <IconPlus size={16} stroke={1.6} aria-hidden />
                    {words.builder.search}
                  </button>
                )}
              </>
            )}
            {line.type !== 'open' && <NodeLine line={line} isSelected={selected.includes(line.node)} />}
            {line.type === 'node' && isEditable && <InsertAfter id={line.node} />}
          </li>
        ))}
      </ol>
      {isEditable && <Picker />}
    </nav>
  );
}

function NodeLine({ line, isSelected }: { readonly line: Line; readonly isSelected: boolean }) {
  const node = useBuilder(({ document }) => document.nodes[line.node]);
  const problems = useBuilder((state) => state.problems.filter((each) => each.node === line.node).length);
  const { select } = useBuilderStore().getState();
  if (!node) return null;
  const title = titleOf(node, line.node);
  return (
    <button
      className={styles.hit}
      type="button"
      data-hit={line.type === 'goes-on' ? undefined : line.node}
      aria-current={isSelected || undefined}
      onClick={() => select([line.node])}
    >
      {line.type === 'goes-on' ? (
        <span>→ {say.goesOn(title)}</span>
      ) : (
        <>
          <Tile icon={lookOf(node).icon} family={familyOf(node)} />
          <strong>{title}</strong>
          <span>{sentenceOf(node)}</span>
          {line.type === 'unreachable' && <span className={look.wrong}>{say.unreachable}</span>}
          {problems > 0 && <span className={look.wrong}>{words.builder.problems(problems)}</span>}
        </>
      )}
    </button>
  );
}

/** Shows a button that inserts a node after this one. */
function InsertAfter({ id }: { readonly id: string }) {
  const node = useBuilder(({ document }) => document.nodes[id]);
  const { ask } = useBuilderStore().getState();
  const ways = node ? waysOf(node).ways : [];
  const [way] = ways;
  if (!node || ways.length !== 1 || way?.to === undefined) return null;
  const name = words.builder.addHere(way.port, titleOf(node, id));
  return (
    <button
      className={styles.add}
      type="button"
      aria-label={name}
      title={name}
      onClick={() => ask({ node: id, port: way.port })}
    >
      <IconPlus size={14} stroke={2} aria-hidden />
    </button>
  );
}

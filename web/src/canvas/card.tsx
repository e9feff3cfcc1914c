import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { type DraftNode, familyOf, lookOf, sentenceOf, THEN, waysOf } from '../../../journey/document/draft';
import { ENTRY } from '../document/document';
import { isSmall } from '../document/layout';
import { entrySentence, titleOf } from '../document/sentences';
import { Tile } from '../widgets/tile';
import { words } from '../words';
import addButtonStyles from './add-button.module.css';
import cardStyles from './card.module.css';
import { useLens } from './lens';
import { useBuilder } from './store';

const { builder: say } = words;

/** Draws one node by its ID. It reads only what it shows, so that other changes don't draw it again. */
export const Card = memo(function Card({ id }: NodeProps) {
  const node = useBuilder(({ document }) => document.nodes[id]);
  return node ? <NodeCard id={id} node={node} /> : <EntryCard />;
});

function NodeCard({ id, node }: { readonly id: string; readonly node: DraftNode }) {
  const { InCard, useMark } = useLens();
  const mark = useMark(id);
  const look = lookOf(node);
  const sentence = sentenceOf(node);
  const small = isSmall(node);
  return (
    <div
      className={cardStyles.card}
      data-node={id}
      data-small={small || undefined}
      data-noted={InCard !== undefined || undefined}
      data-mark={mark}
    >
      <Handle type="target" position={Position.Top} isConnectableStart={false} className={cardStyles.wayIn} />
      <Hit id={id} name={say.card(titleOf(node, id), sentence, useWaysInWords(node))} />
      <Tile icon={look.icon} family={familyOf(node)} />
      <div className={cardStyles.text}>
        <span className={cardStyles.title}>{small ? sentence : titleOf(node, id)}</span>
        {!small && <span className={cardStyles.sentence}>{sentence}</span>}
        {InCard && <InCard id={id} />}
      </div>
      <Marks id={id} />
      <Ways id={id} node={node} />
    </div>
  );
}

function EntryCard() {
  const sentence = useBuilder(({ document }) => entrySentence(document.entry));
  const start = useBuilder(({ document }) => document.start);
  const { InCard, isEditable, useMark } = useLens();
  const mark = useMark(ENTRY);
  return (
    <div className={cardStyles.card} data-node={ENTRY} data-mark={mark}>
      <Hit id={ENTRY} name={`${say.entry}. ${sentence}`} />
      <Tile icon="entry" family="entry" />
      <div className={cardStyles.text}>
        <span className={cardStyles.title}>{say.entry}</span>
        <span className={cardStyles.sentence}>{sentence}</span>
        {InCard && <InCard id={ENTRY} />}
      </div>
      <Marks id={ENTRY} />
      <div className={cardStyles.ways} data-quiet>
        <Handle
          type="source"
          position={Position.Bottom}
          id={THEN}
          className={cardStyles.way}
          isConnectable={isEditable}
        />
        {isEditable && (start === undefined || start === '') && <AddButton id={ENTRY} port={THEN} from={say.entry} />}
      </div>
    </div>
  );
}

/** The whole card can be clicked and has the focus; what lies above it has its own. */
function Hit({ id, name }: { readonly id: string; readonly name: string }) {
  const isSelected = useBuilder(({ selected }) => selected.includes(id));
  const isTabStop = useBuilder(({ selected }) => (selected[0] ?? ENTRY) === id);
  return (
    <button
      className={cardStyles.hit}
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-label={name}
      aria-pressed={isSelected}
      data-hit={id}
    />
  );
}

function useWaysInWords(node: DraftNode): string {
  return useBuilder(({ document }) =>
    waysOf(node)
      .ways.map(({ port, to }) =>
        to === undefined ? say.leadsNowhere(port) : say.leads(port, titleOf(document.nodes[to], to)),
      )
      .join(', '),
  );
}

function Marks({ id }: { readonly id: string }) {
  const count = useBuilder(({ problems }) => problems.filter(({ node }) => node === id).length);
  const isError = useBuilder(({ problems }) =>
    problems.some(({ node, severity }) => node === id && severity === 'error'),
  );
  const { isEditable } = useLens();
  if (count === 0 || !isEditable) return null;
  return (
    <span className={cardStyles.problems} data-tone={isError ? 'bad' : 'warn'} title={say.problems(count)}>
      <IconAlertTriangle size={14} stroke={1.6} aria-hidden />
      {count}
    </span>
  );
}

/** The chips on the lower edge: each is what one pulls at. A single way out needs no word. */
function Ways({ id, node }: { readonly id: string; readonly node: DraftNode }) {
  const { isEditable } = useLens();
  const { ways } = waysOf(node);
  const isQuiet = ways.length === 1 && ways[0]?.takes.length !== 0;
  const from = titleOf(node, id);
  return (
    <div className={cardStyles.ways} data-quiet={isQuiet || undefined}>
      {ways.map(({ port, to, takes }) => (
        <span key={port} className={cardStyles.wayPlace}>
          <Handle
            type="source"
            position={Position.Bottom}
            id={port}
            className={cardStyles.way}
            data-port={port}
            isConnectable={isEditable}
            title={port === THEN && takes.length > 1 ? takes.join(', ') : undefined}
          >
            {isQuiet ? '' : port}
          </Handle>
          {to === undefined && isEditable && <AddButton id={id} port={port} from={from} />}
        </span>
      ))}
    </div>
  );
}

function AddButton({ id, port, from }: { readonly id: string; readonly port: string; readonly from: string }) {
  const ask = useBuilder((state) => state.ask);
  return (
    <button
      className={`${addButtonStyles.add} nodrag nopan`}
      type="button"
      tabIndex={-1}
      data-add={`${id}/${port}`}
      aria-label={say.addHere(port, from)}
      title={say.addHere(port, from)}
      onClick={() => ask({ node: id, port })}
    >
      <IconPlus size={14} stroke={2} aria-hidden />
    </button>
  );
}

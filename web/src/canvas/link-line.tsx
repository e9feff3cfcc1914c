import { IconPlus } from '@tabler/icons-react';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath, Position } from '@xyflow/react';
import { memo } from 'react';
import { THEN } from '../../../journey/document/draft';
import { titleOf } from '../document/sentences';
import { words } from '../words';
import addButtonStyles from './add-button.module.css';
import { useLens } from './lens';
import linkLineStyles from './link-line.module.css';
import { useBuilder } from './store';

const RADIUS = 12;
const LANE = 180;

/** Returns the path of a link that leads back up, to the right of the columns that it passes, and the middle of it. */
function loopPath(fromX: number, fromY: number, toX: number, toY: number): [string, number, number] {
  const lane = Math.max(fromX, toX) + LANE;
  const [below, above] = [fromY + 24, toY - 24];
  const path = [
    `M ${fromX} ${fromY}`,
    `V ${below - RADIUS} Q ${fromX} ${below} ${fromX + RADIUS} ${below}`,
    `H ${lane - RADIUS} Q ${lane} ${below} ${lane} ${below - RADIUS}`,
    `V ${above + RADIUS} Q ${lane} ${above} ${lane - RADIUS} ${above}`,
    `H ${toX + RADIUS} Q ${toX} ${above} ${toX} ${above + RADIUS}`,
    `V ${toY}`,
  ].join(' ');
  return [path, lane, (below + above) / 2];
}

/** Draws the link between two nodes, with a button in its middle to insert a node. */
export const LinkLine = memo(function LinkLine(props: EdgeProps) {
  const { id, source, sourceX, sourceY, targetX, targetY, sourceHandleId, data, markerEnd } = props;
  const { isEditable, OnLink, useMark } = useLens();
  const mark = useMark(id);
  const [path, x, y] = data?.isLoop
    ? loopPath(sourceX, sourceY, targetX, targetY)
    : getSmoothStepPath({
        ...{ sourceX, sourceY, targetX, targetY, borderRadius: RADIUS },
        ...{ sourcePosition: Position.Bottom, targetPosition: Position.Top },
      });
  const port = sourceHandleId ?? THEN;
  return (
    <>
      <BaseEdge id={id} path={path} data-mark={mark} {...(markerEnd !== undefined && { markerEnd })} />
      <EdgeLabelRenderer>
        <div
          className={`${linkLineStyles.onLink} nodrag nopan`}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {OnLink && <OnLink id={id} />}
          {isEditable && <InsertButton node={source} port={port} />}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});

function InsertButton({ node, port }: { readonly node: string; readonly port: string }) {
  const ask = useBuilder((state) => state.ask);
  const from = useBuilder(({ document }) => titleOf(document.nodes[node], node));
  const name = words.builder.addHere(port, from);
  return (
    <button
      className={addButtonStyles.add}
      type="button"
      tabIndex={-1}
      data-add={`${node}/${port}`}
      aria-label={name}
      title={name}
      onClick={() => ask({ node, port })}
    >
      <IconPlus size={14} stroke={2} aria-hidden />
    </button>
  );
}

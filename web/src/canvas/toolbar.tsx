import { IconArrowBackUp, IconArrowForwardUp, IconMaximize, IconMinus, IconPlus, IconWand } from '@tabler/icons-react';
import { useReactFlow, useViewport } from '@xyflow/react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { percent } from '../format';
import { words } from '../words';
import { redo, tidyUp, undo } from './edits';
import { useLens } from './lens';
import { useBuilder, useBuilderStore } from './store';
import styles from './toolbar.module.css';

const { builder: say } = words;

/** Shows zoom and, on an editable canvas, undo and tidy up. */
export function Toolbar() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const { zoom } = useViewport();
  const { isEditable } = useLens();
  return (
    <div className={styles.tools} role="toolbar" aria-label={say.toolbar}>
      <Tool name={say.zoomOut} onUse={() => void zoomOut()}>
        <IconMinus size={16} stroke={1.6} aria-hidden />
      </Tool>
      <span className={styles.zoom}>{percent(Math.round(zoom * 100) / 100)}</span>
      <Tool name={say.zoomIn} onUse={() => void zoomIn()}>
        <IconPlus size={16} stroke={1.6} aria-hidden />
      </Tool>
      <Tool name={say.fit} onUse={() => void fitView({ padding: 0.15, maxZoom: 1 })}>
        <IconMaximize size={16} stroke={1.6} aria-hidden />
      </Tool>
      {isEditable && <Edits />}
    </div>
  );
}

function Edits() {
  const store = useBuilderStore();
  const act = useBuilder((state) => state.act);
  const past = useStore(store.temporal, ({ pastStates }) => pastStates.length);
  const future = useStore(store.temporal, ({ futureStates }) => futureStates);
  return (
    <>
      <Tool name={say.undo(past === 0 ? '' : act)} isOff={past === 0} onUse={() => undo(store)}>
        <IconArrowBackUp size={16} stroke={1.6} aria-hidden />
      </Tool>
      <Tool name={say.redo(future.at(-1)?.act ?? '')} isOff={future.length === 0} onUse={() => redo(store)}>
        <IconArrowForwardUp size={16} stroke={1.6} aria-hidden />
      </Tool>
      <Tool name={say.tidy} onUse={() => tidyUp(store)}>
        <IconWand size={16} stroke={1.6} aria-hidden />
      </Tool>
    </>
  );
}

interface ToolProps {
  readonly name: string;
  readonly isOff?: boolean;
  readonly onUse: () => void;
  readonly children: ReactNode;
}

const Tool = ({ name, isOff = false, onUse, children }: ToolProps) => (
  <button className={styles.tool} type="button" aria-label={name} title={name} aria-disabled={isOff} onClick={onUse}>
    {children}
  </button>
);

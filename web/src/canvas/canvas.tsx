import { THEN } from '../../../journey/document/draft';
import { look } from '../widgets/look';
import styles from './canvas.module.css';
import './react-flow.css';
import { IconFlag } from '@tabler/icons-react';
import {
  Background,
  BackgroundVariant,
  type Edge,
  MarkerType,
  MiniMap,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useNodesInitialized,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, type RefObject, useEffect, useMemo, useRef } from 'react';
import { ENTRY, textOf } from '../document/document';
import { CARD } from '../document/layout';
import { inOrder, linksOf } from '../document/path';
import { goalSentence } from '../document/sentences';
import { words } from '../words';
import { Card } from './card';
import { dropAt, OFFER_TYPE } from './drop';
import { linkNodes, relinkNodes } from './edits';
import { isInSight } from './in-sight';
import { useCanvasKeys } from './keys';
import { useLens } from './lens';
import { LinkLine } from './link-line';
import { Picker } from './picker';
import { useBuilder, useBuilderStore } from './store';
import { Toolbar } from './toolbar';
import { useFlowNodes } from './use-flow-nodes';

const NODE_TYPES = { card: Card };
const EDGE_TYPES = { link: LinkLine };
const MANY = 80;
/** Number of nodes from which the canvas shows a map. With fewer, a map adds nothing. */
const MAPPED = 12;
const FIT = { padding: 0.15, maxZoom: 1, minZoom: 0.1 };

/** Draws the path from top to bottom. The lens decides what can be done with it and what the cards show. */
export const Canvas = () => (
  <ReactFlowProvider>
    <Drawn />
  </ReactFlowProvider>
);

function Drawn() {
  const store = useBuilderStore();
  const { isEditable } = useLens();
  const [nodes, onNodesChange, onNodeDragStop] = useFlowNodes();
  const edges = useFlowEdges();
  const flow = useReactFlow();
  const pane = useRef<HTMLElement>(null);
  const name = useBuilder(({ document }) => textOf(document.name) || document.id);
  const hasPoints = nodes.length > 0;
  useFit(hasPoints, pane);
  useSelectedInSight(pane);
  const onKeyDown = useCanvasKeys(pane);
  const onDrop = (event: DragEvent) => {
    const offer = event.dataTransfer.getData(OFFER_TYPE);
    if (offer === '') return;
    event.preventDefault();
    dropAt(store, offer, flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
  };
  return (
    <section
      ref={pane}
      className={styles.canvas}
      aria-label={words.builder.canvas(name, nodes.length - 1)}
      onKeyDown={onKeyDown}
      onDrop={isEditable ? onDrop : undefined}
      onDragOver={(event) => event.preventDefault()}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onNodeDragStop={onNodeDragStop}
        onConnect={(made) => linkNodes(store, made)}
        onReconnect={(edge, made) => relinkNodes(store, edge, made)}
        onConnectEnd={(_, { fromNode, fromHandle, toNode }) => {
          if (fromNode && fromHandle?.type === 'source' && !toNode)
            store.getState().ask({ node: fromNode.id, port: fromHandle.id ?? THEN });
        }}
        nodesConnectable={isEditable}
        nodesDraggable={isEditable}
        edgesReconnectable={isEditable}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        selectionMode={SelectionMode.Partial}
        onlyRenderVisibleElements={nodes.length > MANY}
        minZoom={0.1}
        maxZoom={1.5}
        connectionRadius={40}
        elevateEdgesOnSelect
        proOptions={{ hideAttribution: true }}
        onPaneClick={() => store.getState().select([])}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} />
        <Panel position="top-right">
          <GoalFlags />
        </Panel>
        {nodes.length > MAPPED && <MiniMap ariaLabel={words.builder.map} pannable zoomable nodeStrokeWidth={2} />}
        <Panel position="bottom-left">
          <Toolbar />
        </Panel>
      </ReactFlow>
      {isEditable && <Picker />}
      <Said />
    </section>
  );
}

/**
 * Height of a card and its link in pixels of the screen. The canvas first shows only as many of them as are readable.
 */
const LEAST = 84;
const MOST = 12;
const readable = (pane: HTMLElement | null): number =>
  Math.max(2, Math.min(MOST, Math.floor((pane?.clientHeight ?? 0) / LEAST) - 1));

/** Moves the view once, as soon as there are nodes: to the node in the address, or to the start of the path. */
function useFit(hasPoints: boolean, pane: RefObject<HTMLElement | null>): void {
  const { fitView } = useReactFlow();
  const isMeasured = useNodesInitialized();
  const store = useBuilderStore();
  useEffect(() => {
    if (!hasPoints || !isMeasured) return;
    const { document, selected } = store.getState();
    const ids = selected.length > 0 ? selected : [ENTRY, ...inOrder(document).slice(0, readable(pane.current))];
    void fitView({ ...FIT, nodes: ids.map((id) => ({ id })) });
  }, [hasPoints, isMeasured, fitView, store, pane]);
}

/** Brings the selected node into view, such as a new one or one with a problem. */
function useSelectedInSight(pane: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow();
  const only = useBuilder(({ selected }) => (selected.length === 1 ? selected[0] : undefined));
  const point = useBuilder(({ points }) => (only === undefined ? undefined : points[only]));
  useEffect(() => {
    if (!point) return;
    const timer = setTimeout(() => {
      if (isInSight(pane.current, flow.flowToScreenPosition(point), flow.getZoom())) return;
      void flow.setCenter(point.x + CARD.width / 2, point.y + CARD.height / 2, { zoom: flow.getZoom() });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [point, pane, flow]);
}

/** The inspector has taken its room by then. */
const SETTLED_MS = 50;

const MARKER = { type: MarkerType.ArrowClosed, width: 16, height: 16, color: 'var(--control)' };

function useFlowEdges(): Edge[] {
  const document = useBuilder((state) => state.document);
  const links = useMemo(() => linksOf(document), [document]);
  const key = links.map(({ id, to, isLoop }) => `${id}>${to}${isLoop ? '!' : ''}`).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: texts that change leave the links as they are
  return useMemo(
    () =>
      links.map(({ id, from, port, to, isLoop }) => ({
        ...{ id, source: from, sourceHandle: port, target: to, type: 'link', data: { isLoop }, markerEnd: MARKER },
      })),
    [key],
  );
}

/** Shows the goals next to the path, since they apply at every node. */
function GoalFlags() {
  const goals = useBuilder(({ document }) => document.goals);
  if (!Array.isArray(goals) || goals.length === 0) return null;
  return (
    <ul className={styles.goalFlags}>
      {goals.map((goal, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a goal has no name but its place
        <li key={index}>
          <IconFlag size={14} stroke={1.6} aria-hidden />
          {words.builder.goalFlag(goalSentence(goal))}
        </li>
      ))}
    </ul>
  );
}

function Said() {
  const said = useBuilder((state) => state.said);
  const isShown = useBuilder((state) => state.isShown);
  return (
    <span className={isShown ? styles.said : look.hidden} role="status">
      {said}
    </span>
  );
}

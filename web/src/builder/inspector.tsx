import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import { isObject, type JsonObject } from '../../../journey/base/json';
import { type Channel, isMessageChannel } from '../../../journey/delivery/channel';
import { askedOf, type DraftNode, familyOf, formOf, lookOf, sentenceOf, waysOf } from '../../../journey/document/draft';
import { linkPorts, removeNodes, unlinkPort } from '../canvas/edits';
import { focusNode } from '../canvas/focus';
import { useBuilder, useBuilderStore } from '../canvas/store';
import { ENTRY, noteOf, textOf, withNote } from '../document/document';
import { renameId, slugOf, withNode } from '../document/edit';
import { titleOf } from '../document/sentences';
import { FormContext } from '../forms/form-context';
import { SchemaFields } from '../forms/schema-form';
import { look } from '../widgets/look';
import { SidePanel } from '../widgets/side-panel';
import { TextLine } from '../widgets/text-line';
import { Tile } from '../widgets/tile';
import { words } from '../words';
import styles from './inspector.module.css';
import { Preview } from './preview/preview';
import { Section } from './section';
import { EntryForm } from './steps/entry-step';
import { Sentence } from './steps/sentence';
import { TemplatePick } from './template-pick';
import { useFormAround } from './use-form-around';

const { inspector: say, acts } = words.builder;

/** Shows a sentence about the selected node, and the form that edits it. */
export function Inspector() {
  const id = useBuilder(({ selected }) => (selected.length === 1 ? selected[0] : undefined));
  const node = useBuilder(({ document }) => (id === undefined ? undefined : document.nodes[id]));
  if (id === ENTRY)
    return (
      <Frame title={words.builder.entry} tile={<Tile icon="entry" family="entry" />}>
        <EntryForm />
      </Frame>
    );
  if (id === undefined || !node) return null;
  return <NodeInspector key={id} id={id} node={node} />;
}

interface FrameProps {
  readonly title: string;
  readonly tile: ReactNode;
  readonly children: ReactNode;
  readonly onRemove?: () => void;
}

function Frame({ title, tile, children, onRemove }: FrameProps) {
  const select = useBuilder((state) => state.select);
  return (
    <SidePanel
      label={say.label(title)}
      title={title}
      tile={tile}
      closeLabel={say.close}
      onClose={() => select([])}
      onEscape={focusNode}
      actions={
        onRemove && (
          <button
            className={look.iconButton}
            type="button"
            aria-label={say.remove}
            title={say.remove}
            onClick={onRemove}
          >
            <IconTrash size={16} stroke={1.6} aria-hidden />
          </button>
        )
      }
    >
      {children}
    </SidePanel>
  );
}

/** Fields that the inspector shows outside the schema form. */
const ELSEWHERE = ['type', 'name', 'then', 'links'];
/** Fields that a workspace template replaces. */
const IN_TEMPLATE = [...ELSEWHERE, 'template', 'content', 'variants'];
const EMPTY: JsonObject = {};

function NodeInspector({ id, node }: { readonly id: string; readonly node: DraftNode }) {
  const store = useBuilderStore();
  const { change } = store.getState();
  const form = useMemo(() => formOf(node.type), [node.type]);
  const asked = askedOf(node).join();
  const around = useFormAround(
    form ?? EMPTY,
    `nodes.${id}`,
    useMemo(() => asked.split(','), [asked]),
  );
  const edit = (field: string, to: DraftNode) =>
    change(acts.edit(`${titleOf(node, id)}: ${field}`), (document) => withNode(document, id, to), { grouped: true });
  const { icon, title: kind } = lookOf(node);
  return (
    <Frame
      title={titleOf(node, id)}
      tile={<Tile icon={icon} family={familyOf(node)} />}
      onRemove={() => removeNodes(store, [id])}
    >
      <Sentence text={sentenceOf(node)} />
      <FormContext value={around}>
        <TextLine
          label={say.name}
          value={typeof node.name === 'string' ? node.name : ''}
          placeholder={kind}
          onChange={(name) => edit(say.name, rename(node, name))}
        />
        {isMessageChannel(textOf(node.channel) as Channel) && (
          <TemplatePick node={node} onChange={(to) => edit(words.templates.templatePick.label, to)} />
        )}
        {form ? (
          <SchemaFields
            schema={form}
            value={node}
            path=""
            without={isObject(node.template) ? IN_TEMPLATE : ELSEWHERE}
            onChange={(to) => edit('', to as DraftNode)}
          />
        ) : (
          <p className={look.notice}>{say.unknown}</p>
        )}
      </FormContext>
      {familyOf(node) === 'channel' && <Preview id={id} node={node} />}
      <Outcomes id={id} node={node} />
      <Id id={id} />
      <Note id={id} />
    </Frame>
  );
}

function rename(node: DraftNode, name: string): DraftNode {
  const { name: _, ...rest } = node;
  return (name === '' ? rest : { ...rest, name }) as DraftNode;
}

/** Shows each exit of a node with its target. */
function Outcomes({ id, node }: { readonly id: string; readonly node: DraftNode }) {
  const store = useBuilderStore();
  const { ways, more } = waysOf(node);
  const others = useBuilder(({ document }) =>
    Object.entries(document.nodes)
      .map(([each, one]) => `${each}\n${titleOf(one, each)}`)
      .join('\t'),
  );
  if (ways.length === 0) return null;
  const nodes = others.split('\t').map((each) => each.split('\n'));
  return (
    <Section title={say.ways}>
      {ways.map(({ port, to, takes }) => (
        <label key={port} className={styles.outcome}>
          <span title={takes.join(', ')}>{port}</span>
          <select
            className={look.input}
            value={to ?? ''}
            onChange={(event) => {
              const target = event.currentTarget.value;
              if (target === '') unlinkPort(store, { node: id, port });
              else linkPorts(store, { node: id, port }, target);
            }}
          >
            <option value="">{say.nowhere}</option>
            {nodes.map(([each = '', title]) => (
              <option key={each} value={each}>
                {title} ({each})
              </option>
            ))}
          </select>
        </label>
      ))}
      {more.length > 0 && (
        <select
          className={look.input}
          aria-label={say.splitOut}
          value=""
          onChange={(event) => store.getState().ask({ node: id, port: event.currentTarget.value })}
        >
          <option value="">{say.splitOut}</option>
          {more.map((port) => (
            <option key={port} value={port}>
              {port}
            </option>
          ))}
        </select>
      )}
    </Section>
  );
}

function Id({ id }: { readonly id: string }) {
  const store = useBuilderStore();
  const [taken, setTaken] = useState<string>();
  return (
    <div className={styles.id}>
      <TextLine
        label={say.id}
        help={say.idHelp}
        wrong={taken === undefined ? undefined : say.idTaken(taken)}
        value={id}
        isSettledOnLeave
        onChange={(wish) => {
          const { document, change, select } = store.getState();
          const to = slugOf(wish);
          const isTaken = to !== id && Object.hasOwn(document.nodes, to);
          setTaken(isTaken ? to : undefined);
          if (isTaken || to === '' || to === id) return;
          change(acts.rename, (before) => renameId(before, id, to));
          select([to]);
        }}
      />
    </div>
  );
}

function Note({ id }: { readonly id: string }) {
  const note = useBuilder(({ document }) => noteOf(document, id));
  const { change } = useBuilderStore().getState();
  return (
    <TextLine
      label={say.note}
      help={say.noteHelp}
      value={note}
      onChange={(text) => change(acts.note, (document) => withNote(document, id, text), { grouped: true })}
    />
  );
}

import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { offeredFor } from '../../../journey/document/draft';
import { titleOf } from '../document/sentences';
import { look } from '../widgets/look';
import { Tile } from '../widgets/tile';
import { words } from '../words';
import { addNode } from './edits';
import { focusFirstField, focusNode } from './focus';
import offerStyles from './offer.module.css';
import pickerStyles from './picker.module.css';
import { useBuilder, useBuilderStore } from './store';

/** Asks which node to put into a way: search first, arrow keys, Enter. */
export function Picker() {
  const adding = useBuilder((state) => state.adding);
  return adding === undefined ? null : <Open key={`${adding.node}/${adding.port}`} adding={adding} />;
}

function Open({ adding }: { readonly adding: { readonly node: string; readonly port: string } }) {
  const store = useBuilderStore();
  const from = useBuilder(({ document }) => titleOf(document.nodes[adding.node], adding.node));
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const found = useMemo(() => offeredFor(search), [search]);
  const close = () => {
    store.getState().ask(undefined);
    focusNode();
  };
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const choose = (index: number) => {
    const offer = found[index];
    if (!offer) return;
    addNode(store, adding, offer);
    focusFirstField();
  };
  const steps = new Map([
    ['ArrowDown', () => setAt(Math.min(found.length - 1, at + 1))],
    ['ArrowUp', () => setAt(Math.max(0, at - 1))],
    ['Enter', () => choose(at)],
  ]);
  return (
    <dialog
      ref={dialog}
      className={pickerStyles.picker}
      aria-label={words.builder.addHere(adding.port, from)}
      onCancel={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <input
        className={look.input}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
        aria-label={words.builder.search}
        placeholder={words.builder.search}
        autoFocus
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const act = steps.get(event.key);
          if (!act) return;
          event.preventDefault();
          act();
        }}
      />
      <div role="listbox" id={list} aria-label={words.builder.palette} className={pickerStyles.list}>
        {found.map((offer, index) => (
          <div
            key={offer.title}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={offerStyles.offer}
            onClick={() => choose(index)}
            onKeyDown={undefined}
          >
            <Tile icon={offer.icon} family={offer.family} />
            <span>{offer.title}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={look.help}>{words.builder.nothingFound}</p>}
    </dialog>
  );
}

import type { Connection, Edge } from '@xyflow/react';
import { type Offered, roundBy, THEN } from '../../../journey/document/draft';
import { ENTRY, positionsOf, withPositions } from '../document/document';
import { insert, insertClip, link, type Place, remove, toClip, unlink } from '../document/edit';
import { titleOf } from '../document/sentences';
import { words } from '../words';
import type { Builder } from './store';

// Edits that the canvas and the outline share. Each changes the document and announces the change.

const { acts, said } = words.builder;

const nameIn = (store: Builder, id: string): string => titleOf(store.getState().document.nodes[id], id);

export function addNode(store: Builder, at: Place | undefined, offer: Offered): string {
  const { change, select, say, ask } = store.getState();
  let id = '';
  change(acts.add(offer.title), (document) => {
    const added = insert(document, at, offer.title, (own) => offer.blank(own));
    id = added.id;
    return added.document;
  });
  ask(undefined);
  select([id]);
  say(said.added(offer.title, at === undefined ? words.builder.entry : nameIn(store, at.node)));
  return id;
}

export function removeNodes(store: Builder, ids: readonly string[]): void {
  const chosen = ids.filter((id) => id !== ENTRY);
  if (chosen.length === 0) return;
  const { change, select, say } = store.getState();
  const what = chosen.length === 1 ? nameIn(store, chosen[0] ?? '') : String(chosen.length);
  change(acts.remove(what), (document) => remove(document, chosen));
  select([]);
  say(said.removed(what));
}

export function linkPorts(store: Builder, place: Place, to: string): void {
  const { change, say } = store.getState();
  if (to === ENTRY || isEndless(store, place, to)) return;
  change(acts.link(place.port), (document) => link(document, place, to));
  say(said.linked(place.port, nameIn(store, to)));
}

/** A way that would lead round without a wait is not drawn: nobody would ever come out of it. Said, with the round. */
function isEndless(store: Builder, place: Place, to: string): boolean {
  const { document, say } = store.getState();
  const round = roundBy(document.nodes, place, to);
  if (round) say(said.endless([place.node, ...round].map((id) => nameIn(store, id)).join(' → ')), true);
  return round !== undefined;
}

export const unlinkPort = (store: Builder, place: Place): void =>
  store.getState().change(acts.unlink(place.port), (document) => unlink(document, place));

export const linkNodes = (store: Builder, { source, sourceHandle, target }: Connection): void =>
  linkPorts(store, { node: source, port: sourceHandle ?? THEN }, target);

/** Relinks a link. Both of its ends can change. */
export function relinkNodes(store: Builder, edge: Edge, made: Connection): void {
  const [before, after] = [edge, made].map(({ source, sourceHandle }) => ({
    node: source,
    port: sourceHandle ?? THEN,
  }));
  if (!before || !after || made.target === ENTRY || isEndless(store, after, made.target)) return;
  const isMoved = before.node !== after.node || before.port !== after.port;
  store
    .getState()
    .change(acts.link(after.port), (document) =>
      link(isMoved ? unlink(document, before) : document, after, made.target),
    );
}

export function copyNodes(store: Builder): string | undefined {
  const { document, selected, say } = store.getState();
  const ids = selected.filter((id) => id !== ENTRY);
  if (ids.length === 0) return undefined;
  say(said.copied(ids.length));
  return toClip(document, ids);
}

export function pasteNodes(store: Builder, text: string): void {
  const { document, change, select, say } = store.getState();
  const made = insertClip(document, text);
  if (!made) {
    say(said.notOurs, true);
    return;
  }
  change(acts.paste(made.ids.length), () => made.document);
  select(made.ids);
  say(said.pasted(made.ids.length));
}

export function undo(store: Builder): void {
  const { act, say } = store.getState();
  if (store.temporal.getState().pastStates.length === 0) return;
  store.temporal.getState().undo();
  say(said.undid(act));
}

export function redo(store: Builder): void {
  const { futureStates, redo: again } = store.temporal.getState();
  if (futureStates.length === 0) return;
  again();
  store.getState().say(said.redid(store.getState().act));
}

/** Removes all positions, so that the layout places every node. */
export function tidyUp(store: Builder): void {
  const { document, change } = store.getState();
  if (Object.keys(positionsOf(document)).length > 0) change(acts.tidy, (before) => withPositions(before, {}));
}

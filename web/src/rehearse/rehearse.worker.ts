import type { Wall } from '../../../channels/liquid/wall';
import { withCompiled } from '../../../channels/mjml/with-compiled';
import { createRenderer } from '../../../channels/templates';
import { createWrite } from '../../../channels/write';
import type { Flaw } from '../../../journey/base/refusal';
import type { Library } from '../../../journey/delivery/template';
import { fillTemplates } from '../../../journey/document/fill-templates';
import { compile } from '../../../journey/engine/version';
import { rehearsable } from '../../../journey/world/rehearsal/rehearsable';
import { entersBy, type Rehearsal, type RehearsalOf, rehearse } from '../../../journey/world/rehearsal/rehearsal';
import { scenarioText } from '../../../journey/world/rehearsal/scenario-text';
import { answerWith } from '../background/answer';
import type { DraftDocument } from '../document/document';

/** A template that never ends is ended with this worker. */
const noWall: Wall = { within: (_, work) => work(), isOverTime: () => false };
const renderer = createRenderer(noWall);

/** Writes messages. Shows the source of uncompiled MJML, since a journey's path never depends on it. */
const writeWith = (compiled: Asking['compiled'] = {}) =>
  createWrite(withCompiled(renderer, (source) => compiled[source] ?? source));

export type Asking = Omit<RehearsalOf, 'document'> & {
  readonly draft: DraftDocument;
  /** Workspace templates that the draft names. */
  readonly library: Library;
  /** Compiled HTML of the draft's MJML, by source. */
  readonly compiled?: Readonly<Record<string, string>>;
};

export type Played =
  | { readonly ok: false; readonly errors: readonly Flaw[] }
  | (Rehearsal & {
      readonly ok: true;
      readonly unfinished: readonly string[];
      /** Events that the journey waits for. */
      readonly events: readonly string[];
      /** The event of the entry; undefined if users don't enter by an event. */
      readonly entryEvent: string | undefined;
    });

const tasks = {
  async play({ draft, library, compiled, ...asking }: Asking): Promise<Played> {
    const read = rehearsable(draft);
    if (!read.ok) return read;
    const { unfinished } = read;
    const document = fillTemplates(read.document, library);
    const rehearsal = await rehearse({ ...asking, document }, writeWith(compiled));
    const events = compile(document, 1).eventNames.filter((name) => !name.startsWith('$'));
    return { ok: true, ...rehearsal, unfinished, events, entryEvent: entersBy(document) };
  },

  /** @throws TypeError where it cannot be rehearsed */
  async asTest({ draft, library, compiled: _, ...asking }: Asking): Promise<string> {
    const read = rehearsable(draft);
    if (!read.ok) throw new TypeError(read.errors.map(({ message }) => message).join('; '));
    const of = { ...asking, document: read.document };
    const filled = { ...asking, document: fillTemplates(read.document, library) };
    return scenarioText(of, await rehearse(filled, writeWith()));
  },
};
export type RehearseTasks = typeof tasks;

answerWith(tasks);

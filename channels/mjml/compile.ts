import mjmlToHtml from 'mjml-browser';
import { type Linted, lintMjml, MAX_FLAWS, type MjmlFlaw, shorten } from './lint.ts';
import { type Shielded, shieldLiquid } from './liquid.ts';

/** The HTML of MJML source with its Liquid unchanged, and its errors and warnings. */
export interface CompiledMjml extends Linted {
  /** Empty if there are errors. */
  readonly html: string;
}

/**
 * Compiles MJML to HTML before Liquid is rendered, so one compilation serves all users. Keeps Liquid byte for byte.
 * Content that MJML would silently drop is an error if it is Liquid, since a condition would then have no effect, and a
 * warning otherwise.
 */
export async function compileMjml(source: string): Promise<CompiledMjml> {
  const whole = shieldLiquid(source);
  const shielded = { ...whole, source: blankComments(whole.source) };
  const { errors, warnings } = lintMjml(shielded);
  if (!/^\s*<mjml[\s>]/i.test(shielded.source)) return refuse([NO_ROOT, ...errors], warnings);
  if (errors.length > 0) return refuse(errors, warnings);
  try {
    const { html, errors: found } = await mjmlToHtml(shielded.source, OPTIONS);
    const said = found.map((each) => readComplaint(each, shielded));
    const fatal = [...said.flatMap(({ error }) => error ?? []), ...findLost(shielded, html)];
    const all = [...warnings, ...said.flatMap(({ warning }) => warning ?? [])];
    return fatal.length > 0 ? refuse(fatal, all) : { html: shielded.restore(html), errors: [], warnings: all };
  } catch (failure) {
    const message = shorten(failure instanceof Error ? failure.message : String(failure));
    return refuse([{ line: 1, message: `MJML can’t be compiled: ${message}`, fix: 'write valid MJML' }], warnings);
  }
}

/** Without fonts, since MJML would link them from Google, and without comments, which are for authors. */
const OPTIONS = { fonts: {}, keepComments: false, validationLevel: 'soft' } as const;

const refuse = (errors: readonly MjmlFlaw[], warnings: readonly MjmlFlaw[]): CompiledMjml => ({
  ...{ html: '', errors: errors.slice(0, MAX_FLAWS), warnings: warnings.slice(0, MAX_FLAWS) },
});

const NO_ROOT: MjmlFlaw = {
  line: 1,
  message: 'MJML must start with <mjml>',
  fix: 'write <mjml><mj-body>…</mj-body></mjml>, or use content.html for HTML',
};

/** Replaces comments with spaces, so that positions stay the same. MJML drops comments with any Liquid in them. */
function blankComments(source: string): string {
  const pieces: string[] = [];
  let done = 0;
  for (let from = source.indexOf('<!--'); from !== -1; from = source.indexOf('<!--', done)) {
    const end = source.indexOf('-->', from + 4);
    const to = end === -1 ? source.length : end + 3;
    pieces.push(source.slice(done, from), source.slice(from, to).replace(/[^\n]/g, ' '));
    done = to;
  }
  return `${pieces.join('')}${source.slice(done)}`;
}

interface Complaint {
  readonly line: number;
  readonly message: string;
  readonly tagName: string;
}

/** Translates MJML's complaints. It drops only unknown elements; other flaws are ignored or displayed. */
function readComplaint(
  { line, message, tagName }: Complaint,
  { source, wordsIn, lineAt, restore }: Shielded,
): { readonly error?: MjmlFlaw; readonly warning?: MjmlFlaw } {
  const at = lineAt(startOfLine(source, line));
  if (/doesn't exist|not registered/.test(message))
    return {
      error: {
        line: at,
        message: `MJML has no element <${tagName}>`,
        fix: 'use an MJML element, or put HTML inside <mj-raw>',
      },
    };
  if (wordsIn(message).length > 0) return {}; // the value comes from Liquid
  return {
    warning: {
      line: at,
      message: `<${tagName}>: ${shorten(restore(message))}`,
      fix: 'see https://documentation.mjml.io',
    },
  };
}

function startOfLine(source: string, line: number): number {
  let at = 0;
  for (let nr = 1; nr < line; nr += 1) {
    const next = source.indexOf('\n', at);
    if (next === -1) return at;
    at = next + 1;
  }
  return at;
}

/** Finds Liquid that is missing in the HTML: MJML calculated with it, or dropped its attribute. */
function findLost({ source, wordsIn, lineAt }: Shielded, html: string): readonly MjmlFlaw[] {
  const shown = new Set(wordsIn(html));
  return wordsIn(source)
    .filter((part) => !shown.has(part))
    .map(({ at, liquid }) => ({
      line: lineAt(at),
      message: `MJML drops ${shorten(liquid)} here`,
      fix: 'use Liquid only in texts, links, sources and colors. MJML needs literal sizes and names',
    }));
}

import type { Advice } from '../channels/email/advise.ts';
import { MAX_TEMPLATE } from '../channels/liquid/engine.ts';
import type { Compilation, CompileMjml } from '../channels/mjml/compiler.ts';
import type { Flaw } from '../journey/base/refusal.ts';
import type { EmailSource } from '../journey/validate/email-html.ts';

export interface EmailChecks {
  readonly compileMjml: CompileMjml;
  readonly adviseHtml: (html: string) => readonly Advice[];
}

export interface Found {
  readonly errors: readonly Flaw[];
  readonly warnings: readonly Flaw[];
}

/** Compiles emails and lists their errors and warnings. */
export type CheckEmails = (sources: readonly EmailSource[]) => Promise<Found>;

type Described = Pick<Advice, 'line' | 'message' | 'fix'>;

interface FoundInEmail extends Found {
  /** Empty if it can't be compiled. */
  readonly html: string;
}

/** Compiles emails. Returns compile errors, and warnings for the authors. */
export async function emailFlaws(sources: readonly EmailSource[], checks: EmailChecks): Promise<Found> {
  const found = await Promise.all(sources.map((each) => checkEmail(each, checks)));
  return { errors: found.flatMap(({ errors }) => errors), warnings: found.flatMap(({ warnings }) => warnings) };
}

/** Checks the HTML or MJML of one email. */
export async function checkEmail(
  { path, type, source, hasText }: EmailSource,
  checks: EmailChecks,
): Promise<FoundInEmail> {
  const advise = (html: string, counts: (advice: Advice) => boolean = () => true): readonly Flaw[] =>
    checks
      .adviseHtml(html)
      .filter((advice) => counts(advice) && !(hasText && advice.aboutText))
      .map((advice) => flawAt(path, advice));
  if (type === 'html') return { html: source, errors: [], warnings: advise(source) };
  const { html, errors, warnings } = inLines(await checks.compileMjml(source));
  return {
    html,
    errors: [...errors, ...lengthFlaws(html)].map((each) => flawAt(path, each)),
    // authors never see lines of the compiled HTML, and its images have already been checked in the source
    warnings: [...warnings.map((each) => flawAt(path, each)), ...(html === '' ? [] : advise(html, isAboutAll))],
  };
}

/** MJML makes about twenty times as much HTML, and HTML over the limit of templates would fail each message. */
const lengthFlaws = (html: string): readonly Described[] =>
  html.length > MAX_TEMPLATE
    ? [
        {
          message: `it compiles to ${html.length} characters of HTML, more than the limit of ${MAX_TEMPLATE}`,
          fix: 'use fewer elements',
        },
      ]
    : [];

const isAboutAll = ({ line }: Advice): boolean => line === undefined;

/** A source that took too long is refused, since its messages would fail. */
const inLines = (compiled: Compilation) =>
  compiled.isLate
    ? {
        html: '',
        warnings: [],
        errors: [{ line: 1, message: `MJML ${compiled.reason}`, fix: 'shorten the MJML, or try again' }],
      }
    : compiled;

const flawAt = (path: string, { line, message, fix }: Described): Flaw => ({
  path,
  message: line === undefined ? message : `line ${line}: ${message}`,
  fix,
});

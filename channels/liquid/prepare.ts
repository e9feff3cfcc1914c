import {
  CaseTag,
  EchoTag,
  Output,
  type Template,
  TypeGuards,
  toValueSync,
  type Value,
  type ValueToken,
} from 'liquidjs';
import { mark } from './html/marks.ts';
import { Decimal } from './numbers.ts';
import { requireValue } from './required.ts';

/**
 * Prepares a parsed template: numbers with a decimal point become decimals, outputs report missing values, and for
 * HTML, texts in quotes are marked as the author's.
 */
export function prepare(templates: readonly Template[], kind: Kind): void {
  for (const template of templates) {
    const children = template.children?.(false, true);
    if (children) prepare(toValueSync(children) as readonly Template[], kind);
    // the texts of `when` are only compared
    const isMarked = kind === 'html' && !(template instanceof CaseTag);
    for (const argument of template.arguments?.() ?? []) prepareArgument(argument, isMarked);
    requireIn(template, kind);
  }
}

type Kind = 'text' | 'html';

/** Makes what a template prints report missing values. */
function requireIn(template: Template, kind: Kind): void {
  // for HTML, the last filter of an output is the engine's own
  if (template instanceof Output) template.value = requireValue(template.value, ownFilters(template.value, kind));
  else if (template instanceof EchoTag) {
    const echo = template as unknown as { value?: Value };
    if (echo.value) echo.value = requireValue(echo.value);
  }
}

const ownFilters = ({ filters }: Value, kind: Kind): number => (kind === 'html' ? filters.length - 1 : filters.length);

function prepareArgument(argument: Value | ValueToken, isMarked: boolean): void {
  const { initial, filters } = argument as Partial<Value>;
  if (initial && filters) {
    const given = filters.flatMap(({ args }) => args.map((arg) => (Array.isArray(arg) ? arg[1] : arg)));
    for (const token of [...initial.postfix, ...given]) prepareToken(token, isMarked);
  } else prepareToken(argument, isMarked);
}

function prepareToken(token: unknown, isMarked: boolean): void {
  if (isMarked && TypeGuards.isQuotedToken(token)) Object.assign(token, { content: mark(token.content) });
  if (TypeGuards.isNumberToken(token) && token.getText().includes('.'))
    Object.assign(token, { content: new Decimal(Number(token.getText())) });
}

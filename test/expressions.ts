import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A regular expression of the sources: a literal, or the texts that `new RegExp` is given. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
  /** `journey/time/time.ts:23`. */
  readonly where: string;
}

/** What a call of RegExp is made of where it isn't a text: a test says for each why it is safe. */
export interface Composed {
  readonly text: string;
  readonly where: string;
}

const ROOMS = 'activities api channels cli journey store testkit tools web/src worker workflows'.split(' ');

/** Every regular expression of the sources, tests apart. */
export function expressionsIn(root: string): {
  readonly literal: readonly Expression[];
  readonly composed: readonly Composed[];
} {
  const found = ROOMS.flatMap((room) =>
    readdirSync(`${root}/${room}`, { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`),
  )
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$/.test(file))
    .flatMap((file) => expressionsOf(file, readFileSync(`${root}/${file}`, 'utf8')));
  return {
    literal: found.flatMap((each) => ('source' in each ? [each] : [])),
    composed: found.flatMap((each) => ('text' in each ? [each] : [])),
  };
}

function expressionsOf(file: string, text: string): readonly (Expression | Composed)[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: (Expression | Composed)[] = [];
  const look = (node: ts.Node): void => {
    const where = `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    if (ts.isRegularExpressionLiteral(node)) found.push({ ...partsOf(node.text), where });
    else if (isRegExpCall(node)) found.push({ ...argumentsOf(node), where });
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function argumentsOf(call: ts.NewExpression | ts.CallExpression): Omit<Expression, 'where'> | Omit<Composed, 'where'> {
  const [pattern, flags] = call.arguments ?? [];
  const isPlain = pattern && ts.isStringLiteralLike(pattern) && (!flags || ts.isStringLiteralLike(flags));
  return isPlain
    ? { source: pattern.text, flags: flags && ts.isStringLiteralLike(flags) ? flags.text : '' }
    : { text: call.getText() };
}

function partsOf(text: string): { readonly source: string; readonly flags: string } {
  const end = text.lastIndexOf('/');
  return { source: text.slice(1, end), flags: text.slice(end + 1) };
}

const isRegExpCall = (node: ts.Node): node is ts.NewExpression | ts.CallExpression =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The kinds of value that a column may have in JavaScript. `object` is a Date, an array or JSON. */
export type Kind = 'string' | 'number' | 'boolean' | 'object' | 'null';

/** A statement in the sources whose rows have a type: ``sql<{ id: string }>`select id from …` ``. */
export interface TypedStatement {
  /** File and line, from the root. */
  readonly place: string;
  /** The template's texts between its values. */
  readonly chunks: readonly string[];
  /** Allowed kinds by column. 'any' where the type allows everything. */
  readonly columns: ReadonlyMap<string, ReadonlySet<Kind> | 'any'>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ROOMS = /^(store|forwarding|due|activities|api|worker)\//;

/**
 * Reads every typed statement of the product, or of some files, from the sources by TypeScript's own checker. Takes
 * some seconds.
 */
export function readTypedStatements(files: RegExp = ROOMS): readonly TypedStatement[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(ROOT, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
      },
    },
  );
  if (!config) throw new Error('tsconfig.json cannot be read');
  const inRooms = config.fileNames.filter((file) => {
    const name = path.relative(ROOT, file);
    return files.test(name) && !name.endsWith('.test.ts');
  });
  const program = ts.createProgram(inRooms, { ...config.options, noEmit: true });
  const checker = program.getTypeChecker();
  return inRooms.flatMap((file) => {
    const source = program.getSourceFile(file);
    return source ? statementsIn(source, checker) : [];
  });
}

function statementsIn(source: ts.SourceFile, checker: ts.TypeChecker): readonly TypedStatement[] {
  const found: TypedStatement[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isTaggedTemplateExpression(node) && /\bsql$/.test(node.tag.getText()) && node.typeArguments?.[0]) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({
        place: `${path.relative(ROOT, source.fileName)}:${line + 1}`,
        chunks: chunksOf(node.template),
        columns: columnsOf(checker.getTypeFromTypeNode(node.typeArguments[0]), checker),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const chunksOf = (template: ts.TemplateLiteral): readonly string[] =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];

const columnsOf = (row: ts.Type, checker: ts.TypeChecker): TypedStatement['columns'] =>
  new Map(
    checker
      .getPropertiesOfType(row)
      .map((property) => [property.name, kindsOf(resolve(checker.getTypeOfSymbol(property), checker))] as const),
  );

/** Returns a type parameter's constraint, any other type as it is. */
const resolve = (type: ts.Type, checker: ts.TypeChecker): ts.Type => checker.getBaseConstraintOfType(type) ?? type;

function kindsOf(type: ts.Type): ReadonlySet<Kind> | 'any' {
  const kinds = new Set<Kind>();
  for (const each of type.isUnion() ? type.types : [type]) {
    const kind = kindOf(each);
    if (kind === 'any') return 'any';
    if (kind) kinds.add(kind);
  }
  return kinds.size === 5 ? 'any' : kinds;
}

function kindOf(type: ts.Type): Kind | 'any' | undefined {
  // A branded type is an intersection of a primitive with its brand.
  const flags = type.isIntersection() ? type.types.reduce((all, each) => all | each.flags, 0) : type.flags;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return 'any';
  if (flags & ts.TypeFlags.StringLike) return 'string';
  if (flags & ts.TypeFlags.NumberLike) return 'number';
  if (flags & ts.TypeFlags.BooleanLike) return 'boolean';
  if (flags & ts.TypeFlags.Null) return 'null';
  if (flags & ts.TypeFlags.Undefined) return undefined;
  return 'object';
}

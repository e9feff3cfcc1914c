import { Journey } from '../journey/document/document.ts';
import { entryTypes } from '../journey/entries/index.ts';
import { nodeTypes } from '../journey/nodes/index.ts';
import { choicesIn, fieldTable, jsonSchemaOf, type Schema, takes } from './reference-fields.ts';

/** A page of docs/reference: its path there, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** The reference, from the schemas and from what each type says of itself: nothing in it is written by hand. */
export const referencePages = (): readonly Page[] => [
  ...entryTypes.map((type) => entryPage(type as unknown as EntryPage)),
  ...nodeTypes.map((type) => nodePage(type as unknown as NodePage)),
  values(),
  index(),
];

interface NodePage {
  readonly type: string;
  readonly family: string;
  readonly title: string;
  readonly about: string;
  readonly schema: Parameters<typeof jsonSchemaOf>[0];
  readonly example: object;
  ports(node: unknown): readonly string[];
  describe(node: unknown): string;
}

type EntryPage = Pick<NodePage, 'type' | 'title' | 'about' | 'schema' | 'example' | 'describe'>;

/** What every entry has, each with its line on every page: which are of use depends on the entry. */
function entryPage({ type, title, about, schema, example, describe }: EntryPage): Page {
  const text = [
    `# ${title} (\`${type}\`)`,
    about,
    fieldTable(jsonSchemaOf(schema), ['type']),
    '## Example',
    `*${describe(schema.parse(example))}*`,
    fenced({ entry: example }),
    'An entry: it says who comes in. [All nodes and entries](../README.md)',
  ].join('\n\n');
  return { path: `entries/${type}.md`, text: `${GENERATED}${text}\n` };
}

/** What every node has: told once, on the index. */
const COMMON = ['type', 'name', 'then', 'links', 'maxVisits'];

function nodePage({ type, family, title, about, schema, example, ports, describe }: NodePage): Page {
  const node = schema.parse(example);
  const ways = ports(node);
  const text = [
    `# ${title} (\`${type}\`)`,
    about,
    fieldTable(jsonSchemaOf(schema), COMMON),
    '## Example',
    `*${describe(node)}*`,
    fenced(example),
    ways.length === 0 ? 'Nothing leads out of it.' : `Its ways out: ${ways.map((port) => `\`${port}\``).join(', ')}.`,
    `Family: ${family}. [All nodes and entries](../README.md)`,
  ].join('\n\n');
  return { path: `nodes/${type}.md`, text: `${GENERATED}${text}\n` };
}

/** The shapes that pages point to. */
function values(): Page {
  const shapes = Object.entries(jsonSchemaOf(Journey).$defs ?? {}).filter(([name]) => !name.startsWith('__'));
  const told = shapes
    .filter(([name]) => !['Journey', 'Node', 'Entry'].includes(name))
    .map(([name, schema]) => [`## ${name}`, schema.description ?? '', shape(schema)].filter(Boolean).join('\n\n'));
  return { path: 'values.md', text: `${GENERATED}# Values\n\n${told.join('\n\n')}\n`.replaceAll('../values.md', '') };
}

const shape = (schema: Schema): string =>
  schema.properties
    ? fieldTable(schema, [])
    : choicesIn(schema)
        .map((each) => `- ${takes(each)}`)
        .join('\n');

function index(): Page {
  const line = ({ title, type, about }: NodePage) => `- [${title}](nodes/${type}.md) \`${type}\`: ${about}`;
  const families = [...new Set(nodeTypes.map(({ family }) => family))];
  const text = [
    '# Reference',
    '## Entries: who comes in',
    (entryTypes as unknown as readonly EntryPage[])
      .map(({ title, type, about }) => `- [${title}](entries/${type}.md) \`${type}\`: ${about}`)
      .join('\n'),
    'Every node has a `type`, may have a `name` for people, `links` (port → node) and `then` (the default link of every port without one of its own). With `maxVisits`, one pass comes to it so often, and the visit after that leaves by `limit` at once: it ends a loop.',
    ...families.flatMap((family) => [
      `## Nodes: ${family}`,
      (nodeTypes as unknown as readonly NodePage[])
        .filter((type) => type.family === family)
        .map(line)
        .join('\n'),
    ]),
    '## Values',
    'Durations, conditions and other shapes are described in [values](values.md).',
  ].join('\n\n');
  return { path: 'README.md', text: `${GENERATED}${text}\n` };
}

const fenced = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
const GENERATED = '<!-- Written by `npm run reference` from the schemas. -->\n';

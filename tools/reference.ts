import { Journey } from '../journey/document/document.ts';
import { entryTypes } from '../journey/entries/index.ts';
import { nodeTypes } from '../journey/nodes/index.ts';
import { choicesIn, fieldTable, jsonSchemaOf, type Schema, takes } from './reference-fields.ts';

/** A page of docs/reference: its path and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Writes every page of the reference from the schemas and node types. None is written by hand. */
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

/** Writes an entry's page with all its fields: which common fields apply depends on the entry. */
function entryPage({ type, title, about, schema, example, describe }: EntryPage): Page {
  const text = [
    `# ${title} (\`${type}\`)`,
    about,
    fieldTable(jsonSchemaOf(schema), ['type']),
    '## Example',
    `*${describe(schema.parse(example))}*`,
    fence({ entry: example }),
    'An entry says which users enter a journey. [All nodes and entries](../README.md)',
  ].join('\n\n');
  return { path: `entries/${type}.md`, text: `${GENERATED}${text}\n` };
}

/** Fields of every node, described once, on the index page. */
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
    fence(example),
    ways.length === 0
      ? 'It has no ports: it ends the path.'
      : `Ports: ${ways.map((port) => `\`${port}\``).join(', ')}.`,
    `Family: ${family}. [All nodes and entries](../README.md)`,
  ].join('\n\n');
  return { path: `nodes/${type}.md`, text: `${GENERATED}${text}\n` };
}

/** Writes the page of shapes that other pages link to. */
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
    'Fields and examples of every entry and node, generated from the schemas. New here? Start with [Your first journey](../tutorial.md). Questions: [FAQ](../faq.md).',
    '## Entries',
    (entryTypes as unknown as readonly EntryPage[])
      .map(({ title, type, about }) => `- [${title}](entries/${type}.md) \`${type}\`: ${about}`)
      .join('\n'),
    'Every node has a `type`. It can have a `name` to show, `links` (port → node) and `then`, the link of every port without its own. `maxVisits` ends a loop: after that many visits of one instance, the next visit leaves by `limit` immediately.',
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

const fence = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
const GENERATED = '<!-- Written by `npm run reference` from the schemas. -->\n';

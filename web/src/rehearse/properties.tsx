import { IconPlus, IconX } from '@tabler/icons-react';
import type { JsonObject, JsonValue } from '../../../journey/json';
import { words } from '../words';

const { rehearse: say } = words;

/** A name and what was typed for it. */
export interface Row {
  readonly name: string;
  readonly text: string;
}

/** Numbers, true, false, lists and objects are what they look like; whatever else is text. */
function readValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Rows without a name say nothing; an empty value is `empty`, or says nothing either. */
export const propertiesOf = (rows: readonly Row[], empty?: null): JsonObject =>
  Object.fromEntries(
    rows.flatMap(({ name, text }) => {
      if (name === '' || (text === '' && empty === undefined)) return [];
      return [[name, text === '' ? null : readValue(text)]];
    }),
  );

export const rowsOf = (properties: JsonObject): readonly Row[] =>
  Object.entries(properties).map(([name, value]) => ({
    name,
    text: typeof value === 'string' ? value : JSON.stringify(value),
  }));

interface PropertiesProps {
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
}

export function Properties({ rows, onChange }: PropertiesProps) {
  const put = (index: number, change: Partial<Row>) =>
    onChange(rows.map((row, nth) => (nth === index ? { ...row, ...change } : row)));
  return (
    <div className="properties">
      {rows.map(({ name, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place while its name is typed
        <div key={index} className="property">
          <input
            className="input mono"
            aria-label={say.property}
            placeholder={say.property}
            value={name}
            onChange={(event) => put(index, { name: event.currentTarget.value })}
          />
          <input
            className="input"
            aria-label={name === '' ? say.value : name}
            placeholder={say.value}
            value={text}
            onChange={(event) => put(index, { text: event.currentTarget.value })}
          />
          <button
            className="plain icon"
            type="button"
            aria-label={say.remove(name)}
            title={say.remove(name)}
            onClick={() => onChange(rows.filter((_, nth) => nth !== index))}
          >
            <IconX size={14} stroke={1.6} aria-hidden />
          </button>
        </div>
      ))}
      <button className="plain" type="button" onClick={() => onChange([...rows, { name: '', text: '' }])}>
        <IconPlus size={14} stroke={1.6} aria-hidden /> {say.addProperty}
      </button>
    </div>
  );
}

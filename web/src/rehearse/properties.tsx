import { IconPlus, IconX } from '@tabler/icons-react';
import type { Row } from '../samples/rows';
import { words } from '../words';

const { rehearse: say } = words;

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

import { useState } from 'react';
import type { JsonValue } from '../../../../journey/base/json';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { readDuration } from '../duration';
import { isObject } from '../schema';

const { condition: say } = words.forms;

interface ComparandProps {
  readonly label: string;
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue) => void;
}

/**
 * Edits the value to compare with. "50" is a number and "pro" a text; a list has commas; a moment is relative to now.
 */
export function Comparand(props: ComparandProps) {
  const { value } = props;
  if (isObject(value) && (value.ago !== undefined || value.ahead !== undefined)) return <Moment {...props} />;
  return <Typed {...props} />;
}

const MOMENTS = ['ago', 'ahead'] as const;

function Moment({ label, value, onChange }: ComparandProps) {
  const moment = isObject(value) ? value : {};
  const kind = moment.ahead === undefined ? 'ago' : 'ahead';
  const written = String(moment[kind]);
  const [typed, setTyped] = useState(written);
  const isMine = (readDuration(typed) ?? typed) === written;
  return (
    <>
      <input
        className={`${look.input} ${look.narrow}`}
        type="text"
        aria-label={label}
        value={isMine ? typed : written}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onChange({ [kind]: readDuration(event.currentTarget.value) ?? event.currentTarget.value });
        }}
      />
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={`${label}: ${words.forms.kind.toLowerCase()}`}
        value={kind}
        onChange={(event) => {
          const to = event.currentTarget.value;
          onChange(to === 'date' ? new Date().toISOString().slice(0, 10) : { [to]: written });
        }}
      >
        {[...MOMENTS, 'date' as const].map((each) => (
          <option key={each} value={each}>
            {say[each]}
          </option>
        ))}
      </select>
    </>
  );
}

function Typed({ label, value, onChange }: ComparandProps) {
  const isList = Array.isArray(value);
  const [typed, setTyped] = useState(shown(value));
  return (
    <input
      className={look.input}
      type="text"
      aria-label={label}
      placeholder={isList ? say.list : undefined}
      value={same(read(typed, isList), value) ? typed : shown(value)}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(read(event.currentTarget.value, isList));
      }}
    />
  );
}

const same = (a: JsonValue, b: JsonValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

function shown(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.map((each: JsonValue) => String(each)).join(', ');
  if (isObject(value)) return String(value.path ?? '');
  return value === undefined ? '' : String(value);
}

function read(text: string, isList: boolean): JsonValue {
  if (!isList) return scalar(text);
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map(scalar);
}

function scalar(text: string): JsonValue {
  if (/^(profile|event|context)(\.[^.\s]|\[")/.test(text)) return { path: text };
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

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
  if (isObject(value) && MOMENTS.some((each) => value[each] !== undefined)) return <Moment {...props} />;
  return <Typed {...props} />;
}

const MOMENTS = ['ago', 'ahead', 'daysAgo', 'daysAhead'] as const;
type Kind = (typeof MOMENTS)[number];
const isOfDays = (kind: Kind): boolean => kind === 'daysAgo' || kind === 'daysAhead';

/** Reads a length of time, or a number of calendar days. Anything else stays as typed, for the validator to refuse. */
const readLength = (kind: Kind, typed: string): JsonValue =>
  isOfDays(kind) ? (/^\d{1,4}$/.test(typed) ? Number(typed) : typed) : (readDuration(typed) ?? typed);

/** Returns the moment of another kind. The length stays if it has the same unit. */
const withKind = (from: Kind, to: string, length: JsonValue): JsonValue => {
  const kind = MOMENTS.find((each) => each === to);
  if (kind === undefined) return new Date().toISOString().slice(0, 10);
  return { [kind]: isOfDays(kind) === isOfDays(from) ? length : isOfDays(kind) ? 7 : '7d' };
};

function Moment({ label, value, onChange }: ComparandProps) {
  const moment = isObject(value) ? value : {};
  const kind = MOMENTS.find((each) => moment[each] !== undefined) ?? 'ago';
  const written = String(moment[kind]);
  const [typed, setTyped] = useState(written);
  const isMine = String(readLength(kind, typed)) === written;
  return (
    <>
      <input
        className={`${look.input} ${look.narrow}`}
        type="text"
        aria-label={label}
        value={isMine ? typed : written}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          onChange({ [kind]: readLength(kind, event.currentTarget.value) });
        }}
      />
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={`${label}: ${words.forms.kind.toLowerCase()}`}
        value={kind}
        onChange={(event) => onChange(withKind(kind, event.currentTarget.value, moment[kind] ?? written))}
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

import { useEffect, useId, useState } from 'react';
import { look } from './look';

interface TextLineProps {
  readonly label: string;
  readonly help?: string;
  /** Shown instead of the help. */
  readonly wrong?: string | undefined;
  readonly value: string;
  readonly placeholder?: string;
  /** Reports a change when the field loses focus or on Enter, not at each key. */
  readonly isSettledOnLeave?: boolean;
  readonly onChange: (value: string) => void;
}

/** A text in one line, with its label above and its help below. */
export function TextLine({
  label,
  help = '',
  wrong,
  value,
  placeholder,
  isSettledOnLeave = false,
  onChange,
}: TextLineProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const below = wrong ?? help;
  const settle = () => {
    if (isSettledOnLeave && typed !== value) onChange(typed);
  };
  return (
    <div className={look.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={look.input}
        type="text"
        value={typed}
        placeholder={placeholder}
        aria-describedby={below === '' ? undefined : `${id}-below`}
        aria-invalid={wrong === undefined ? undefined : true}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          if (!isSettledOnLeave) onChange(event.currentTarget.value);
        }}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle();
        }}
      />
      {below !== '' && (
        <p id={`${id}-below`} className={wrong === undefined ? look.help : look.wrong}>
          {below}
        </p>
      )}
    </div>
  );
}

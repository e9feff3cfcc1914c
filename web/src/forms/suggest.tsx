import { useId } from 'react';
import { look } from '../widgets/look';
import type { ControlProps } from './field';
import { useForm } from './form-context';

interface SuggestProps extends Partial<ControlProps> {
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
  readonly label?: string;
  readonly placeholder?: string;
}

/** A text for which there are suggestions. */
export function Suggest({ value, options, onChange, label, ...control }: SuggestProps) {
  const list = useId();
  const { seen } = useForm();
  return (
    <>
      <input
        {...control}
        className={look.input}
        type="text"
        list={list}
        autoComplete="off"
        spellCheck={false}
        value={value}
        aria-label={label}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={list}>
        {options.map((option) => (
          <option key={option} value={option} label={seen.about[option]} />
        ))}
      </datalist>
    </>
  );
}

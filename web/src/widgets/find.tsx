import { useState } from 'react';
import { look } from './look';

interface FindProps {
  readonly label: string;
  readonly value: string | undefined;
  /** Called with the text; undefined for no filter. */
  readonly onFind: (text: string | undefined) => void;
}

/** A search field of a list. Enter applies the text. */
export function Find({ label, value, onFind }: FindProps) {
  const [typed, setTyped] = useState(value ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onFind(typed.trim() === '' ? undefined : typed.trim());
      }}
    >
      <input
        className={`${look.input} ${look.search}`}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </form>
  );
}

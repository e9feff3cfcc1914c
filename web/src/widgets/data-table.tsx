import type { ReactNode } from 'react';
import { look } from './look';

interface DataTableProps {
  /** Caption for screen readers. */
  readonly caption?: string;
  /** Headings, in the order of the cells. */
  readonly columns: Readonly<Record<string, string>> | readonly string[];
  /** Rows. On a phone each is a card. */
  readonly children: ReactNode;
}

/** Shows rows under their headings. */
export const DataTable = ({ caption, columns, children }: DataTableProps) => (
  <table>
    {caption !== undefined && <caption className={look.hidden}>{caption}</caption>}
    <thead>
      <tr>
        {Object.values(columns).map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);

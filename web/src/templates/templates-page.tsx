import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ListedTemplate } from '../client/template-queries';
import { ago, moment } from '../format';
import { DataTable } from '../widgets/data-table';
import { Find } from '../widgets/find';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { type TemplatesSearch, templatesQuery } from './templates-queries';

const { templates: say } = words;

/** Lists the templates and content blocks of the workspace with their uses. */
export function TemplatesPage({ search }: { readonly search: TemplatesSearch }) {
  const { data, error, refetch } = useQuery(templatesQuery(search));
  const isFiltered = search.search !== undefined || search.kind !== undefined || search.cursor !== undefined;
  useEffect(() => {
    document.title = `${say.title} · ${words.product}`;
  }, []);
  return (
    <>
      <header>
        <h1>{say.title}</h1>
        <Link className={`${look.ink} ${look.end}`} to="/templates/new">
          {say.add}
        </Link>
      </header>
      <Filters search={search} />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.templates.length === 0 && (
        <p className={`${look.card} ${look.empty}`}>{isFiltered ? say.none : say.empty}</p>
      )}
      {data && data.templates.length > 0 && (
        <div className={look.card}>
          <DataTable caption={say.caption} columns={say.columns}>
            {data.templates.map((template) => (
              <Row key={template.id} template={template} />
            ))}
          </DataTable>
          <div className={look.pager}>
            {search.cursor !== undefined && (
              <Link className={look.plain} to="/templates" search={{ ...search, cursor: undefined }}>
                {say.first}
              </Link>
            )}
            {data.next !== null && (
              <Link className={look.plain} to="/templates" search={{ ...search, cursor: data.next }}>
                {say.next}
              </Link>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Filters({ search }: { readonly search: TemplatesSearch }) {
  const navigate = useNavigate();
  const filter = (to: TemplatesSearch) =>
    void navigate({ to: '/templates', search: { ...search, cursor: undefined, ...to } });
  return (
    <div className={look.filters}>
      <Find label={say.search} value={search.search} onFind={(found) => filter({ search: found })} />
      <select
        className={`${look.input} ${look.narrow}`}
        aria-label={say.kind}
        value={search.kind ?? ''}
        onChange={({ currentTarget: { value } }) =>
          filter({ kind: value === 'message' || value === 'block' ? value : undefined })
        }
      >
        <option value="">{say.all}</option>
        <option value="message">{say.message}</option>
        <option value="block">{say.block}</option>
      </select>
    </div>
  );
}

const Row = ({
  template: { id, name, channel, version, usedBy, updatedAt },
}: {
  readonly template: ListedTemplate;
}) => (
  <tr>
    <td data-wide>
      <div className={look.name}>
        <Link className={look.title} to="/templates/$id" params={{ id }}>
          {name}
        </Link>
        <IdChip id={id} what={say.what} />
      </div>
    </td>
    <td data-label={say.columns.kind}>{channel === null ? say.block : say.by(channel)}</td>
    <td data-label={say.columns.version}>{version}</td>
    <td data-label={say.columns.used}>{say.used(usedBy)}</td>
    <td data-label={say.columns.changed} title={moment(updatedAt)}>
      {ago(updatedAt)}
    </td>
  </tr>
);

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ago, moment } from '../format';
import { DataTable } from '../widgets/data-table';
import { Find } from '../widgets/find';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { type UsersSearch, usersQuery } from './users-queries';

const { users: say } = words;

/** Lists all known users, with a search by the beginning of their ID. */
export function UsersPage({ search }: { readonly search: UsersSearch }) {
  const { data, error, refetch } = useQuery(usersQuery(search));
  useEffect(() => {
    document.title = `${say.title} · ${words.product}`;
  }, []);
  return (
    <>
      <header>
        <h1>{say.title}</h1>
      </header>
      <Filters search={search} />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.users.length === 0 && (search.search === undefined ? <Nobody /> : <p>{say.none}</p>)}
      {data && data.users.length > 0 && (
        <div className={look.card}>
          <DataTable caption={say.caption} columns={say.columns}>
            {data.users.map(({ userId, name, email, inside, updatedAt, createdAt }) => (
              <tr key={userId}>
                <td data-wide>
                  <Link to="/users/$user" params={{ user: userId }}>
                    {userId}
                  </Link>
                </td>
                <td data-wide>
                  {name}
                  {email !== null && <div className={look.help}>{email}</div>}
                </td>
                <td data-wide>{say.inside(inside)}</td>
                <td data-wide data-label={say.columns.seen} title={moment(updatedAt)}>
                  {ago(updatedAt)}
                </td>
                <td data-wide data-label={say.columns.since} title={moment(createdAt)}>
                  {ago(createdAt)}
                </td>
              </tr>
            ))}
          </DataTable>
          <div className={look.pager}>
            {search.cursor !== undefined && (
              <Link className={look.plain} to="/users" search={{ ...search, cursor: undefined }}>
                {say.first}
              </Link>
            )}
            {data.next !== null && (
              <Link className={look.plain} to="/users" search={{ ...search, cursor: data.next }}>
                {say.next}
              </Link>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Filters({ search }: { readonly search: UsersSearch }) {
  const navigate = useNavigate();
  return (
    <search className={look.filters}>
      <Find
        label={say.search}
        value={search.search}
        onFind={(wanted) => void navigate({ to: '/users', search: { search: wanted } })}
      />
    </search>
  );
}

const Nobody = () => (
  <div className={`${look.card} ${look.empty}`}>
    <p>{say.empty}</p>
    <pre className={look.mono}>
      {`curl -X POST ${location.origin}/v1/identify \\
  -H 'Authorization: Bearer YOUR_KEY' -H 'Content-Type: application/json' \\
  -d '{"userId": "ana-42", "traits": {"firstName": "Ana", "email": "ana@example.com"}}'`}
    </pre>
  </div>
);

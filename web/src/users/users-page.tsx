import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { mayOperate, sessionQuery } from '../client/queries';
import { seenQuery } from '../client/seen-queries';
import { ago, moment } from '../format';
import { FileDrop } from '../imports/file-drop';
import { DataTable } from '../widgets/data-table';
import { Find } from '../widgets/find';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { TestUserSheet } from './test-user-sheet';
import { canMakeTestUsers, type UsersSearch, usersQuery } from './users-queries';

const { users: say } = words;

/** Lists all known users, with a search by the beginning of their ID. */
export function UsersPage({ search }: { readonly search: UsersSearch }) {
  const { data, error, refetch } = useQuery(usersQuery(search));
  const { data: session } = useQuery(sessionQuery);
  const [isCreating, setIsCreating] = useState(false);
  const client = useQueryClient();
  useEffect(() => {
    document.title = `${say.title} · ${words.product}`;
  }, []);
  return (
    <>
      <header>
        <h1>{say.title}</h1>
        {canMakeTestUsers(session) && (
          <button className={`${look.plain} ${look.end}`} type="button" onClick={() => setIsCreating(true)}>
            {words.user.test.createButton}
          </button>
        )}
      </header>
      {isCreating && <TestUserSheet onClose={() => setIsCreating(false)} />}
      <Filters search={search} />
      {mayOperate(session) && (
        <FileDrop of={{ kind: 'users' }} onDone={() => void client.invalidateQueries({ queryKey: ['users'] })} />
      )}
      <MalformedTraits />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.users.length === 0 && (search.search === undefined ? <Nobody /> : <p>{say.none}</p>)}
      {data && data.users.length > 0 && (
        <div className={look.card}>
          <DataTable caption={say.caption} columns={say.columns}>
            {data.users.map(({ userId, name, email, isTest, inside, updatedAt, createdAt }) => (
              <tr key={userId}>
                <td data-wide>
                  <Link to="/users/$user" params={{ user: userId }}>
                    {userId}
                  </Link>
                  {isTest && <div className={look.help}>{say.isTest}</div>}
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

/** Shows unreadable traits that affect messages, once it is opened. */
function MalformedTraits() {
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, refetch } = useQuery({ ...seenQuery, enabled: isOpen });
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{say.malformed.title}</summary>
      <p className={look.help}>{say.malformed.about}</p>
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.malformed.length === 0 && <p>{say.malformed.none(data.profiles)}</p>}
      {data && data.malformed.length > 0 && (
        <DataTable caption={say.malformed.caption(data.profiles)} columns={say.malformed.columns}>
          {data.malformed.map(({ name, profiles, samples }) => (
            <tr key={name}>
              <td>{name}</td>
              <td data-label={say.malformed.columns.profiles}>{profiles.toLocaleString()}</td>
              <td data-wide className={look.mono}>
                {samples.join(' · ')}
              </td>
              <td data-wide>{say.malformed.fix(name)}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </details>
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

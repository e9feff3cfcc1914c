import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { PassTable } from '../passes/pass-table';
import { Find } from '../widgets/find';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { type PeopleSearch, passesQuery, STATUSES } from './people-queries';

const { people: say } = words;

interface PeoplePageProps {
  readonly id: string;
  readonly search: PeopleSearch;
}

/**
 * Lists the users in a journey with their nodes, and the users who have left with the reason. Each row links to the
 * instance.
 */
export function PeoplePage({ id, search }: PeoplePageProps) {
  const { data, error, refetch } = useQuery(passesQuery(id, search));
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <div className={look.reading}>
      <Filters id={id} search={search} />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data?.instances.length === 0 && <p>{isFiltered ? say.nobody : say.empty}</p>}
      {data && data.instances.length > 0 && (
        <PassTable by="userId" passes={data.instances} caption={say.caption}>
          <div className={look.pager}>
            {search.cursor !== undefined && (
              <Link
                className={look.plain}
                to="/journeys/$id/users"
                params={{ id }}
                search={{ ...search, cursor: undefined }}
              >
                {say.first}
              </Link>
            )}
            {data.next !== null && (
              <Link
                className={look.plain}
                to="/journeys/$id/users"
                params={{ id }}
                search={{ ...search, cursor: data.next }}
              >
                {say.next}
              </Link>
            )}
          </div>
        </PassTable>
      )}
    </div>
  );
}

function Filters({ id, search }: PeoplePageProps) {
  const navigate = useNavigate();
  return (
    <search className={look.filters}>
      <Find
        label={say.user}
        value={search.userId}
        onFind={(userId) =>
          void navigate({ to: '/journeys/$id/users', params: { id }, search: { ...search, userId, cursor: undefined } })
        }
      />
      <ul className={look.chips}>
        {([undefined, ...STATUSES] as const).map((status) => (
          <li key={status ?? 'all'}>
            <Link
              className={look.chip}
              to="/journeys/$id/users"
              params={{ id }}
              search={{ ...search, status, cursor: undefined }}
              aria-current={search.status === status ? 'true' : undefined}
            >
              {say.statuses[status ?? 'all']}
            </Link>
          </li>
        ))}
      </ul>
    </search>
  );
}

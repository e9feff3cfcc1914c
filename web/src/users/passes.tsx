import { useQuery } from '@tanstack/react-query';
import { PassTable } from '../passes/pass-table';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { userPassesQuery } from './users-queries';

const { user: say } = words;

export function Passes({ user }: { readonly user: string }) {
  const { data, error, refetch } = useQuery(userPassesQuery(user));
  if (error) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return data.length === 0 ? <p>{say.noJourneys}</p> : <PassTable by="journey" passes={data} caption={say.passes} />;
}

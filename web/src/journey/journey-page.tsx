import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { standingQuery } from '../client/queries';
import { BackToJourneys } from '../widgets/back-to-journeys';
import { HeaderSlot } from '../widgets/header-slot';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { StateBadge } from '../widgets/state-badge';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './journey-page.module.css';
import { StateMenu } from './state-menu';

/** Pages of a journey, in the order of their tabs. */
const TABS = [
  { name: 'build', to: '/journeys/$id/build' },
  { name: 'rehearse', to: '/journeys/$id/rehearse' },
  { name: 'live', to: '/journeys/$id/live' },
  { name: 'report', to: '/journeys/$id/report' },
  { name: 'users', to: '/journeys/$id/users' },
  { name: 'versions', to: '/journeys/$id/versions' },
] as const;

/** The frame around every page of one journey: its name, ID and state, and its tabs. */
export function JourneyPage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(standingQuery(id));
  const name = data?.name ?? id;
  useEffect(() => {
    document.title = `${name} · ${words.product}`;
  }, [name]);
  if (error && !data) return <TroubleNotice trouble={error} onRetry={() => void refetch()} />;
  return (
    <div className={styles.journey} data-layout="full">
      <header className={styles.head}>
        <BackToJourneys />
        <h1>{name}</h1>
        <IdChip id={id} />
        {data && <StateBadge state={data.state} version={data.version} />}
        <HeaderSlot />
        {data && <StateMenu journey={data} />}
      </header>
      <nav className={look.tabs} aria-label={words.journey.tabList}>
        {TABS.map(({ name: tab, to }) => (
          <Link key={tab} to={to} params={{ id }} activeProps={{ 'aria-current': 'page' }}>
            {words.journey.tabs[tab]}
          </Link>
        ))}
      </nav>
      <div className={styles.body}>
        <Suspense>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}

import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { words } from '../words';
import { look } from './look';

export const BackToJourneys = () => (
  <Link className={look.back} to="/journeys">
    <IconChevronLeft size={16} stroke={1.6} aria-hidden />
    {words.journey.crumb}
  </Link>
);

import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { words } from '../words';

export const BackToJourneys = () => (
  <Link className="back" to="/journeys">
    <IconChevronLeft size={16} stroke={1.6} aria-hidden />
    {words.journey.crumb}
  </Link>
);

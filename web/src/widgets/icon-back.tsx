import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { words } from '../words';

/** Back to the list. */
export const IconBack = () => (
  <Link className="plain" to="/journeys">
    <IconChevronLeft size={16} stroke={1.6} aria-hidden />
    {words.journey.crumb}
  </Link>
);

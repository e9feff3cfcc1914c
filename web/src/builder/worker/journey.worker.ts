import { validate } from '../../../../journey/validate/index';
import { answerWith } from '../../background/answer';
import { tidy } from '../model/layout';

const tasks = { validate, tidy };
export type JourneyTasks = typeof tasks;

answerWith(tasks);

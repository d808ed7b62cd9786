import type {
  changeContactBody,
  customerAnswer,
  customerViewAnswer,
  searchAnswer,
  searchQuery,
} from '#company/customers/web'
import type {
  askAnswer,
  askBody,
  checkAnswer,
  decisionAnswer,
  decisionBody,
  deskEntryBody,
  enteredAnswer,
  guestReadingAnswer,
  listAnswer,
  registersAnswer,
  requestAnswer,
} from '#journey/staying/web'
import type {
  basketAnswer,
  basketQuery,
  deferBody,
  finishBody,
  handOverBody,
  loadAnswer,
  takeBody,
  taskDoneAnswer,
  taskPageAnswer,
} from '#company/tasks/web'
import type {
  meAnswer,
  namesAnswer,
  namesQuery,
  restartAnswer,
  restartBody,
  stuckAnswer,
  timelineAnswer,
  timelineQuery,
} from '../../desk.contract.ts'
import { endpoint } from './endpoint.ts'

/** Every route that the desk calls. A test compares them with the routes of the house. */
export const endpoints = {
  me: endpoint<{ answer: typeof meAnswer }>()('GET', '/desk/api/me'),
  names: endpoint<{ query: typeof namesQuery; answer: typeof namesAnswer }>()('GET', '/desk/api/names'),
  basket: endpoint<{ query: typeof basketQuery; answer: typeof basketAnswer }>()('GET', '/desk/api/tasks'),
  load: endpoint<{ answer: typeof loadAnswer }>()('GET', '/desk/api/tasks/load'),
  task: endpoint<{ answer: typeof taskPageAnswer }>()('GET', '/desk/api/tasks/:id'),
  takeTask: endpoint<{ body: typeof takeBody; answer: typeof taskDoneAnswer }>()('POST', '/desk/api/tasks/:id/take'),
  handOverTask: endpoint<{ body: typeof handOverBody; answer: typeof taskDoneAnswer }>()(
    'POST',
    '/desk/api/tasks/:id/hand-over',
  ),
  deferTask: endpoint<{ body: typeof deferBody; answer: typeof taskDoneAnswer }>()('POST', '/desk/api/tasks/:id/defer'),
  finishTask: endpoint<{ body: typeof finishBody; answer: typeof taskDoneAnswer }>()(
    'POST',
    '/desk/api/tasks/:id/finish',
  ),
  customerTasks: endpoint<{ answer: typeof basketAnswer }>()('GET', '/desk/api/customers/:id/tasks'),
  timeline: endpoint<{ query: typeof timelineQuery; answer: typeof timelineAnswer }>()(
    'GET',
    '/desk/api/customers/:id/timeline',
  ),
  search: endpoint<{ query: typeof searchQuery; answer: typeof searchAnswer }>()('GET', '/desk/api/search'),
  customer: endpoint<{ answer: typeof customerViewAnswer }>()('GET', '/desk/api/customers/:id'),
  changeContact: endpoint<{ body: typeof changeContactBody; answer: typeof customerAnswer }>()(
    'PATCH',
    '/desk/api/customers/:id',
  ),
  registers: endpoint<{ answer: typeof registersAnswer }>()('GET', '/desk/api/customers/:id/registers'),
  enterReadings: endpoint<{ body: typeof deskEntryBody; answer: typeof enteredAnswer }>()(
    'POST',
    '/desk/api/customers/:id/readings',
  ),
  askForReadings: endpoint<{ body: typeof askBody; answer: typeof askAnswer }>()(
    'POST',
    '/desk/api/customers/:id/reading-requests',
  ),
  reading: endpoint<{ answer: typeof checkAnswer }>()('GET', '/desk/api/readings/:id'),
  decideReading: endpoint<{ body: typeof decisionBody; answer: typeof decisionAnswer }>()(
    'POST',
    '/desk/api/readings/:id/decision',
  ),
  guestReading: endpoint<{ answer: typeof guestReadingAnswer }>()('GET', '/desk/api/guest-readings/:id'),
  readingRequest: endpoint<{ answer: typeof requestAnswer }>()('GET', '/desk/api/reading-requests/:id'),
  readingList: endpoint<{ answer: typeof listAnswer }>()('GET', '/desk/api/reading-lists/:id'),
  stuckJobs: endpoint<{ answer: typeof stuckAnswer }>()('GET', '/desk/api/stuck-jobs'),
  restartJobs: endpoint<{ body: typeof restartBody; answer: typeof restartAnswer }>()(
    'POST',
    '/desk/api/stuck-jobs/restart',
  ),
} as const

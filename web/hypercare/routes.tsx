import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'ask', () => import('./ask-page.tsx').then((m) => m.AskPage), [], ['champions']),
  page(parent, 'ask/answers', () => import('./answers-page.tsx').then((m) => m.AnswersPage)),
  page(parent, 'ask/$questionId', () => import('./thread-page.tsx').then((m) => m.ThreadPage)),
  page(parent, 'program/desk', () => import('./desk-page.tsx').then((m) => m.DeskPage), [
    (p) => page(p, '$questionId', () => import('./question-panel.tsx').then((m) => m.QuestionPanel)),
  ]),
  page(parent, 'program/answers', () => import('./library-page.tsx').then((m) => m.LibraryPage), [
    (p) => page(p, 'new', () => import('./entry-panel.tsx').then((m) => m.NewEntryPanel)),
    (p) => page(p, 'shipped/$faq', () => import('./shipped-panel.tsx').then((m) => m.ShippedPanel)),
    (p) => page(p, '$entryId', () => import('./entry-panel.tsx').then((m) => m.EntryPanel)),
  ]),
  page(parent, 'program/hypercare', () => import('./hypercare-page.tsx').then((m) => m.HypercarePage)),
  page(
    parent,
    'program/hypercare/$waveId',
    () => import('./wave-page.tsx').then((m) => m.WavePage),
    [],
    ['metrics', 'program'],
  ),
  page(
    parent,
    'program/hypercare/$waveId/hand-over',
    () => import('./handover-page.tsx').then((m) => m.HandoverPage),
    [],
    ['program'],
  ),
  page(parent, 'program/hypercare/$waveId/check', () => import('./check-page.tsx').then((m) => m.CheckPage)),
]

import { page, type Parent } from '../shell/route.tsx'

export const routes = (parent: Parent) => [
  page(parent, 'pulse', () => import('./mine-page.tsx').then((m) => m.MinePage)),
  page(parent, 'pulse/$roundId', () => import('./answer-page.tsx').then((m) => m.AnswerPage)),
  page(parent, 'program/pulse', () => import('./surveys-page.tsx').then((m) => m.SurveysPage)),
  page(parent, 'program/pulse/new', () => import('./new-page.tsx').then((m) => m.NewSurveyPage)),
  page(parent, 'program/pulse/$surveyId', () => import('./survey-page.tsx').then((m) => m.SurveyPage)),
  page(parent, 'program/pulse/$surveyId/rounds/$roundId', () =>
    import('./results-page.tsx').then((m) => m.ResultsPage),
  ),
]

/** What can be begun from anywhere. The words are `actions.<key>`. */
import type { Me } from './me.ts'
import type { PlaceId } from './places.ts'

type Action = { key: string; to: string; open?: 'help' }

export function actionsFor(me: Me, seen: readonly PlaceId[]): readonly Action[] {
  const all: (Action & { when: boolean })[] = [
    { key: 'newGoal', to: '/goals/new', when: seen.includes('goals') },
    { key: 'prepareCheckin', to: '/check-ins', when: seen.includes('checkins') },
    { key: 'giveFeedback', to: '/feedback/give', when: seen.includes('feedback') },
    { key: 'askFeedback', to: '/feedback/ask', when: seen.includes('feedback') },
    { key: 'planGrowth', to: '/growth', when: seen.includes('growth') },
    { key: 'recognise', to: '/recognition/give', when: seen.includes('recognition') },
    { key: 'answerSurvey', to: '/pulse', when: me.elements.includes('pulse') },
    { key: 'ask', to: '/ask', when: seen.includes('ask') },
    { key: 'answerQuestions', to: '/program/desk', when: seen.includes('program.desk') },
    { key: 'designProgram', to: '/program/design', when: me.roles.includes('lead') },
    { key: 'writeMessage', to: '/program/communications/new', when: me.roles.includes('lead') },
    { key: 'importPeople', to: '/settings/people', when: me.roles.includes('admin') },
    { key: 'chooseLetters', to: '/account/notifications', when: true },
    { key: 'whoSees', to: '/about-me', when: true },
    { key: 'help', to: '', open: 'help', when: true },
  ]
  return all.filter((a) => a.when)
}

/** When this event is recorded, run these jobs. Effects that go upwards in the module order. */
import type { Reactions } from './platform/jobs.ts'

export const reactions: Reactions = {
  /** Ways in and roles are told to the person they belong to. */
  'sign_in_link.requested': ['attention.writeSignInLink'],
  'account.opened': ['attention.tellOfAccount'],
  'role.granted': [
    'attention.tellOfRole',
    'directory.followAudiences',
    'governance.followRoles',
    'training.assignSeat',
  ],
  'token.created': ['attention.tellOfToken'],
  'session.ended': ['attention.tellOfEndedSession'],
  /** Whoever joined, moved or left with this file joins, changes or leaves their wave. */
  'people.imported': [
    'access.followRoster',
    'access.followAddresses',
    'attention.tellOfAddresses',
    'directory.followAudiences',
    'program.refresh',
    'checkins.followLine',
    'reviews.followPeople',
    'goals.followRoster',
    'live.followRoster',
    'campaigns.follow',
  ],
  /** Whoever is in a wave from now on has texts to read. */
  'wave.prepared': ['attention.askToRead', 'training.assign'],
  'wave.launched': ['attention.askToRead', 'attention.goOn', 'training.assign', 'campaigns.follow'],
  /** Courses follow who is in a wave, on which date it goes live and which version it runs on. */
  'wave.members-changed': ['training.assign', 'attention.goOn'],
  'wave.removed': ['campaigns.forget'],
  'wave.updated': ['training.assign', 'campaigns.follow'],
  /** Its messages speak of a start that was taken back, or of another day. */
  'wave.rolled-back': ['training.assign', 'campaigns.follow'],
  'wave.version-changed': ['training.assign', 'campaigns.follow'],
  'program.published': ['training.assign', 'campaigns.follow'],
  /** A course that is given to nobody any more, or again. */
  'own_course.retired': ['training.assign'],
  'own_course.returned': ['training.assign'],
  /** An HR partner's population follows its audience. */
  'audience.updated': ['directory.followAudiences'],
  'role.ended': ['directory.followAudiences', 'governance.followRoles', 'champions.followRoles', 'live.followTrainers'],
  /** What a champion held at the desk goes to whoever took over. */
  'champions.handed_over': ['hypercare.passQuestions'],
}

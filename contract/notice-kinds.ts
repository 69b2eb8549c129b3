/**
 * Every kind of letter and notice, on one page: what part it belongs to, whether it can be switched
 * off, whether it may wait for the letter of the day. The sender refuses what is switched off here,
 * the person's page, the program lead's list and the tests read the same table.
 */

/** The part of Belay that a kind belongs to, in the order of the pages. */
export const noticeParts = [
  'program',
  'goals',
  'checkins',
  'feedback',
  'recognition',
  'growth',
  'reviews',
  'pulse',
  'learning',
  'account',
] as const
export type NoticePart = (typeof noticeParts)[number]

/**
 * `needed`: sign-in, security, what applies to somebody and what is asked of them in their name; always comes.
 * `program`: comes unless the person switches the mail off, where the program lead has not fixed it.
 * `free`: reminders and round-ups; the lead can switch them off for all, but never force them on anybody.
 */
export type NoticeGrade = 'needed' | 'program' | 'free'

/**
 * How it counts against somebody's week. `outside`: sign-in and security, in no count. `always`: counts and never
 * waits (what applies to somebody, what a colleague or a calendar waits for). The others wait where a week is full:
 * what a gate of the launch looks at goes before things to do, those before messages, those before nudges.
 */
export const claims = ['outside', 'always', 'gate', 'task', 'campaign', 'nudge'] as const
export type Claim = (typeof claims)[number]

/** At once in their own letter, in one letter a day, or in the app only. */
export const ways = ['at_once', 'daily', 'app'] as const
export type Way = (typeof ways)[number]

type Kind = {
  part: NoticePart
  grade: NoticeGrade
  claim: Claim
  /** Texts of `library/transactional/` that its letters are made from; a message of the program has its own. */
  templates: readonly string[]
  /** Where it may wait for the letter of the day: how it comes to whoever has chosen nothing. Null: never waits. */
  daily: 'at_once' | 'daily' | null
  /** Whether it keeps to its reader's working hours; others leave at an hour that their sender sets, or at once. */
  hours: 'working' | 'any'
  /** What stands in the app about the same. */
  notices: readonly string[]
}

const kind = <const K extends Kind>(k: K): K => k

export const noticeKinds = {
  campaign: kind({
    part: 'program',
    grade: 'program',
    claim: 'campaign',
    templates: [],
    daily: null,
    hours: 'any',
    notices: ['message'],
  }),
  follow_up: kind({
    part: 'program',
    grade: 'free',
    claim: 'nudge',
    templates: [],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  correction: kind({
    part: 'program',
    grade: 'program',
    claim: 'always',
    templates: [],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  policy_due: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['policy-to-acknowledge'],
    daily: null,
    hours: 'any',
    notices: ['policy'],
  }),
  approve_message: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['approve-message', 'approve-changed'],
    daily: null,
    hours: 'any',
    notices: ['campaign_approval'],
  }),
  approve_messages: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['approve-messages'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  launch_refused: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['launch-refused'],
    daily: null,
    hours: 'any',
    notices: ['launch_refused'],
  }),
  committee_meeting: kind({
    part: 'program',
    grade: 'program',
    claim: 'always',
    templates: ['committee-planned', 'committee-moved', 'committee-called-off', 'committee-released'],
    daily: null,
    hours: 'working',
    notices: ['committee_planned', 'committee_moved', 'committee_called_off'],
  }),
  desk_answered: kind({
    part: 'program',
    grade: 'program',
    claim: 'always',
    templates: ['desk-answered'],
    daily: 'at_once',
    hours: 'working',
    notices: ['desk_answered'],
  }),
  desk_by_mail: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['desk-received', 'desk-received-partly', 'desk-answer'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  mail_refused: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['mail-refused', 'mail-stranger'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  desk_late: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['desk-late'],
    daily: 'daily',
    hours: 'working',
    notices: ['desk_late'],
  }),
  wave_halted: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['wave-paused', 'wave-rolled-back'],
    daily: null,
    hours: 'working',
    notices: ['wave_paused', 'wave_rolled_back'],
  }),
  wave_resumed: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['wave-resumed'],
    daily: null,
    hours: 'working',
    notices: ['wave_resumed'],
  }),
  roadmap_assigned: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['roadmap-assigned'],
    daily: 'daily',
    hours: 'working',
    notices: ['roadmap_assigned'],
  }),
  roadmap_due: kind({
    part: 'program',
    grade: 'free',
    claim: 'nudge',
    templates: ['roadmap-due'],
    daily: 'daily',
    hours: 'working',
    notices: [],
  }),
  roadmap_late: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['roadmap-late'],
    daily: 'daily',
    hours: 'working',
    notices: ['roadmap_late'],
  }),
  handover_sign: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['handover-sign'],
    daily: null,
    hours: 'working',
    notices: ['handover_sign'],
  }),
  test_invited: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['test-invited'],
    daily: 'at_once',
    hours: 'working',
    notices: ['test_invited'],
  }),
  test_retest: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['test-retest'],
    daily: 'at_once',
    hours: 'working',
    notices: ['test_retest'],
  }),
  test_sign: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['test-sign'],
    daily: null,
    hours: 'working',
    notices: ['test_sign'],
  }),
  champion_invited: kind({
    part: 'program',
    grade: 'program',
    claim: 'always',
    templates: ['champion-invited', 'champion-manager'],
    daily: 'at_once',
    hours: 'working',
    notices: ['champion_invited', 'champion_manager'],
  }),
  champion_accepted: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['champion-accepted'],
    daily: 'daily',
    hours: 'working',
    notices: ['champion_accepted'],
  }),
  champion_ending: kind({
    part: 'program',
    grade: 'program',
    claim: 'always',
    templates: ['champion-ending'],
    daily: 'at_once',
    hours: 'working',
    notices: ['champion_ending'],
  }),
  champion_handover: kind({
    part: 'program',
    grade: 'program',
    claim: 'always',
    templates: ['champion-handover'],
    daily: 'at_once',
    hours: 'working',
    notices: ['champion_handover'],
  }),
  champion_left: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['champion-left'],
    daily: 'daily',
    hours: 'working',
    notices: ['champion_left'],
  }),
  metric_review_due: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['metric-review-due'],
    daily: 'at_once',
    hours: 'working',
    notices: ['metric_review_due'],
  }),
  number_alert: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['number-alert'],
    daily: 'daily',
    hours: 'working',
    notices: ['number_alert'],
  }),
  number_alert_grave: kind({
    part: 'program',
    grade: 'program',
    claim: 'task',
    templates: ['number-alert-grave'],
    daily: 'at_once',
    hours: 'working',
    notices: [],
  }),
  pack_released: kind({
    part: 'program',
    grade: 'program',
    claim: 'always',
    templates: ['pack-released'],
    daily: 'at_once',
    hours: 'working',
    notices: ['pack_released'],
  }),
  year_end_sign: kind({
    part: 'program',
    grade: 'needed',
    claim: 'always',
    templates: ['year-end-sign'],
    daily: null,
    hours: 'working',
    notices: ['year_end_sign'],
  }),
  checkin_meeting: kind({
    part: 'checkins',
    grade: 'program',
    claim: 'always',
    templates: ['checkin-planned', 'checkin-moved', 'checkin-called-off'],
    daily: null,
    hours: 'any',
    notices: ['checkin_planned', 'checkin_moved', 'checkin_called_off'],
  }),
  feedback_asked: kind({
    part: 'feedback',
    grade: 'program',
    claim: 'always',
    templates: ['feedback-asked'],
    daily: 'at_once',
    hours: 'working',
    notices: ['feedback_asked'],
  }),
  feedback_reminder: kind({
    part: 'feedback',
    grade: 'free',
    claim: 'nudge',
    templates: ['feedback-reminder'],
    daily: 'daily',
    hours: 'working',
    notices: ['feedback_reminder'],
  }),
  feedback_received: kind({
    part: 'feedback',
    grade: 'program',
    claim: 'always',
    templates: ['feedback-received'],
    daily: 'at_once',
    hours: 'working',
    notices: ['feedback_received'],
  }),
  recognition_weekly: kind({
    part: 'recognition',
    grade: 'free',
    claim: 'nudge',
    templates: ['recognition-weekly'],
    daily: 'daily',
    hours: 'working',
    notices: [],
  }),
  review_opens: kind({
    part: 'reviews',
    grade: 'program',
    claim: 'task',
    templates: ['review-to-do'],
    daily: 'at_once',
    hours: 'working',
    notices: ['review_opens'],
  }),
  review_before: kind({
    part: 'reviews',
    grade: 'program',
    claim: 'nudge',
    templates: ['review-reminder', 'review-reminder-to-all'],
    daily: 'daily',
    hours: 'working',
    notices: ['review_before'],
  }),
  review_moved: kind({
    part: 'reviews',
    grade: 'program',
    claim: 'always',
    templates: ['review-moved'],
    daily: 'at_once',
    hours: 'working',
    notices: ['review_moved'],
  }),
  review_reminded: kind({
    part: 'reviews',
    grade: 'program',
    claim: 'task',
    templates: ['review-reminded', 'review-reminded-to-all'],
    daily: 'at_once',
    hours: 'working',
    notices: ['review_reminded'],
  }),
  review_shared: kind({
    part: 'reviews',
    grade: 'program',
    claim: 'always',
    templates: ['review-shared'],
    daily: 'at_once',
    hours: 'working',
    notices: ['review_shared'],
  }),
  pulse_asked: kind({
    part: 'pulse',
    grade: 'program',
    claim: 'task',
    templates: ['pulse-invitation'],
    daily: 'at_once',
    hours: 'working',
    notices: ['pulse_asked'],
  }),
  pulse_reminder: kind({
    part: 'pulse',
    grade: 'free',
    claim: 'nudge',
    templates: ['pulse-reminder'],
    daily: 'daily',
    hours: 'working',
    notices: [],
  }),
  training_due: kind({
    part: 'learning',
    grade: 'free',
    claim: 'gate',
    templates: ['training-due'],
    daily: 'daily',
    hours: 'working',
    notices: [],
  }),
  certificate_expires: kind({
    part: 'learning',
    grade: 'free',
    claim: 'task',
    templates: ['certificate-expires', 'certificate-ended'],
    daily: 'daily',
    hours: 'working',
    notices: [],
  }),
  live_invited: kind({
    part: 'learning',
    grade: 'program',
    claim: 'always',
    templates: ['live-invited'],
    daily: 'at_once',
    hours: 'working',
    notices: ['live_invited'],
  }),
  live_seat: kind({
    part: 'learning',
    grade: 'program',
    claim: 'always',
    templates: ['live-seated', 'live-moved', 'live-called-off', 'live-given-back'],
    daily: null,
    hours: 'working',
    notices: ['live_seated', 'live_moved', 'live_called_off'],
  }),
  trainer_named: kind({
    part: 'learning',
    grade: 'program',
    claim: 'always',
    templates: ['trainer-named'],
    daily: 'at_once',
    hours: 'working',
    notices: ['trainer_named'],
  }),
  trainer_delivery: kind({
    part: 'learning',
    grade: 'program',
    claim: 'always',
    templates: ['trainer-delivery'],
    daily: 'at_once',
    hours: 'working',
    notices: ['trainer_delivery'],
  }),
  trainer_observe: kind({
    part: 'learning',
    grade: 'program',
    claim: 'always',
    templates: ['trainer-observe'],
    daily: 'at_once',
    hours: 'working',
    notices: ['trainer_observe'],
  }),
  trainer_ready: kind({
    part: 'learning',
    grade: 'program',
    claim: 'always',
    templates: ['trainer-ready'],
    daily: 'at_once',
    hours: 'working',
    notices: ['trainer_ready'],
  }),
  trainer_not_yet: kind({
    part: 'learning',
    grade: 'program',
    claim: 'always',
    templates: ['trainer-not-yet'],
    daily: 'at_once',
    hours: 'working',
    notices: ['trainer_not_yet'],
  }),
  trainer_renewal: kind({
    part: 'learning',
    grade: 'program',
    claim: 'task',
    templates: ['trainer-renewal'],
    daily: 'daily',
    hours: 'working',
    notices: ['trainer_renewal'],
  }),
  sign_in_link: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['sign-in-link'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  first_admin: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['first-admin-link'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  account_opened: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['account-opened'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  address_changed: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['address-changed'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  session_ended: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['session-ended'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
  role_granted: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['role-granted'],
    daily: null,
    hours: 'any',
    notices: ['role_granted'],
  }),
  token_created: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['token-created'],
    daily: null,
    hours: 'any',
    notices: ['token_created'],
  }),
  mail_test: kind({
    part: 'account',
    grade: 'needed',
    claim: 'outside',
    templates: ['mail-test'],
    daily: null,
    hours: 'any',
    notices: [],
  }),
} as const satisfies Record<string, Kind>

export type NoticeKind = keyof typeof noticeKinds
export const noticeKindIds = Object.keys(noticeKinds) as NoticeKind[]

/** What is known of a kind; undefined for one that is in no list, which then always comes. */
export const noticeKindOf = (id: string): Kind | undefined =>
  Object.hasOwn(noticeKinds, id) ? noticeKinds[id as NoticeKind] : undefined

/** What is told in the app only, by part: no letter goes out about it. */
export const inAppOnly: Partial<Record<NoticePart, readonly string[]>> = {
  program: [
    'campaign_held_back',
    'campaign_changed',
    'campaign_sender_left',
    'campaign_declined',
    'campaign_no_readers',
    'campaign_start_moved',
    'campaign_stale',
    'decision_owned',
    'change_asked',
    'change_answered',
    'number_past',
    'desk_followed',
    'champion_declined',
    'champion_taken_back',
    'champion_taken_back_team',
    'champion_not_fitting',
    'champion_ends',
    'champion_farewell',
    'hypercare_due',
    'hypercare_reopened',
    'test_blocker',
    'test_owned',
    'test_still',
    'test_void',
  ],
  goals: ['goal_written', 'goal_joined', 'goal_shared', 'goal_handed', 'goal_commented', 'goal_mentioned', 'goal_left'],
  checkins: [
    'checkin_not_held',
    'checkin_rhythm',
    'checkin_rhythm_ended',
    'checkin_ended',
    'checkin_ended_manager',
    'checkin_handed_over',
    'checkin_handed_over_manager',
  ],
  feedback: [
    'feedback_passed_on',
    'feedback_thanks',
    'feedback_reply',
    'feedback_talk',
    'feedback_answer',
    'feedback_about_you',
    'feedback_to_approve',
    'feedback_ready',
  ],
  recognition: [
    'recognition_received',
    'recognition_team',
    'recognition_mentioned',
    'recognition_commented',
    'recognition_reported',
    'recognition_hidden',
    'recognition_comment_hidden',
    'recognition_shown',
  ],
  growth: ['growth_view_shared', 'growth_compared', 'growth_plan_shared', 'growth_note'],
  reviews: [
    'review_after',
    'review_acknowledged',
    'review_peers_named',
    'review_withdrawn',
    'review_reopened',
    'review_declined',
    'review_delegated',
    'review_taken_back',
    'review_writer',
    'review_writer_again',
    'review_handed_over',
    'review_given_back',
    'calibration_invited',
    'calibration_closed',
  ],
  pulse: ['pulse_results'],
  learning: [
    'training_assigned',
    'certificate_revoked',
    'live_leads',
    'live_evaluate',
    'trainer_accepted',
    'trainer_declined',
    'trainer_left',
    'trainer_renews',
    'trainer_handover',
  ],
}

/** Of what stands in the app only: what asks for more than a look. Where it has a letter, that is a reminder of its own. */
const inAppClaims: Readonly<Record<string, Claim>> = {
  training_assigned: 'gate',
  review_delegated: 'task',
  live_evaluate: 'nudge',
}

/** Hours that somebody has booked: they ask by nothing, and what may wait makes room for them. */
const bookedClaims: Readonly<Record<string, Claim>> = {
  live_session: 'always',
}

/** Of a kind of letter or notice, or of booked time; what is in no list is outside. */
export const claimOf = (kind: string): Claim =>
  noticeKindOf(kind)?.claim ?? inAppClaims[kind] ?? bookedClaims[kind] ?? 'outside'

/** Who runs the program goes on while a wave is paused, and what colleagues or a calendar wait for arrives. */
const goesOn: readonly string[] = [
  'approve_message',
  'approve_messages',
  'launch_refused',
  'committee_meeting',
  'desk_answered',
  'desk_late',
  'handover_sign',
  'wave_halted',
  'wave_resumed',
  'roadmap_assigned',
  'roadmap_due',
  'roadmap_late',
  'test_invited',
  'test_retest',
  'test_sign',
  'champion_accepted',
  'champion_ending',
  'champion_handover',
  'champion_left',
  'metric_review_due',
  'number_alert',
  'number_alert_grave',
  'pack_released',
  'year_end_sign',
  'checkin_meeting',
  'live_seat',
  'trainer_delivery',
  'trainer_observe',
  'trainer_ready',
  'trainer_not_yet',
]
const practice: readonly NoticePart[] = ['goals', 'checkins', 'feedback', 'recognition', 'growth', 'reviews', 'pulse']
const held = noticeKindIds.filter((id) => noticeKinds[id].claim !== 'outside' && !goesOn.includes(id))

/** Letters that wait while a person's wave is paused, or taken back to before its go-live. A new kind waits unless it is named above. */
export const heldKinds: Record<'pause' | 'rollback', readonly string[]> = {
  pause: held,
  rollback: held.filter((id) => practice.includes(noticeKinds[id].part)),
}
const asking = (ids: readonly string[]): string[] =>
  ids.flatMap((id) => {
    const { claim, notices } = noticeKinds[id as NoticeKind]
    return claim === 'always' && id !== 'policy_due' ? [] : [...notices]
  })
/** What stands in the app about them and asks for something: it appears when the wave goes on. */
export const heldNotices: Record<'pause' | 'rollback', readonly string[]> = {
  pause: [...asking(held), ...Object.keys(inAppClaims)],
  rollback: asking(heldKinds.rollback),
}

/** Whatever counts, in the order of the list. */
export const countedKinds: readonly string[] = [
  ...noticeKindIds,
  ...Object.keys(inAppClaims),
  ...Object.keys(bookedClaims),
].filter((kind) => claimOf(kind) !== 'outside')

/** The letter that gathers the others of a day. */
export const dailyTemplate = 'daily'

/**
 * Texts whose words stay ours: they open an account or warn of somebody else in it. Whoever could
 * word them could lead a reader elsewhere, and readers learn to trust one wording.
 */
export const closedTemplates: readonly string[] = noticeKindIds
  .filter((id) => noticeKinds[id].part === 'account')
  .flatMap((id) => noticeKinds[id].templates)

/** Kinds that are tried all the same at an address that took no letter: somebody is about to sign in, or has just written from it. */
export const goesToDeadAddresses: readonly string[] = [
  ...noticeKindIds.filter((id) => noticeKinds[id].part === 'account'),
  'desk_by_mail',
  'mail_refused',
]

/** The live fields without which a letter says nothing; own words have to keep them. */
export const requiredFields: Record<string, readonly string[]> = {
  'policy-to-acknowledge': ['policy.title'],
  'approve-message': ['message.subject'],
  'approve-changed': ['message.subject', 'message.changed'],
  'approve-messages': ['message.list'],
  'launch-refused': ['wave.name'],
  'committee-planned': ['program.name', 'meeting.starts'],
  'committee-moved': ['program.name', 'meeting.starts'],
  'committee-called-off': ['program.name', 'meeting.starts'],
  'committee-released': ['program.name', 'meeting.starts'],
  'checkin-planned': ['checkin.with', 'checkin.starts'],
  'checkin-moved': ['checkin.with', 'checkin.starts'],
  'checkin-called-off': ['checkin.with'],
  'feedback-asked': ['sender.name'],
  'feedback-reminder': ['sender.name'],
  'feedback-received': [],
  'recognition-weekly': ['recognition.people'],
  'review-to-do': ['review.cycle'],
  'review-reminder': ['review.cycle'],
  'review-reminder-to-all': ['review.cycle'],
  'review-moved': ['review.cycle', 'review.until'],
  'review-reminded': ['review.cycle'],
  'review-reminded-to-all': ['review.cycle'],
  'review-shared': ['review.cycle'],
  // How few answers are never shown is part of the promise.
  'pulse-invitation': ['survey.title', 'survey.closes', 'survey.floor'],
  'pulse-reminder': ['survey.title', 'survey.closes'],
  'training-due': ['training.courses', 'training.due'],
  'certificate-expires': ['training.courses', 'training.due'],
  'certificate-ended': ['training.courses', 'training.due'],
  'live-invited': ['live.title', 'live.starts'],
  'live-seated': ['live.title', 'live.starts'],
  'live-moved': ['live.title', 'live.starts'],
  'live-called-off': ['live.title'],
  'live-given-back': ['live.title'],
  'trainer-named': ['sender.name', 'program.name'],
  'trainer-delivery': ['live.title', 'live.starts', 'sender.name'],
  'trainer-observe': ['live.title', 'live.starts', 'sender.name'],
  'trainer-ready': ['sender.name'],
  'trainer-not-yet': ['sender.name'],
  'trainer-renewal': ['training.due'],
  'desk-answered': ['sender.name'],
  'desk-received': [],
  'desk-received-partly': ['mail.leftOut'],
  'desk-answer': ['sender.name', 'message.words'],
  'mail-refused': ['mail.why'],
  'mail-stranger': ['organization.name'],
  'desk-late': [],
  'handover-sign': ['wave.name'],
  'test-invited': ['wave.name'],
  'test-retest': ['wave.name'],
  'test-sign': ['wave.name'],
  'champion-invited': ['sender.name', 'program.name'],
  'champion-manager': ['sender.name'],
  'champion-accepted': ['sender.name'],
  'champion-ending': ['champion.until'],
  'champion-handover': ['sender.name'],
  'champion-left': ['sender.name'],
  'wave-paused': ['sender.name', 'message.words'],
  'wave-rolled-back': ['sender.name', 'message.words'],
  'wave-resumed': ['sender.name', 'message.words'],
  'roadmap-assigned': ['roadmap.tasks'],
  'roadmap-due': ['roadmap.tasks'],
  'roadmap-late': ['roadmap.tasks'],
  'number-alert': ['numbers.list'],
  'number-alert-grave': ['numbers.list'],
  'metric-review-due': ['program.name'],
  'pack-released': ['program.name'],
  'year-end-sign': ['program.name'],
  daily: ['daily.things'],
}

/** The templates whose words a program lead may change, in the order of the pages. */
export const openTemplates: readonly string[] = [
  dailyTemplate,
  ...noticeParts.flatMap((part) =>
    noticeKindIds.filter((id) => noticeKinds[id].part === part).flatMap((id) => noticeKinds[id].templates),
  ),
].filter((template) => !closedTemplates.includes(template))

/** The kind that a template's letters are of; null for the letter of the day. */
export const kindOfTemplate = (template: string): NoticeKind | null =>
  noticeKindIds.find((id) => (noticeKinds[id].templates as readonly string[]).includes(template)) ?? null

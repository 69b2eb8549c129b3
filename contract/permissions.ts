/**
 * Who may do what. The one table that routes, verbs, the generated permission
 * test and the page "who sees what about you" all read.
 *
 * A permission is held through a role (granted with a trace, or by the reporting
 * line) or through the viewer's relation to the person it is about. A route lets
 * through whoever could hold the permission in either way; where it depends on
 * the relation, the verb demands it for the person in question.
 */
export const roles = [
  'admin',
  'lead',
  'sponsor',
  'hr',
  'committee',
  'champion',
  'trainer',
  'manager',
  'employee',
] as const
export type Role = (typeof roles)[number]

/** Roles that somebody grants; manager and employee follow from the people file. */
export const grantableRoles = ['admin', 'lead', 'sponsor', 'hr', 'committee', 'champion', 'trainer'] as const
export type GrantableRole = (typeof grantableRoles)[number]

/**
 * What the viewer is to the person something is about. `hr` means an HR partner
 * whose population holds that person; `leader` is anyone above the direct manager.
 */
export const relations = ['self', 'manager', 'leader', 'hr', 'peer', 'report', 'stranger'] as const
export type Relation = (typeof relations)[number]

/**
 * `anyone`: also before sign-in. `signedIn`: every signed-in person, about themself
 * or about what all may see. `interactive`: never through an API token, so that a
 * token cannot make further tokens, passwords, sessions, other ways in, or roles.
 */
type Rule = {
  anyone?: true
  signedIn?: true
  interactive?: true
  roles?: readonly Role[]
  relations?: readonly Relation[]
}

const programTeam = ['admin', 'lead', 'sponsor', 'hr', 'committee', 'champion'] as const

export const permissions = {
  /** Before sign-in: signing in itself, health, the brand of the sign-in page. */
  anyone: { anyone: true },
  /** Every signed-in person, about themself or about what all may see. */
  signed_in: { signedIn: true },
  /** How the viewer signs in: own sessions, password. */
  'account.own': { signedIn: true, interactive: true },

  /** Consultants with a role stand in no people file and need the directory too. */
  'people.read': { roles },
  'people.history': { roles: ['admin'], relations: ['self', 'manager', 'leader', 'hr'] },
  'people.import': { roles: ['admin'] },
  'audiences.read': { roles: ['admin', 'lead', 'hr'] },
  'audiences.write': { roles: ['admin', 'lead'] },

  /** Days on which nobody works: of places, never of people. */
  'holidays.read': { roles: ['admin', 'lead'] },
  'holidays.write': { roles: ['admin'] },

  'access.manage': { roles: ['admin'] },
  /** Who gets in and who holds a role: a person decides that. A token that came into wrong hands must not let more people in. */
  'access.grant': { roles: ['admin'], interactive: true },
  'tokens.own': { signedIn: true, interactive: true },
  'audit.read': { roles: ['admin'] },
  'mail.read': { roles: ['admin', 'lead'] },

  'program.read': { roles: programTeam },
  'program.design': { roles: ['lead'] },
  /** An administrator may begin a program and name its lead, not design it. */
  'program.create': { roles: ['admin', 'lead'], interactive: true },
  'program.launch': { roles: ['lead'] },
  /** Pausing a wave or taking it back touches everybody in it: a person decides that, by name and with a reason. */
  'program.halt': { roles: ['admin', 'lead'], interactive: true },
  /** The roadmap's tasks, dates and owners. */
  'roadmap.plan': { roles: ['lead'] },
  /** Tasks that one owns oneself; the verb finds no others for whoever does not plan. */
  'roadmap.own': { roles: ['employee', 'admin', 'lead', 'sponsor', 'hr', 'committee', 'champion', 'trainer'] },
  /** To let a check that fails stand for a while, by name; the verb refuses whoever the check speaks of. */
  'program.waive': { roles: ['lead', 'sponsor'] },
  /** The sponsor's page and plan; their own example the verb tells to them alone. */
  'sponsor.plan': { roles: ['lead', 'sponsor'] },

  'messages.read': { roles: ['lead', 'sponsor', 'admin'] },
  'messages.write': { roles: ['lead'] },
  /** Only the named sender may approve what goes out in their name; the verb checks who that is. */
  'messages.approve': { roles: ['employee', 'admin'] },

  'inbox.read': { relations: ['self'] },
  /** Which letters come to one, how and when: one's own to say, nobody else's to see. */
  'letters.own': { relations: ['self'] },

  'goals.read': { roles: ['employee', 'admin'] },
  'goals.write': { relations: ['self', 'manager'] },
  /** A goal of the company: the lead, the sponsor, and whoever stands at the top of the line; of a team: whoever leads it. */
  'goals.level': { roles: ['lead', 'sponsor', 'manager'] },
  /** Whom a private goal is shown to by name; the owner's to say, nobody else's. */
  'goals.share': { relations: ['self'] },
  /** To say something to a goal that one may see, or cheer for it. */
  'goals.comment': { roles: ['employee', 'admin'] },
  /** A private goal: its owner and the line above. */
  'goals.read_private': { relations: ['self', 'manager'] },

  /** Values from other systems: through the token of whoever may report, or of an administrator or lead by the key that the owner gave. */
  'goals.feed': { roles: ['employee', 'admin', 'lead'] },
  /** Goals of an earlier tool. */
  'goals.import': { roles: ['admin', 'lead'] },

  'checkins.read': { relations: ['self', 'manager'] },
  'checkins.write': { relations: ['self', 'manager'] },
  /** That a check-in was held and when, never what was said. */
  'checkins.cadence': { relations: ['self', 'manager', 'leader', 'hr'] },
  'notes.own': { relations: ['self'] },

  'reviews.design': { roles: ['lead'] },
  /** Cycles and how far they are; HR partners read of their population alone, under `reviews.trace`. */
  'reviews.progress': { roles: ['lead', 'hr'] },
  /** That somebody's review was written and when, never what. */
  'reviews.trace': { roles: ['lead'], relations: ['hr'] },
  /** One's own forms; the verb finds nothing but tasks of the viewer. */
  'reviews.write': { signedIn: true },
  /** What was handed in and shared; the form and the cycle narrow it. */
  'reviews.read': { relations: ['self', 'manager', 'leader', 'hr'] },
  'reviews.share': { roles: ['manager'] },
  'reviews.clear': { relations: ['hr'] },
  /** What `reviews.read` opens to HR partners, as a table. */
  'reviews.export': { roles: ['hr'] },
  /** Sessions that the viewer leads or is invited to; the verb finds no others, and in them no row of the viewer or their leaders. */
  'calibration.read': { roles: ['lead', 'hr', 'manager'] },
  /** Whoever leads a session; HR partners for their population. */
  'calibration.prepare': { roles: ['lead', 'hr'] },
  /** Finished reviews of an earlier tool, from a file. What it brought is read under `reviews.read`. */
  'reviews.import': { roles: ['admin', 'lead'] },
  /** Who may write and be asked; whom and in which mode, the verb checks. */
  'feedback.give': { roles: ['employee'] },
  /** What one received, gave, asked for and has to answer. */
  'feedback.own': { relations: ['self'] },
  /** The person it is about; their managers where it was shared with them or they asked. */
  'feedback.read': { relations: ['self', 'manager'] },
  'feedback.ask': { relations: ['self', 'manager'] },
  /** To recognise colleagues; whether the program has it for both, the verb checks. */
  'recognition.give': { roles: ['employee'] },
  /** What is there for everybody to see, and to join in. */
  'recognition.read': { roles: ['employee'] },
  /** Quiet thanks: whoever got them and their manager; the verb adds the author. */
  'recognition.read_quiet': { relations: ['self', 'manager'] },
  /** What was reported; HR partners of what their population wrote. */
  'recognition.reports': { roles: ['lead', 'hr'] },
  'recognition.decide': { roles: ['lead'], relations: ['hr'] },
  /** Surveys and their published results; each sees the groups that are theirs. */
  'pulse.read': { roles: ['lead', 'sponsor', 'committee', 'hr', 'manager'] },
  'pulse.write': { roles: ['lead'] },
  /** Only whoever is asked answers; that somebody took part, they alone read. */
  'pulse.answer': { relations: ['self'] },
  /** What is published is for everyone who takes part; the verb asks that, except of those who write or look after it. */
  'competencies.read': { roles: ['employee', 'lead', 'hr', 'admin'] },
  'competencies.draft': { roles: ['lead', 'hr'] },
  'competencies.write': { roles: ['lead'] },

  /** Where somebody stands and what they want to learn: as far as the two have shared it, the verb says. */
  'growth.read': { relations: ['self', 'manager'] },
  'growth.write': { relations: ['self', 'manager'] },
  'growth.plan': { relations: ['self'] },

  /** One's own courses; the verb finds those of the viewer's wave. */
  'training.own': { relations: ['self'] },
  /** How far somebody is: they themself, and their manager whether what is required is finished, nothing else. */
  'training.read': { relations: ['self', 'manager'] },
  /** How many finished, with floors; never who. */
  'training.progress': { roles: ['lead', 'sponsor', 'committee'] },

  /** Courses of other makers: bringing them, describing them, taking them away. Never what anybody did in one. */
  'packages.manage': { roles: ['lead'] },
  /** Courses of the company's own: writing, publishing, their films. */
  'courses.write': { roles: ['lead'] },

  /** Which courses give a certificate, who holds one, and taking one back. Never how somebody came to it. */
  'certificates.manage': { roles: ['lead'] },

  /** Sessions that one may book: one's own seat, coming by code, what one thought of it. */
  'live.own': { relations: ['self'] },
  /** Planning and leading sessions; a trainer finds those they plan or lead, a lead all. Who booked and who came, never what anybody answered. */
  'live.lead': { roles: ['lead', 'trainer'] },

  /** Trainers and candidates by name, what was observed of them, and who is ready where. */
  'trainers.read': { roles: ['lead'] },
  /** Asking people, deliveries, ends and hand-overs: the role comes and goes with it, so a person decides that. */
  'trainers.manage': { roles: ['lead'], interactive: true },
  /** One's own way to become a trainer, and what one observes. */
  'trainers.own': { relations: ['self'] },
  /** The role comes and goes with the answer. */
  'trainers.answer': { relations: ['self'], interactive: true },
  /** A delivery under observation: its candidate, its observer and the lead read it, its observer alone signs it; the verb finds no others. */
  'trainers.observe': { roles: ['lead', 'trainer'] },

  /** Test plans of waves: scripts, named testers and what they found. The team that brings a wave about. */
  'tests.read': { roles: ['lead', 'sponsor', 'hr', 'admin'] },
  'tests.manage': { roles: ['lead'] },
  /** One's own scripts; a finding also for whoever sees to it. The verb finds no others. */
  'tests.own': { signedIn: true },
  /** The lead, and the HR partner and administrator who are named for it; the verb checks who that is. */
  'tests.sign': { roles: ['lead', 'hr', 'admin'] },

  /** The committee's charter, meetings, minutes and decisions. */
  'governance.read': { roles: ['lead', 'sponsor', 'committee'] },
  /** What one wants to say at a meeting; with one's name, for those who read the meeting. */
  'governance.note': { roles: ['lead', 'sponsor', 'committee'] },
  /** Meetings, minutes and decisions; of the committee its chair and members, not its guests, the verb says. */
  'governance.run': { roles: ['lead', 'committee'] },
  'governance.shape': { roles: ['lead'] },
  /** Who is on it: the role comes and ends with it, so a person decides that. */
  'governance.name': { roles: ['lead'], interactive: true },
  /** Asking for a change; whoever is not on the committee finds their own requests. */
  'governance.ask': { roles: ['lead', 'sponsor', 'committee', 'hr', 'champion', 'trainer'] },
  /** A decision that one sees to; the verb finds no others for whoever does not read them all. */
  'governance.own': { roles: ['employee', 'lead', 'sponsor', 'committee'] },
  /** One's own questions to the desk. */
  'desk.own': { relations: ['self'] },
  /** Lists of the desk and its answer library; HR partners find questions of their population alone, under `desk.answer`. */
  'desk.work': { roles: ['lead', 'hr', 'champion'] },
  /** A question of somebody; champions no private ones, the verb says. */
  'desk.answer': { roles: ['lead', 'champion'], relations: ['hr'] },

  /** How well champions cover the company, who they are and for how long. */
  'champions.read': { roles: ['lead', 'sponsor', 'hr', 'committee'] },
  /** Asking people, what they cover, ends and hand-overs: the role comes and goes with it, so a person decides that. */
  'champions.manage': { roles: ['lead'], interactive: true },
  /** One's own invitation and term; and those of people who report to one, the verb finds no others. */
  'champions.own': { relations: ['self'] },
  /** The role comes and goes with the answer. */
  'champions.answer': { relations: ['self'], interactive: true },
  /** What comes soon, before it reaches everybody; champions, and the lead who writes it. */
  'champions.work': { roles: ['champion', 'lead'] },
  /** What one hears, without a name. Not the lead, who reads it. */
  'champions.tell': { roles: ['champion'] },
  /** What champions hear, released together. */
  'champions.hear': { roles: ['lead', 'sponsor', 'committee'] },
  /** Whether it fits into the work of somebody who reports to the viewer. */
  'champions.fits': { relations: ['manager'] },

  /** The first weeks of a wave: published numbers of the wave, for whoever sees all of them anyway. */
  'hypercare.read': { roles: ['lead', 'sponsor', 'committee'] },
  'hypercare.manage': { roles: ['lead'] },
  /** The lead, the sponsor and whoever launched the wave; the verb checks who that is. */
  'handover.sign': { roles: ['lead', 'sponsor'] },

  /** Released packs, reviews of the success metrics and what is decided when a year ends; of drafts the lead alone, the verb says. */
  'business_review.read': { roles: ['lead', 'sponsor', 'committee'] },
  'business_review.write': { roles: ['lead'] },
  /** As a decision of the committee: guests decide nothing, the verb says. */
  'business_review.decide': { roles: ['lead', 'committee'] },
  /** The program's own sponsor; the verb checks who that is. */
  'business_review.sign': { roles: ['sponsor'] },

  'team.read': { roles: ['manager'] },
  'metrics.read': { roles: ['lead', 'sponsor', 'committee', 'hr', 'manager'] },
  /** Numbers of the company's own: what they say, and their values, also through a token. */
  'metrics.bring': { roles: ['lead'] },
  /** To say that an alert is known; of parts that the viewer may look at, which the verb checks. */
  'alerts.quiet': { roles: ['lead', 'hr'] },
} as const satisfies Record<string, Rule>

export type Permission = keyof typeof permissions

/** What Belay keeps about a person, as the page "who sees what about you" lists it. */
export const dataKinds = [
  'profile',
  'history',
  'goals',
  'private_goals',
  'cadence',
  'checkins',
  'notes',
  'reviews',
  'review_progress',
  'ratings',
  'feedback',
  'feedback_given',
  'recognition',
  'quiet_recognition',
  'recognition_reports',
  'pulse',
  'growth',
  'training',
  'sessions',
  'questions',
  'tests',
  'championship',
  'steering',
  'trainership',
  'inbox',
  'letters',
  'mail',
  'sign_in',
  'trail',
  'file',
] as const
export type DataKind = (typeof dataKinds)[number]

/**
 * What of a single person each permission opens to whoever holds it. Null: nothing
 * about anybody in particular, or only what holders say about themselves. A new
 * permission does not compile before this is answered.
 */
export const opens = {
  anyone: null,
  signed_in: null,
  'account.own': null,
  'people.read': 'profile',
  'people.history': 'history',
  'people.import': 'file',
  'audiences.read': 'profile',
  'audiences.write': 'profile',
  'holidays.read': null,
  'holidays.write': null,
  'access.manage': 'sign_in',
  'access.grant': 'sign_in',
  'tokens.own': null,
  'audit.read': 'trail',
  'mail.read': 'mail',
  'program.read': null,
  'program.design': null,
  'program.create': null,
  'program.launch': null,
  'program.halt': null,
  'roadmap.plan': null,
  'roadmap.own': null,
  'program.waive': null,
  'sponsor.plan': null,
  'messages.read': null,
  'messages.write': null,
  'messages.approve': null,
  'inbox.read': 'inbox',
  'letters.own': 'letters',
  'goals.read': 'goals',
  'goals.write': 'private_goals',
  'goals.level': null,
  'goals.share': 'private_goals',
  'goals.comment': 'goals',
  'goals.feed': null,
  'goals.import': null,
  'goals.read_private': 'private_goals',
  'checkins.read': 'checkins',
  'checkins.write': 'checkins',
  'checkins.cadence': 'cadence',
  'notes.own': 'notes',
  'reviews.design': null,
  'reviews.progress': null,
  'reviews.trace': 'review_progress',
  'reviews.write': null,
  'reviews.read': 'reviews',
  'reviews.share': null,
  'reviews.clear': 'reviews',
  'reviews.export': null,
  'calibration.read': 'ratings',
  'calibration.prepare': 'ratings',
  'reviews.import': null,
  'feedback.give': null,
  'feedback.own': 'feedback_given',
  'feedback.read': 'feedback',
  'feedback.ask': 'feedback',
  'recognition.give': null,
  'recognition.read': 'recognition',
  'recognition.read_quiet': 'quiet_recognition',
  'recognition.reports': null,
  'recognition.decide': 'recognition_reports',
  'pulse.read': null,
  'pulse.write': null,
  'pulse.answer': 'pulse',
  'competencies.read': null,
  'competencies.draft': null,
  'competencies.write': null,
  'growth.read': 'growth',
  'growth.write': 'growth',
  'growth.plan': 'growth',
  'training.own': 'training',
  'training.read': 'training',
  'training.progress': null,
  'packages.manage': null,
  'courses.write': null,
  'certificates.manage': 'training',
  'live.own': 'sessions',
  'live.lead': 'sessions',
  'trainers.read': 'trainership',
  'trainers.manage': 'trainership',
  'trainers.own': 'trainership',
  'trainers.answer': null,
  'trainers.observe': 'trainership',
  'tests.read': 'tests',
  'tests.manage': null,
  'tests.own': null,
  'tests.sign': null,
  'governance.read': 'steering',
  'governance.note': null,
  'governance.run': null,
  'governance.shape': null,
  'governance.name': null,
  'governance.ask': null,
  'governance.own': null,
  'desk.own': 'questions',
  'desk.work': null,
  'desk.answer': 'questions',
  'champions.read': 'championship',
  'champions.manage': 'championship',
  'champions.own': 'championship',
  'champions.answer': null,
  'champions.work': null,
  'champions.tell': null,
  'champions.hear': null,
  'champions.fits': 'championship',
  'hypercare.read': null,
  'hypercare.manage': null,
  'handover.sign': null,
  'business_review.read': 'steering',
  'business_review.write': null,
  'business_review.decide': null,
  'business_review.sign': null,
  'team.read': null,
  'metrics.read': null,
  'metrics.bring': null,
  'alerts.quiet': null,
} as const satisfies Record<Permission, DataKind | null>

/** The signed-in person as every verb sees them. */
export type Viewer = {
  organizationId: string
  personId: string
  sessionId: string
  roles: readonly Role[]
  /** Audience ids that an HR partner looks after. */
  populations: readonly string[]
  /** Own place in today's reporting line; null for an account outside the people file. */
  seq: number | null
  lastSeq: number | null
  locale: string
  timeZone: string
  /** How the request was signed in. */
  via: 'session' | 'token' | 'job' | 'operator' | 'mail'
}

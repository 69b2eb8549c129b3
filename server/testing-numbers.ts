/**
 * What kind of numbers each reading operation answers with. A closed list: a new operation whose answer can hold a
 * number stands here, or a test fails. See docs/decisions/floors.md. For tests only.
 */
export const kindsOfNumbers = {
  /** Of texts, plans, settings and dates, of the viewer's own things, or of one thing that they may open; of no group. */
  none: `
    access.account access.endOtherSessions access.endSessionsOf company.get library.list library.get library.preview
    library.policies library.agendas program.versions program.version program.difference program.logo program.entranceLogo
    policies.mine inbox.list letters.mine letters.openOff campaigns.list campaigns.toApprove campaigns.get campaigns.choices
    campaigns.sample campaigns.preview plan.fix plan.ask plan.schedule goals.imports checkins.calendar checkins.saveNote
    notes.list reviews.imports reviews.earlier reviews.earlierPdf reviews.cycles reviews.forms reviews.save reviews.sheet
    feedback.terms recognition.terms pulse.library pulse.mine pulse.form competencies.get competencies.draft
    competencies.versions competencies.difference growth.saveView training.courses training.mine training.course
    training.keepPlace live.evaluate live.calendar live.workshops live.workshop tests.mine tests.open champions.mine
    roadmap.preview roadmap.mine roadmap.file roadmap.get metrics.registry governance.calendar governance.requests
    library.address packages.list training.keepPackage training.film trainers.mine trainers.delivery
    training.filmCaptions training.watch courses.save courses.beginFilm courses.keepPiece courses.list courses.get courses.preview courses.difference courses.film courses.filmCaptions certificates.paper certificates.rules ownMetrics.imports`,
  /** How many people are somewhere or are addressed: the people file, roles, waves and what a program plans, which the viewer may look through. */
  'people file': `
    imports.list imports.get imports.findings imports.people imports.peopleFile imports.refusedRows access.privacy
    access.roles people.list people.facets people.get audiences.list audiences.get audiences.preview program.list program.get
    waves.list waves.get waves.preview waves.members campaigns.audience plan.get plan.bill reviews.cycle reviews.check
    calibration.list calibration.options calibration.preview pulse.reckon competencies.reach live.options live.upcoming
    live.session champions.overview champions.coverage champions.proposals champions.list champions.get champions.briefing
    champions.asked halts.get metrics.segments mail.unreachable`,
  /** Sums of what the viewer may open one by one: public goals, a manager's own pairs, whose review is late, who tests what, letters, the log. */
  'visible acts': `
    access.codeGroups mail.list goals.list goals.get goals.tree goals.aligned checkins.list checkins.get checkins.cadence
    reviews.reminder reviews.late reviews.people reviews.export reviews.mine reviews.evidence reviews.nominations
    calibration.get calibration.severity feedback.list feedback.requests recognition.feed recognition.get recognition.reports
    growth.get growth.team live.list testPlans.list testPlans.get testPlans.script testPlans.run testPlans.findings
    testPlans.finding testPlans.export testPlans.picture desk.questions desk.held audit.list audit.export goals.export feedback.export
    recognition.export certificates.list trainers.list trainers.get trainers.readiness incoming_mail.list`,
  /** How often a text was opened and helped: counted without who, of no group. */
  'of texts': 'desk.library desk.answers',
  /** About what people did whom the viewer may not see one by one: hidden under the floor, and attacked in floors.test.ts. */
  floored: `
    policies.status launch.checks budget.get campaigns.report reviews.progress reviews.get reviews.pdf feedback.request
    pulse.list pulse.get pulse.response pulse.results pulse.table pulse.export training.progress live.room champions.heard
    desk.topics hypercare.list hypercare.get handover.get handover.record metrics.dashboard metrics.paper metrics.table
    metrics.explain metrics.ages governance.get governance.meeting governance.minutes governance.decisions
    governance.options governance.decision metricReviews.list metricReviews.get mistakes.get businessReviews.list
    businessReviews.get businessReviews.verify businessReviews.pdf businessReviews.slides yearEnds.get home.lead
    home.sponsor week.get week.team week.line campaigns.followUps ownMetrics.list alerts.list funnel.get`,
} as const

export type KindOfNumbers = keyof typeof kindsOfNumbers
export const idsWith = (kind: KindOfNumbers): string[] => kindsOfNumbers[kind].split(/\s+/).filter(Boolean)

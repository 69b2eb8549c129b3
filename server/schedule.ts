/** Every recurring job, on one page: its name and when it next runs after an instant. */
import { addDays, dayIn, instantAt, type Instant } from './platform/clock.ts'
import type { Recurring } from './platform/jobs.ts'

/** Once a night at a time of the company's zone. */
function nightly(time: string) {
  return (after: Instant, { timeZone }: { timeZone: string }): Instant => {
    const day = dayIn(after, timeZone)
    const tonight = instantAt(day, time, timeZone)
    return tonight > after ? tonight : instantAt(addDays(day, 1), time, timeZone)
  }
}

export const recurring: Recurring = {
  /** Starts that were ahead, last days, dated moves: today's picture of a new day, before anything reads it. */
  'people.passMidnight': nightly('00:05'),
  /** Accounts and roles of whoever left or came back on this day. */
  'access.followRoster': nightly('00:20'),
  /** Who an HR partner looks after, as of the new day. */
  'directory.followAudiences': nightly('00:25'),
  /** Open check-ins of two who do not report to each other any more. */
  'checkins.followLine': nightly('00:40'),
  /** Goals of whoever left on this day. */
  'goals.followRoster': nightly('00:30'),
  /** Seats in training sessions of whoever left on this day. */
  'live.followRoster': nightly('00:35'),
  /** Messages not gone out: senders who left on this day, and what they say that is different from this day on. */
  'campaigns.follow': nightly('00:45'),
  'access.tidy': nightly('03:40'),
  /** Films whose upload was broken off, and those that no course shows. */
  'courses.tidyFilms': nightly('03:45'),
  /** Confidential feedback arrives, requests close, anonymous answers are let out, late ones are reminded; before the day is counted. */
  'feedback.nightly': nightly('01:30'),
  /** Once a week, in the night to Friday: the letter about recognition of the last seven days. */
  'recognition.weekly': nightly('01:10'),
  /** Champions: roles that ended, terms that begin or end; after roles followed the roster. */
  'champions.nightly': nightly('02:20'),
  /** What champions heard, in the night to Monday, once three have written. */
  'champions.heard': nightly('02:25'),
  /** Joiners, movers and leavers of every wave. */
  'program.refresh': nightly('02:30'),
  /** Courses of whoever joined, left or leads people now, reminders, and how sure people feel; after the waves know their members. */
  'training.nightly': nightly('02:35'),
  /** Texts to read, for whoever joined a wave and for new versions; after the waves know their members. */
  'attention.askToRead': nightly('02:50'),
  /** Messages for newcomers, to whoever joined a wave since; after the waves know their members. */
  'campaigns.welcome': nightly('02:52'),
  /** Weeks long past keep counts of what they asked, and nobody's name. */
  'attention.fold': nightly('03:50'),
  /** Reviews of whoever joined a line, left or came back on this day. */
  'reviews.followPeople': nightly('02:40'),
  /** Who took part in surveys; rounds that end or begin. Before the numbers, which read what was published. */
  'pulse.nightly': nightly('02:45'),
  /** What people thought of training sessions, once the days for it are over. */
  'live.nightly': nightly('02:55'),
  /** The numbers of the day that ended. */
  'metrics.nightly': nightly('03:00'),
  /** Whether habits hold after the hand-over; reads the numbers that were just given out. */
  'hypercare.nightly': nightly('03:15'),
  /** Numbers past a mark stand on the committee's next agenda; after the numbers. */
  'governance.nightly': nightly('03:20'),
  /** Tasks of the roadmap whose day has passed, and on Mondays those of the week. */
  'roadmap.nightly': nightly('03:35'),
  /** Success metrics that are to be looked at; after the numbers. */
  'metric-review.nightly': nightly('03:22'),
  /** Whether a program goes on after a year that ends. */
  'business-review.nightly': nightly('03:24'),
  /** What left its course, in the numbers that were just given out. */
  'alerts.nightly': nightly('03:23'),
  /** What became of messages; after the numbers. */
  'campaigns.countAll': nightly('03:30'),
  /** The seven mistakes of each program; after the numbers, which some of them read. */
  'mistakes.nightly': nightly('03:25'),
}

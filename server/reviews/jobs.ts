import type { Jobs } from '../platform/jobs.ts'
import { fill } from './launch.ts'
import { tellNews } from './news.ts'
import { release, tell } from './notices.ts'
import { followPeople } from './people.ts'

export const jobs: Jobs = {
  'reviews.fill': (c, { subjectId }) => fill(c, subjectId),
  'reviews.tell': (c, { subjectId }) => tell(c, subjectId),
  'reviews.tellNews': (c, { subjectId }) => tellNews(c, subjectId),
  'reviews.releasePeers': (c, { subjectId }) => release(c, subjectId, 'peer'),
  'reviews.releaseUpward': (c, { subjectId }) => release(c, subjectId, 'upward'),
  'reviews.followPeople': (c) => followPeople(c),
}

/** What a package is told of whoever opens it: as little as the standard lets it run with. Not their name. */
import { createHmac } from 'node:crypto'
import type { Context } from '../platform/context.ts'

type Part = { launchData: string; mastery: number | null }
type Cmi = Record<string, string>

/** The same for one person each time, and nothing that anybody could look up. */
const learnerId = (c: Context) =>
  createHmac('sha256', c.config.secret)
    .update(`learner ${c.organizationId} ${c.viewer.personId}`)
    .digest('hex')
    .slice(0, 24)

export function learnerIn(kind: 'scorm12' | 'scorm2004', c: Context, part: Part, kept: Cmi): Cmi {
  const entry = Object.keys(kept).length > 0 ? 'resume' : 'ab-initio'
  const launchData: Cmi = part.launchData ? { 'cmi.launch_data': part.launchData } : {}
  const mastery = part.mastery === null ? null : part.mastery
  if (kind === 'scorm12')
    return {
      ...kept,
      ...launchData,
      ...(mastery === null ? {} : { 'cmi.student_data.mastery_score': String(mastery * 100) }),
      'cmi.core.student_id': learnerId(c),
      'cmi.core.student_name': 'Learner, ',
      'cmi.core.credit': 'credit',
      'cmi.core.lesson_mode': 'normal',
      'cmi.core.entry': entry,
      'cmi.core.lesson_status': kept['cmi.core.lesson_status'] ?? 'not attempted',
    }
  return {
    ...kept,
    ...launchData,
    ...(mastery === null ? {} : { 'cmi.scaled_passing_score': String(mastery) }),
    'cmi.learner_id': learnerId(c),
    'cmi.learner_name': 'Learner',
    'cmi.credit': 'credit',
    'cmi.mode': 'normal',
    'cmi.entry': entry,
  }
}

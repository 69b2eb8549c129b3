import type { feedback } from '../../contract/feedback.ts'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { chooseLanguage, feedbackTemplates } from '../library/library.ts'
import type { Context } from '../platform/context.ts'

export async function templates(
  c: Context,
  input: Input<typeof feedback.templates>,
): Promise<Answer<typeof feedback.templates>> {
  const language = input.language ?? chooseLanguage(languages, c.viewer.locale, null).language
  return { templates: [...feedbackTemplates(language)] }
}

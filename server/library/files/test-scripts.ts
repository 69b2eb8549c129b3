/** What is tried before a start, by the role of whoever tries it. */
import * as z from 'zod'
import type { Language } from '../../../contract/library.ts'
import { type ScriptTexts, testNeeds, testRoles } from '../../../contract/test-plan-shapes.ts'
import { eachLanguage, markdown, slug } from './source.ts'

const testScript = z.strictObject({
  id: slug,
  title: z.string(),
  element: z.enum(testNeeds).nullable(),
  must: z.boolean(),
  minutes: z.int().min(1),
  steps: z.array(z.strictObject({ do: z.string(), expect: z.string() })).min(1),
})
/** What somebody of a role tries before a start. */
const testScriptsFront = z.strictObject({
  role: z.enum(testRoles),
  address: z.literal(['formal', 'neutral']),
  version: z.int(),
  scripts: z.array(testScript).min(1),
})
type TestScriptsFile = z.output<typeof testScriptsFront>
export type LibraryScript = Pick<z.output<typeof testScript>, 'id' | 'element' | 'must' | 'minutes'> & {
  role: (typeof testRoles)[number]
  texts: Required<ScriptTexts>
}

export const readTestScripts = (): readonly LibraryScript[] => testRoles.flatMap(testScriptsOf)

/** The scripts of a role, each in every language at once; the English file gives the shape. */
function testScriptsOf(role: LibraryScript['role']): LibraryScript[] {
  const files = eachLanguage((language) => markdown(`test-plans/${role}/${language}.md`, testScriptsFront).head)
  return files.get('en')!.scripts.map(({ id, element, must, minutes, steps }) => ({
    id,
    role,
    element,
    must,
    minutes,
    texts: Object.fromEntries(
      [...files].map(([language, file]) => [language, sameScript(role, language, file, id, steps.length)]),
    ) as LibraryScript['texts'],
  }))
}
function sameScript(role: string, language: Language, file: TestScriptsFile, id: string, steps: number) {
  const one = file.scripts.find((script) => script.id === id)
  if (!one || one.steps.length !== steps)
    throw new Error(`library/test-plans/${role}/${language}.md: the script ${id} has not the steps of the English one`)
  return { title: one.title, steps: one.steps }
}

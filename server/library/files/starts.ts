/** What stands in one data file a language: the seven mistakes, ideas, surveys, competencies, the slip, the examples. */
import * as z from 'zod'
import {
  shapes,
  type CodeSheet,
  type CompetencyStarter,
  type Language,
  type Mistake,
  type PulseSurvey,
  type Starters,
} from '../../../contract/library.ts'
import { eachLanguage, yaml } from './source.ts'

/** An invented reader and company; its shape is `Facts`, checked by rendering every text with it. */
const example = z.record(z.string(), z.record(z.string(), z.unknown()))
type Example = z.output<typeof example>

export const readMistakes = (): ReadonlyMap<Language, readonly Mistake[]> =>
  eachLanguage((language) => yaml(`playbook/${language}.yaml`, z.array(shapes.mistake)))
export const readStarters = (): ReadonlyMap<Language, Starters> =>
  eachLanguage((language) => yaml(`starters/${language}.yaml`, shapes.starters))
export const readPulse = (): ReadonlyMap<Language, readonly PulseSurvey[]> =>
  eachLanguage((language) => yaml(`pulse/${language}.yaml`, z.array(shapes.pulseSurvey.strict())))
export const readCompetencies = (): ReadonlyMap<Language, CompetencyStarter> =>
  eachLanguage((language) => yaml(`competencies/${language}.yaml`, shapes.competencyStarter))
export const readCodeSheet = (): ReadonlyMap<Language, CodeSheet> =>
  eachLanguage((language) => yaml(`code-sheet/${language}.yaml`, shapes.codeSheet.strict()))
export const readExamples = (): ReadonlyMap<Language, Example> =>
  eachLanguage((language) => yaml(`examples/${language}.yaml`, example))

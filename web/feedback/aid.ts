/**
 * The writing aid: points at wording that is vague, absolute, about the person instead of what they did, or
 * that leaves people out. It runs in the reader's own browser on short lists; nothing is sent, kept or counted.
 */
export const aidLanguages = ['en', 'de', 'es', 'fr'] as const
export type AidLanguage = (typeof aidLanguages)[number]
export type RemarkKind = 'absolute' | 'person' | 'vague' | 'loaded'
export type Remark = { from: number; to: number; words: string; kind: RemarkKind; instead?: string }

type Lists = Record<Exclude<RemarkKind, 'loaded'>, readonly string[]>

/** Whole words or phrases, in lower case. Short on purpose: what is pointed at should be worth a second look. */
const lists: Record<AidLanguage, Lists> = {
  en: {
    absolute: [
      'always',
      'never',
      'every single time',
      'everyone knows',
      'everybody knows',
      'nobody likes',
      'no one likes',
      'constantly',
      'all the time',
    ],
    person: [
      'lazy',
      'unreliable',
      'arrogant',
      'difficult person',
      'too emotional',
      'too sensitive',
      'too quiet',
      'too loud',
      'bossy',
      'aggressive',
      'abrasive',
      'attitude problem',
      'bad attitude',
      'not a team player',
      'not leadership material',
      'a natural',
      'rock star',
      'superstar',
    ],
    vague: [
      'good job',
      'great job',
      'well done',
      'keep it up',
      'more proactive',
      'be better',
      'do better',
      'step up',
      'communicate better',
      'more strategic',
      'more visible',
      'more professional',
    ],
  },
  de: {
    absolute: [
      'immer',
      'nie',
      'niemals',
      'ständig',
      'dauernd',
      'jedes mal',
      'jeder weiß',
      'alle wissen',
      'niemand mag',
    ],
    person: [
      'faul',
      'unzuverlässig',
      'arrogant',
      'schwierige person',
      'zu emotional',
      'zu empfindlich',
      'zu ruhig',
      'zu laut',
      'zickig',
      'aggressiv',
      'nicht teamfähig',
      'keine führungspersönlichkeit',
      'naturtalent',
      'falsche einstellung',
    ],
    vague: [
      'gut gemacht',
      'gute arbeit',
      'weiter so',
      'tolle arbeit',
      'proaktiver',
      'mehr einsatz',
      'besser kommunizieren',
      'strategischer',
      'sichtbarer',
      'professioneller',
    ],
  },
  es: {
    absolute: [
      'siempre',
      'nunca',
      'jamás',
      'constantemente',
      'cada vez',
      'todo el tiempo',
      'todo el mundo sabe',
      'todos saben',
      'nadie quiere',
    ],
    person: [
      'vago',
      'vaga',
      'perezoso',
      'perezosa',
      'arrogante',
      'conflictivo',
      'conflictiva',
      'persona difícil',
      'demasiado emocional',
      'demasiado sensible',
      'mandón',
      'mandona',
      'agresivo',
      'agresiva',
      'mala actitud',
      'no sabe trabajar en equipo',
      'talento natural',
    ],
    vague: [
      'buen trabajo',
      'gran trabajo',
      'sigue así',
      'siga así',
      'más proactivo',
      'más proactiva',
      'comunicar mejor',
      'más estratégico',
      'más estratégica',
      'más visible',
      'más profesional',
    ],
  },
  fr: {
    absolute: [
      'toujours',
      'jamais',
      'constamment',
      'sans arrêt',
      'à chaque fois',
      'tout le temps',
      'tout le monde sait',
      'personne n’aime',
      "personne n'aime",
    ],
    person: [
      'paresseux',
      'paresseuse',
      'arrogant',
      'arrogante',
      'personne difficile',
      'trop émotif',
      'trop émotive',
      'trop sensible',
      'autoritaire',
      'agressif',
      'agressive',
      'mauvaise attitude',
      'pas fait pour diriger',
      'pas faite pour diriger',
      'talent naturel',
    ],
    vague: [
      'bon travail',
      'bravo',
      'excellent travail',
      'continuez ainsi',
      'continue comme ça',
      'plus proactif',
      'plus proactive',
      'mieux communiquer',
      'plus stratégique',
      'plus visible',
      'plus professionnel',
      'plus professionnelle',
    ],
  },
}
const kinds = ['absolute', 'person', 'vague'] as const

const escaped = (phrase: string) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+')
const patterns = new Map(
  aidLanguages.flatMap((language) =>
    kinds.map(
      (kind) =>
        [
          `${language} ${kind}`,
          // Whole words in any script; longer phrases first.
          new RegExp(
            `(?<![\\p{L}\\p{M}\\p{N}])(?:${lists[language][kind]
              .toSorted((a, b) => b.length - a.length)
              .map(escaped)
              .join('|')})(?![\\p{L}\\p{M}\\p{N}])`,
            'giu',
          ),
        ] as const,
    ),
  ),
)

/** At most three: the first of each kind, in the order in which they stand. */
export function remarksOn(text: string, language: AidLanguage): Remark[] {
  const found: Remark[] = []
  for (const kind of kinds) {
    const first = [...text.matchAll(patterns.get(`${language} ${kind}`)!)][0]
    if (first) found.push({ from: first.index, to: first.index + first[0].length, words: first[0], kind })
  }
  return found.toSorted((a, b) => a.from - b.from)
}

/** Pronouns and words that only look loaded are left alone: feedback speaks of a person. */
const leftAlone = new Set(['he-she', 'her-him', 'herself-himself', 'hers-his', 'man-woman', 'men-women', 'just'])

type Found = {
  ruleId?: string | undefined
  actual?: string | undefined
  expected?: readonly string[] | undefined
  place?: unknown
}

/** English only: words that leave people out or hurt, from retext-equality. Loaded when first needed. */
export async function loadedWords(text: string): Promise<Remark[]> {
  const [{ retext }, { default: english }, { default: equality }] = await Promise.all([
    import('retext'),
    import('retext-english'),
    import('retext-equality'),
  ])
  const file = await retext().use(english).use(equality).process(text)
  return (file.messages as readonly Found[])
    .flatMap((m): Remark[] => {
      const at = m.place as { start?: { offset?: number }; end?: { offset?: number } } | undefined
      const [from, to] = [at?.start?.offset, at?.end?.offset]
      if (!m.actual || !m.expected?.length || from === undefined || to === undefined || leftAlone.has(m.ruleId ?? ''))
        return []
      return [{ from, to, words: text.slice(from, to), kind: 'loaded', instead: m.expected[0]! }]
    })
    .slice(0, 2)
}

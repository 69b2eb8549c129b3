/** Courses and films, made with the product's own verbs: for tests and for the demo company. */
import type { LessonPart } from '../../contract/courses.ts'
import type { Language } from '../../contract/library.ts'
import type { Context } from '../platform/context.ts'
import { beginFilm, captions, endFilm, keepPiece } from './films.ts'
import { publish } from './publishing.ts'
import { begin, save } from './writing.ts'

const box = (type: string, ...inside: Buffer[]): Buffer => {
  const content = Buffer.concat(inside)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

/** An MP4 file that says all that one has to say, and shows nothing: pictures need a tool that draws them. */
export function mp4Of(seconds: number, filling = 1000): Buffer {
  const facts = Buffer.alloc(100)
  facts.writeUInt32BE(1000, 12)
  facts.writeUInt32BE(seconds * 1000, 16)
  const handler = Buffer.alloc(24)
  handler.write('vide', 8, 'latin1')
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\x02isommp41', 'latin1')),
    box('moov', box('mvhd', facts), box('trak', box('mdia', box('hdlr', handler)))),
    box('mdat', Buffer.alloc(filling, 7)),
  ])
}

/** In the pieces that the product asks for. */
export async function bringFilm(c: Context, courseId: string, bytes: Buffer, name = 'film.mp4'): Promise<string> {
  const { filmId, piece, pieces } = await beginFilm(c, { courseId, name, bytes: bytes.length })
  for (let number = 0; number < pieces; number++)
    await keepPiece(c, {
      courseId,
      filmId,
      number,
      file: bytes.subarray(number * piece, (number + 1) * piece),
    } as Parameters<typeof keepPiece>[1])
  await endFilm(c, { courseId, filmId })
  return filmId
}

export const vttOf = (...lines: string[]): Buffer =>
  Buffer.from(`WEBVTT\n\n${lines.map((words, i) => `00:0${i}.000 --> 00:0${i + 1}.000\n${words}\n`).join('\n')}`)

export const bringCaptions = async (c: Context, courseId: string, filmId: string, language: Language, file: Buffer) =>
  captions(c, { courseId, filmId, language, file } as Parameters<typeof captions>[1])

export const part = (id: string, kind: LessonPart['kind'], more: Partial<LessonPart> = {}): LessonPart => ({
  id,
  kind,
  minutes: 2,
  items: [],
  choices: [],
  questions: [],
  filmId: null,
  ...more,
})

/** A course with a text and a film, published in English. */
export async function filmCourse(
  c: Context,
  title = 'Our own course',
): Promise<{ courseId: string; lessonId: string; filmId: string }> {
  const { courseId } = await begin(c, { language: 'en', title })
  const filmId = await bringFilm(c, courseId, mp4Of(10))
  await bringCaptions(c, courseId, filmId, 'en', vttOf('Welcome.', 'This is how we do it.'))
  const say = (key: string, is: string) => ({ do: 'words' as const, key, language: 'en' as const, was: '', is })
  const { draft } = await save(c, {
    courseId,
    changes: [
      { do: 'add', lesson: part('read', 'text'), after: null },
      { do: 'add', lesson: part('look', 'video', { filmId }), after: 'read' },
      say('use', 'What is special here.'),
      say('read/title', 'To begin with'),
      say('read/body', 'In **{{program.name}}** we do it so.'),
      say('look/title', 'How it looks'),
    ],
  })
  await publish(c, { courseId, revision: draft.revision, forBegun: false })
  return { courseId, lessonId: 'look', filmId }
}

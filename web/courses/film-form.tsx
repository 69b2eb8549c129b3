/** The film of a lesson: brought in pieces with its progress to be seen, then what is said in it, a language at a time. */
import { Button, FileButton, Progress } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, call, queryClient, useAct } from '../api.ts'
import { formatBytes } from '../ui/format.ts'
import { captionsKind } from '../ui/film.ts'
import { useLanguageName } from '../ui/languages.ts'
import { useFormat, useReader } from '../ui/reader.tsx'
import { ProblemNote } from '../ui/states.tsx'
import { State } from '../ui/meter.tsx'
import { Upload } from '../ui/upload.tsx'
import classes from './courses.module.css'
import type { Draft, Language, Part } from './writing.ts'

/** As the server has it; said before anything is sent. */
const mostBytes = 500_000_000
/** Seconds to wait before a piece is sent again: a minute in all, so that a server that starts anew or a train in a tunnel costs no film. */
const pauses = [1, 2, 4, 8, 15, 30]

export function FilmForm({ draft, part, onFilm }: { draft: Draft; part: Part; onFilm: (filmId: string) => void }) {
  const { t } = useTranslation('courses')
  const { locale } = useReader()
  const f = useFormat()
  const languageName = useLanguageName()
  const { courseId } = draft
  const film = draft.films.find((one) => one.filmId === part.filmId)
  const [at, setAt] = useState<{ file: File; share: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const bring = async (file: File) => {
    const control = new AbortController()
    stop.current = control
    setError(null)
    setAt({ file, share: 0 })
    try {
      onFilm(await bringFilm(courseId, file, control.signal, (share) => setAt({ file, share })))
    } catch (reason) {
      if (!control.signal.aborted) setError(reason)
    }
    setAt(null)
  }
  return (
    <fieldset className={classes.group}>
      <legend>{t('film.title')}</legend>
      {film ? (
        <>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- it has them; the rule does not read a constant */}
          <video
            key={film.filmId}
            className={classes.film}
            controls
            preload="metadata"
            playsInline
            aria-label={film.name}
            src={addressOf('courses.film', { courseId, filmId: film.filmId })}
          >
            {film.captions.map(({ language }) => (
              <track
                key={language}
                kind={captionsKind}
                srcLang={language}
                label={languageName(language)}
                src={addressOf('courses.filmCaptions', { courseId, filmId: film.filmId, language })}
              />
            ))}
          </video>
          <span className={classes.quiet}>
            {t('film.facts', {
              name: film.name,
              size: formatBytes(film.bytes, locale),
              length: f.number(Math.max(1, Math.round(film.seconds / 60))),
              count: Math.max(1, Math.round(film.seconds / 60)),
            })}
          </span>
          <Captions draft={draft} film={film} />
        </>
      ) : null}
      {at ? (
        <div className={classes.progress}>
          <Progress value={at.share * 100} aria-label={t('film.coming', { name: at.file.name })} />
          <span className={classes.acts}>
            <span className={classes.quiet} role="status">
              {t('film.coming', { name: at.file.name })} {f.share(at.share, 1)}
            </span>
            <Button size="compact-sm" variant="default" onClick={() => stop.current?.abort()}>
              {t('film.stop')}
            </Button>
          </span>
        </div>
      ) : (
        <Upload
          label={t(film ? 'film.other' : 'film.bring')}
          hint={t('film.hint', { limit: formatBytes(mostBytes, locale) })}
          accept={['.mp4', '.m4v', '.webm']}
          maxBytes={mostBytes}
          onFile={(file) => void bring(file)}
        />
      )}
      {error ? <ProblemNote small error={error} /> : null}
    </fieldset>
  )
}

/** A piece that did not arrive is sent again; the rest need not be. */
async function bringFilm(
  courseId: string,
  file: File,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<string> {
  const seconds = await lengthOf(file)
  const { filmId, piece, pieces } = await call('courses.beginFilm', { courseId, name: file.name, bytes: file.size })
  try {
    for (let number = 0; number < pieces; number++) {
      const part = file.slice(number * piece, (number + 1) * piece)
      for (let n = 0; ; n++) {
        try {
          await call('courses.keepPiece', { courseId, filmId, number }, { file: part, signal })
          break
        } catch (error) {
          const status = (error as { status?: number }).status ?? 0
          const pause = pauses[n]
          if (signal.aborted || pause === undefined || (status >= 400 && status < 500) || status === 507) throw error
          await waited(pause, signal)
        }
      }
      onShare((number + 1) / pieces)
    }
    await call('courses.endFilm', { courseId, filmId, ...(seconds === null ? {} : { seconds }) })
  } catch (error) {
    // What nobody will end goes at once; the server would take it away in the night.
    call('courses.dropFilm', { courseId, filmId }).catch(() => {})
    throw error
  }
  await queryClient.invalidateQueries({ queryKey: ['courses.get'] })
  return filmId
}

/** Until so many seconds are over, or somebody breaks off. */
const waited = (seconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** For files that do not say it: as this browser plays it. Null: it does not. */
function lengthOf(file: File): Promise<number | null> {
  return new Promise((resolve) => {
    const address = URL.createObjectURL(file)
    const video = document.createElement('video')
    const end = (seconds: number | null) => {
      URL.revokeObjectURL(address)
      resolve(seconds)
    }
    video.preload = 'metadata'
    video.addEventListener('error', () => end(null))
    video.addEventListener('loadedmetadata', () => {
      if (Number.isFinite(video.duration)) return end(video.duration)
      // Recorded in a browser: its end is known once somebody has been there.
      video.addEventListener('seeked', () => end(Number.isFinite(video.duration) ? video.duration : video.currentTime))
      video.currentTime = 86_000
    })
    video.src = address
  })
}

function Captions({ draft, film }: { draft: Draft; film: Draft['films'][number] }) {
  const { t } = useTranslation('courses')
  const f = useFormat()
  const languageName = useLanguageName()
  const keep = useAct('courses.captions', { invalidates: ['courses.get'], showsProblem: true })
  const bring = (language: Language, file: File | null) => {
    if (file) keep.mutate({ courseId: draft.courseId, filmId: film.filmId, language, file })
  }
  return (
    <div className={classes.captions}>
      <h3>{t('captions.title')}</h3>
      <p className={classes.quiet}>{t('captions.hint')}</p>
      <ul>
        {draft.languages.map((language) => {
          const there = film.captions.find((one) => one.language === language)
          return (
            <li key={language}>
              <span>{languageName(language)}</span>
              <State tone={there ? 'good' : 'warn'}>
                {there ? t('captions.lines', { count: there.lines, n: f.number(there.lines) }) : t('captions.none')}
              </State>
              <FileButton accept=".vtt,text/vtt" onChange={(file) => bring(language, file)}>
                {(props) => (
                  <Button
                    {...props}
                    size="compact-sm"
                    variant="default"
                    aria-label={t(there ? 'captions.otherOf' : 'captions.bringOf', {
                      language: languageName(language),
                    })}
                  >
                    {t(there ? 'captions.other' : 'captions.bring')}
                  </Button>
                )}
              </FileButton>
            </li>
          )
        })}
      </ul>
      {keep.error ? <ProblemNote small error={keep.error} /> : null}
    </div>
  )
}

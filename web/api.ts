/**
 * The browser's side of the contract. Types come from `contract/`, addresses from
 * the build (`virtual:operations`); no schema travels to the browser.
 *
 *   const goals = useOperation('goals.list', { ownerId })
 *   const create = useAct('goals.create', { invalidates: ['goals.list'] })
 */
import {
  MutationCache,
  QueryCache,
  QueryClient,
  keepPreviousData,
  replaceEqualDeep,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryKey,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { operations } from 'virtual:operations'
import type { contract } from '../contract/contract.ts'
import type { Answer as AnswerOf, Request as RequestOf } from '../contract/operation.ts'
import type { ProblemCode } from '../contract/problems.ts'
import { begun } from './shell/begun.ts'
import { askedAt, nextMoment, noteAsked } from './ui/moments.ts'
import { saveAs } from './ui/save.ts'
import { toast } from './ui/toasts.tsx'
import { words } from './words.ts'

type Modules = typeof contract
type AnyOperation = { [M in keyof Modules]: Modules[M][keyof Modules[M]] }[keyof Modules]
/** Every operation id of the contract. */
export type OperationId = AnyOperation extends { id: infer Id extends string } ? Id : never
type OperationNamed<Id> = Extract<AnyOperation, { id: Id }>
/** What a caller sends to an operation: path, query and body in one object. */
export type Request<Id extends OperationId> = RequestOf<OperationNamed<Id>>
/** What the operation answers. */
export type Answer<Id extends OperationId> = AnswerOf<OperationNamed<Id>>

/** Codes that arise in the browser, before any server could answer. */
export type BrowserCode = 'offline' | 'unreadable'

/** A refusal, with everything needed to say it in the reader's language. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | BrowserCode
  readonly status: number
  readonly params: Record<string, string | number>
  readonly reference: string | null
  constructor(
    code: ProblemCode | BrowserCode,
    status: number,
    detail: string,
    params = {},
    reference: string | null = null,
  ) {
    super(detail)
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.params = params
    this.reference = reference
  }
}

/** The sentence of any failure, in the reader's language. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiProblem)) return words.t('ui:lost.unexpected')
  if (error.code === 'offline') return words.t('ui:lost.offline')
  if (error.code === 'unreadable') return words.t('ui:lost.unreadable')
  return words.t(`problems:${error.code}`, {
    ...error.params,
    reference: error.reference ?? '',
    defaultValue: error.message,
  })
}

/** The address of an operation, for downloads and pictures. */
export function addressOf<Id extends OperationId>(id: Id, input: Request<Id>): string {
  return plan(id, input as Record<string, unknown>).address
}

function plan(id: string, input: Record<string, unknown>) {
  const found = operations[id]
  if (!found) throw new Error(`The contract has no operation ${id}.`)
  const [method = '', path = '', query = '', bodyKind = ''] = found.split(' ')
  const taken = new Set(query ? query.split(',') : [])
  const search = new URLSearchParams()
  for (const name of taken) {
    const value = input[name]
    if (value === undefined || value === null || value === '') continue
    if (Array.isArray(value)) for (const one of value) search.append(name, String(one))
    else search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    taken.add(name)
    return encodeURIComponent(String(input[name]))
  })
  const rest = Object.fromEntries(
    Object.entries(input).filter(([key, value]) => !taken.has(key) && value !== undefined),
  )
  const asked = search.toString()
  return { method, bodyKind, rest, address: `/api${filled}${asked ? `?${asked}` : ''}` }
}

export type CallOptions = { signal?: AbortSignal; /** The file itself, for operations that take one. */ file?: Blob }

/** One request. Throws `ApiProblem`, nothing else. */
export async function call<Id extends OperationId>(
  id: Id,
  input: Request<Id>,
  options: CallOptions = {},
): Promise<Answer<Id>> {
  const at = nextMoment()
  const response = await send(id, (input ?? {}) as Record<string, unknown>, options)
  const body = await bodyOf(response)
  if (response.ok) return noteAsked(body as Answer<Id>, at)
  return refuse(response, body)
}

/** A file that is made by a write, saved under the name that the server gave it. */
export async function saveFile<Id extends OperationId>(id: Id, input: Request<Id>): Promise<void> {
  const response = await send(id, input as Record<string, unknown>, {})
  if (!response.ok) return refuse(response, await bodyOf(response))
  const given = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  saveAs(await response.blob(), given ? decodeURIComponent(given) : '')
}

async function send(id: string, input: Record<string, unknown>, options: CallOptions): Promise<Response> {
  const { method, bodyKind, rest, address } = plan(id, input)
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(method === 'GET' ? {} : { 'x-belay-begun': begun() }),
  }
  const init: RequestInit = { method, credentials: 'same-origin', headers }
  if (options.signal) init.signal = options.signal
  if (bodyKind === 'raw') {
    init.body = options.file ?? null
    headers['content-type'] = 'application/octet-stream'
  } else if (bodyKind === 'json') {
    init.body = JSON.stringify(rest)
    headers['content-type'] = 'application/json'
  }
  try {
    return await fetch(address, init)
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error
    throw new ApiProblem('offline', 0, 'No connection.')
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text ? JSON.parse(text) : null
  } catch {
    throw new ApiProblem('unreadable', response.status, 'The answer could not be read.')
  }
}

/** Most pages never need the sentences of refusals: they come with the first one, and stay. */
async function refuse(response: Response, body: unknown): Promise<never> {
  await words.loadNamespaces('problems').catch(() => {})
  throw refusalOf(response, body)
}

function refusalOf(response: Response, body: unknown): ApiProblem {
  const p = (body ?? {}) as {
    code?: ProblemCode
    detail?: string
    params?: Record<string, string | number>
    reference?: string
  }
  return new ApiProblem(
    p.code ?? 'unreadable',
    response.status,
    p.detail ?? response.statusText,
    p.params,
    p.reference ?? null,
  )
}

/** Who wants to know that the session is over; the shell does. */
let onSignedOut: () => void = () => {}
export function whenSignedOut(tell: () => void): void {
  onSignedOut = tell
}

/** Tells the shell when a failure means that the session is over, and says whether it does. */
export function noticeSignOut(error: unknown): boolean {
  const over = error instanceof ApiProblem && error.code === 'unauthenticated'
  if (over) onSignedOut()
  return over
}

const signedInAgain = 'belay:signed-in-again'

/** Once the same person is signed in again, sends what waits. Answers what to call when that is over. */
export function whenSignedInAgain(send: () => Promise<unknown>): () => void {
  const listener = (event: Event) => (event as CustomEvent<Promise<unknown>[]>).detail.push(send())
  addEventListener(signedInAgain, listener)
  return () => removeEventListener(signedInAgain, listener)
}

/** What waits goes first; read before it, the old words would stand in its place. */
export async function goOnSignedIn(): Promise<void> {
  const sent: Promise<unknown>[] = []
  dispatchEvent(new CustomEvent(signedInAgain, { detail: sent }))
  await Promise.allSettled(sent)
  await queryClient.invalidateQueries()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => void noticeSignOut(error) }),
  mutationCache: new MutationCache({ onError: (error) => void noticeSignOut(error) }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      // A refusal stays a refusal; only what may pass is tried again.
      retry: (count, error) => count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
      refetchOnWindowFocus: true,
      networkMode: 'always',
      // What is changed in an answer here is as old as the answer.
      structuralSharing: (old, next) => noteAsked(replaceEqualDeep(old, next), askedAt(next) || askedAt(old)),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

export const keyOf = (id: OperationId, input?: unknown): QueryKey => (input === undefined ? [id] : [id, input])

/**
 * Changes a kept answer after a save. One that is still on its way was asked for before it, would bring back what
 * stood there then, and is asked for anew.
 */
export async function putSaved<Id extends OperationId>(
  id: Id,
  input: Request<Id>,
  change: (old: Answer<Id>) => Answer<Id>,
): Promise<void> {
  const queryKey = keyOf(id, input)
  const onItsWay = queryClient.isFetching({ queryKey }) > 0
  if (onItsWay) await queryClient.cancelQueries({ queryKey })
  queryClient.setQueryData<Answer<Id>>(queryKey, (old) => (old === undefined ? undefined : change(old)))
  if (onItsWay) void queryClient.invalidateQueries({ queryKey })
}

export type OperationOptions<Id extends OperationId, Data> = {
  /** False while something it needs is not known yet. */
  enabled?: boolean
  /** Shows the last answer while the next one loads: for search and filters. */
  keep?: boolean
  staleTime?: number
  /** Milliseconds between refreshes, for work that goes on. */
  every?: number | false
  select?: (answer: Answer<Id>) => Data
}

/** A read. Render its states with `<Loaded query={…}>` from ui/states.tsx. */
export function useOperation<Id extends OperationId, Data = Answer<Id>>(
  id: Id,
  input: Request<Id>,
  options: OperationOptions<Id, Data> = {},
): UseQueryResult<Data, ApiProblem> {
  // Spelled out for every operation at once the types would be too many for the compiler; the signature holds them.
  const query: UseQueryOptions<unknown, ApiProblem> = {
    queryKey: keyOf(id, input),
    queryFn: ({ signal }) => call(id, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
    ...(options.select ? { select: options.select as (answer: unknown) => unknown } : {}),
  }
  return useQuery(query) as UseQueryResult<Data, ApiProblem>
}

/** Changes cached answers at once; takes them back by itself when the act is refused. */
export type Cache = {
  /** All cached answers of an operation, or only the one for `input`. */
  change<Id extends OperationId>(id: Id, input: Request<Id> | undefined, next: (old: Answer<Id>) => Answer<Id>): void
}

export type ActOptions<Id extends OperationId> = {
  /** Reads that are stale afterwards. `'goals.list'` means all its inputs. */
  invalidates?: readonly OperationId[]
  optimistic?: (input: Request<Id>, cache: Cache) => void
  /** Said quietly when it is done. */
  done?: string | ((answer: Answer<Id>, input: Request<Id>) => string)
  /** Offered beside the sentence. Runs the opposite act. */
  undo?: (answer: Answer<Id>, input: Request<Id>) => Promise<unknown> | void
  /** The form shows the problem itself; no toast then. */
  showsProblem?: boolean
  onDone?: (answer: Answer<Id>, input: Request<Id>) => void
}

export type ActInput<Id extends OperationId> = Request<Id> & { file?: Blob }

/** A change. `act.mutate(input)`; with `optimistic` it shows at once. */
export function useAct<Id extends OperationId>(
  id: Id,
  options: ActOptions<Id> = {},
): UseMutationResult<Answer<Id>, ApiProblem, ActInput<Id>> {
  const client = useQueryClient()
  const { t } = useTranslation('ui')
  const refresh = () =>
    Promise.all((options.invalidates ?? []).map((read) => client.invalidateQueries({ queryKey: [read] })))
  return useMutation<Answer<Id>, ApiProblem, ActInput<Id>, { back: () => void }>({
    mutationKey: [id],
    mutationFn: (input) => {
      const { file, ...rest } = input as { file?: Blob } & Record<string, unknown>
      return call(id, (file instanceof Blob ? rest : input) as Request<Id>, file instanceof Blob ? { file } : {})
    },
    onMutate: async (input) => {
      const kept: [QueryKey, unknown][] = []
      if (options.optimistic) {
        await Promise.all((options.invalidates ?? []).map((read) => client.cancelQueries({ queryKey: [read] })))
        options.optimistic(input, {
          change(read, of, next) {
            for (const [key, old] of client.getQueriesData({ queryKey: keyOf(read, of) })) {
              if (old === undefined) continue
              kept.push([key, old])
              client.setQueryData(key, next(old as never))
            }
          },
        })
      }
      return { back: () => kept.toReversed().forEach(([key, old]) => client.setQueryData(key, old)) }
    },
    onError: (error, _input, context) => {
      context?.back()
      noticeSignOut(error)
      if (!options.showsProblem && error.code !== 'unauthenticated') toast({ message: sentenceOf(error), tone: 'bad' })
    },
    onSuccess: async (answer, input) => {
      options.onDone?.(answer, input)
      if (options.done) {
        const message = typeof options.done === 'function' ? options.done(answer, input) : options.done
        const undo = options.undo
        toast({
          message,
          ...(undo
            ? {
                action: {
                  label: t('undo'),
                  run: async () => {
                    await undo(answer, input)
                    await refresh()
                  },
                },
              }
            : {}),
        })
      }
      await refresh()
    },
  })
}

export type Window<Row> = {
  /** All rows there are, loaded or not; null before the first answer. */
  total: number | null
  rowAt: (index: number) => Row | undefined
  /** Tells which rows are on the screen. */
  want: (first: number, last: number) => void
  problem: ApiProblem | null
  loading: boolean
  retry: () => void
}

/** A list already in hand, in the shape a DataTable reads. */
export function useRows<Row>(
  rows: readonly Row[] | undefined,
  query?: { error: ApiProblem | null; isPending: boolean; refetch: () => unknown },
): Window<Row> {
  const error = query?.error ?? null
  const refetch = query?.refetch
  return useMemo(
    () => ({
      total: rows ? rows.length : null,
      rowAt: (index) => rows?.[index],
      want: () => {},
      problem: rows ? null : error,
      loading: !rows,
      retry: () => void refetch?.(),
    }),
    [rows, error, refetch],
  )
}
